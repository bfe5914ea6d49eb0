package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields by which people tell the items of a list apart. Only for showing: unlike the API's schema it goes by the
 * items themselves.
 *
 * @param names such as {@code [port, protocol]}
 */
record ItemKeys(List<String> names) {
    private static final List<ItemKeys> KNOWN = List.of(
            new ItemKeys(List.of("name")),
            new ItemKeys(List.of("containerPort", "protocol")),
            new ItemKeys(List.of("port", "protocol")),
            new ItemKeys(List.of("mountPath")),
            new ItemKeys(List.of("devicePath")),
            new ItemKeys(List.of("key")),
            new ItemKeys(List.of("ip")),
            new ItemKeys(List.of("type")),
            new ItemKeys(List.of("uid")));

    /** The keys that tell apart the items of both lists; {@code null} when none do. */
    static ItemKeys of(ArrayNode before, ArrayNode after) {
        return KNOWN.stream()
                .filter(keys -> keys.tellApart(before) && keys.tellApart(after))
                .findFirst()
                .orElse(null);
    }

    private boolean tellApart(ArrayNode items) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : items) {
            boolean complete = names.stream()
                    .allMatch(name ->
                            item.path(name).isTextual() || item.path(name).isIntegralNumber());
            if (!complete || !seen.add(label(item))) {
                return false;
            }
        }
        return true;
    }

    /** The items by labels such as {@code name=web}, in their order. */
    Map<String, JsonNode> index(ArrayNode items) {
        Map<String, JsonNode> index = new LinkedHashMap<>();
        items.forEach(item -> index.put(label(item), item));
        return index;
    }

    private String label(JsonNode item) {
        return names.stream().map(name -> name + "=" + item.path(name).asText()).collect(Collectors.joining(","));
    }
}
