package io.jenkins.plugins.spindelivery.engine.aws.bake;

import java.util.regex.Pattern;

/**
 * A package that a builder fetches.
 *
 * @param url where from; a secret when it is signed
 * @param fileName what it is called
 * @param digest its SHA-256 in hexadecimal digits; empty when nobody knows it
 * @param isPublic whether anybody may fetch it, so that it may lead elsewhere
 */
record PackageDownload(String url, String fileName, String digest, boolean isPublic) {
    private static final Pattern SIGNED =
            Pattern.compile("\\?[^\\s'\"]*X-Amz-(Signature|Security-Token|Credential)=[^\\s'\"]*");

    /** A text that anybody may read: a signed URL in it has lost its signature. */
    static String masked(String text) {
        return SIGNED.matcher(text).replaceAll("?…");
    }

    /** Without the URL. */
    @Override
    public String toString() {
        return fileName;
    }
}
