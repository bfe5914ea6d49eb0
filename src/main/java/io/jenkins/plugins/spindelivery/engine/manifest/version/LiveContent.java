package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.SecretMasking;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Whether a live object still has the content of a manifest. "No" is always safe, it costs one more version; so wherever
 * the cluster's own doing can't be told from someone's edit, the answer is no.
 */
final class LiveContent {
    /** Its data is filled in by a controller. */
    private static final String TOKEN_SECRET = "kubernetes.io/service-account-token";

    /** The server's own, or compared elsewhere: the apiVersion is the one that the list was asked in. */
    private static final Set<String> NOT_CONTENT = Set.of("apiVersion", "kind", "metadata", "status");

    private LiveContent() {}

    /**
     * Compares.
     *
     * @param candidate the manifest after binding
     * @param live the live object
     * @param anyReplicas whether {@code spec.replicas} may differ, because the live number is to stay
     * @return whether the live object can stand for the manifest
     */
    static boolean matches(ObjectNode candidate, ObjectNode live, boolean anyReplicas) {
        ObjectNode wanted = comparable(candidate, anyReplicas);
        ObjectNode found = comparable(live, anyReplicas);
        if (!comparedExactly(wanted, candidate)) {
            boolean pod = candidate.path("kind").asText().equals("Pod");
            return contains(found, wanted, pod);
        }
        return contains(found, wanted, false) && contains(wanted, found, false);
    }

    private static ObjectNode comparable(ObjectNode object, boolean anyReplicas) {
        ObjectNode content = Content.of(object);
        content.remove(NOT_CONTENT);
        if (anyReplicas && content.path("spec") instanceof ObjectNode spec) {
            spec.remove("replicas");
        }
        return content;
    }

    /** ConfigMaps and Secrets have no defaults: a key more is someone's edit. Other kinds are completed by the server. */
    private static boolean comparedExactly(ObjectNode content, ObjectNode object) {
        if (SecretMasking.isSecret(object)) {
            return !content.path("type").asText().equals(TOKEN_SECRET);
        }
        return object.path("kind").asText().equals("ConfigMap");
    }

    private static boolean contains(JsonNode whole, JsonNode part, boolean longerLists) {
        if (isAbsent(part)) {
            return true;
        }
        if (part.isObject()) {
            return containsObject(whole, part, longerLists);
        }
        if (part.isArray()) {
            return containsList(whole, part, longerLists);
        }
        if (part.isNumber() && whole.isNumber()) {
            return CanonicalJson.number(part).equals(CanonicalJson.number(whole));
        }
        return part.equals(whole);
    }

    private static boolean containsObject(JsonNode whole, JsonNode part, boolean longerLists) {
        if (part.isEmpty() && isAbsent(whole)) {
            return true;
        }
        if (!whole.isObject()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : part.properties()) {
            if (!contains(whole.path(entry.getKey()), entry.getValue(), longerLists)) {
                return false;
            }
        }
        return true;
    }

    /** Admission adds volumes and tolerations at the end of a Pod's lists; nothing else may make a list longer. */
    private static boolean containsList(JsonNode whole, JsonNode part, boolean longerLists) {
        if (part.isEmpty() && isAbsent(whole)) {
            return true;
        }
        if (!whole.isArray() || whole.size() < part.size() || (whole.size() > part.size() && !longerLists)) {
            return false;
        }
        Iterator<JsonNode> items = whole.iterator();
        for (JsonNode item : part) {
            if (!contains(items.next(), item, longerLists)) {
                return false;
            }
        }
        return true;
    }

    /** The server does not keep null, and of empty maps and lists only some. */
    private static boolean isAbsent(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }
}
