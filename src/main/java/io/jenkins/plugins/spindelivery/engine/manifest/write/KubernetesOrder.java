package io.jenkins.plugins.spindelivery.engine.manifest.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The order in which people write the parts of a Kubernetes object. */
final class KubernetesOrder {
    private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata");
    private static final List<String> METADATA_FIRST =
            List.of("name", "generateName", "namespace", "labels", "annotations");
    private static final String LAST = "status";

    private KubernetesOrder() {}

    /** A tree with its parts in order; the tree itself when it is no Kubernetes object. */
    static JsonNode of(JsonNode tree) {
        if (!tree.has("apiVersion") || !tree.has("kind")) {
            return tree;
        }
        ObjectNode ordered = ordered(tree, FIRST);
        if (ordered.get("metadata") instanceof ObjectNode metadata) {
            ordered.set("metadata", ordered(metadata, METADATA_FIRST));
        }
        if (ordered.has(LAST)) {
            ordered.set(LAST, ordered.remove(LAST));
        }
        return ordered;
    }

    private static ObjectNode ordered(JsonNode map, List<String> first) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        first.stream().filter(map::has).forEach(name -> ordered.set(name, map.get(name)));
        map.fields().forEachRemaining(field -> ordered.set(field.getKey(), field.getValue()));
        return ordered;
    }
}
