package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;

/**
 * What a request was for, so that its failure can be told in plain words.
 *
 * @param verb the API's verb, such as {@code patch}
 * @param what the object or collection, for people
 * @param secret whether the server's free text may quote values of a Secret
 * @param kind the kind that it is about; empty when it is about none
 */
record Call(String verb, String what, boolean secret, String kind) {

    static Call about(String verb, ObjectRef ref) {
        return new Call(verb, ref.toString(), isSecret(ref.group(), ref.kind()), ref.kind());
    }

    static Call about(String verb, ApiResource resource, String namespace) {
        String scope = namespace.isEmpty() ? "" : " in namespace " + namespace;
        return new Call(verb, resource.plural() + scope, isSecret(resource.group(), resource.kind()), resource.kind());
    }

    static Call about(String verb, String what) {
        return new Call(verb, what, false, "");
    }

    private static boolean isSecret(String group, String kind) {
        return group.isEmpty() && kind.equals("Secret");
    }
}
