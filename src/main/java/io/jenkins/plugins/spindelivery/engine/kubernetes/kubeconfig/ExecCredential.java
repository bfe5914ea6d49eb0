package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import java.time.Instant;

/**
 * What a credential program gave.
 *
 * @param token the bearer token; {@code null} without one
 * @param certificate the client certificate, base64 of PEM; {@code null} without one
 * @param key its key, base64 of PEM; {@code null} without one
 * @param expires when it has to be asked again; {@code null} when it did not say
 */
record ExecCredential(String token, String certificate, String key, Instant expires) {

    boolean hasCertificate() {
        return certificate != null && key != null;
    }

    boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** Never the credential. */
    @Override
    public String toString() {
        return "credential until " + expires;
    }
}
