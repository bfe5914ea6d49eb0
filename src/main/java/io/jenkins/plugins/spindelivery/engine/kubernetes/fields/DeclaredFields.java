package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fields of a manifest in the form of {@code fieldsV1}, as far as a live object still has the manifest's values:
 * what somebody else has changed since is no longer the manifest's.
 *
 * <p>How items of a list are known is part of the schema; the built-in types use few ways ("merge strategy" in the API
 * reference). Unknown lists are taken as atomic. The server corrects an atomic map that is named by its parts here.
 */
final class DeclaredFields {
    /** The key fields of lists in the types of {@link #BUILT_IN} groups. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("secrets", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));

    private static final Set<String> BUILT_IN = Set.of("", "apps", "batch", "extensions");

    private final boolean builtIn;

    private DeclaredFields(boolean builtIn) {
        this.builtIn = builtIn;
    }

    static ObjectNode of(ObjectNode declared, JsonNode live) {
        String apiVersion = live.path("apiVersion").asText("");
        int slash = apiVersion.indexOf('/');
        boolean builtIn = BUILT_IN.contains(slash < 0 ? "" : apiVersion.substring(0, slash));
        ObjectNode ownable = FieldsTree.ownable(declared);
        ownable.remove("status");
        return new DeclaredFields(builtIn).map(ownable, live);
    }

    private ObjectNode map(JsonNode declared, JsonNode live) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> names = declared.fields(); names.hasNext(); ) {
            Map.Entry<String, JsonNode> field = names.next();
            value(field.getKey(), field.getValue(), live.path(field.getKey()))
                    .ifPresent(owned -> fields.set("f:" + field.getKey(), owned));
        }
        return fields;
    }

    private Optional<ObjectNode> value(String name, JsonNode declared, JsonNode live) {
        if (declared.isObject() && live.isObject() && !declared.isEmpty()) {
            ObjectNode fields = map(declared, live);
            return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
        }
        if (declared.isArray() && live.isArray() && builtIn && !keys(name, live).isEmpty()) {
            ObjectNode fields = items(keys(name, live), declared, live);
            return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
        }
        return covers(declared, live) ? Optional.of(JsonNodeFactory.instance.objectNode()) : Optional.empty();
    }

    private static List<String> keys(String name, JsonNode live) {
        if (!name.equals("ports")) {
            return KEYS.getOrDefault(name, List.of());
        }
        boolean ofContainer = live.path(0).has("containerPort");
        return List.of(ofContainer ? "containerPort" : "port", "protocol");
    }

    private ObjectNode items(List<String> keys, JsonNode declared, JsonNode live) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (JsonNode item : live) {
            for (JsonNode wanted : declared) {
                if (!sameKeys(keys, wanted, item)) {
                    continue;
                }
                ObjectNode owned = fields.putObject("k:" + id(keys, item));
                owned.putObject(FieldsTree.SELF);
                owned.setAll(map(wanted, item));
                break;
            }
        }
        return fields;
    }

    /** Only the protocol may be left out; the live item has its default then. */
    private static boolean sameKeys(List<String> keys, JsonNode declared, JsonNode live) {
        return keys.stream()
                .allMatch(key -> declared.has(key)
                        ? JsonValues.same(declared.get(key), live.path(key))
                        : key.equals("protocol") && live.path(key).asText().equals("TCP"));
    }

    private static String id(List<String> keys, JsonNode item) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        keys.forEach(key -> sorted.put(key, item.get(key)));
        ObjectNode id = JsonNodeFactory.instance.objectNode();
        id.setAll(sorted);
        return id.toString();
    }

    /** Whether a live value is the declared one, perhaps with defaults added. */
    private static boolean covers(JsonNode declared, JsonNode live) {
        if (declared.isArray() && live.isArray()) {
            if (declared.size() != live.size()) {
                return false;
            }
            for (int i = 0; i < declared.size(); i++) {
                if (!covers(declared.get(i), live.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (declared.isObject() && live.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = declared.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (!covers(field.getValue(), live.path(field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        return JsonValues.same(declared, live);
    }
}
