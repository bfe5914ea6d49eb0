package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The tree of {@code fieldsV1}: a field without children is owned as a whole. */
final class FieldsTree {
    /** The child that stands for the node itself. */
    static final String SELF = ".";

    /** What of {@code metadata} names or records the object; nobody owns it. */
    static final List<String> UNOWNED_METADATA = List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "clusterName",
            "generation",
            "managedFields",
            "resourceVersion");

    private FieldsTree() {}

    /** Whether a node has no children: a scalar, an atomic list or map, or an empty map. */
    static boolean isLeaf(JsonNode node) {
        return node.isEmpty() || (node.size() == 1 && node.has(SELF));
    }

    /** The nodes of several owners below one name. */
    static List<JsonNode> below(List<JsonNode> nodes, String name) {
        return nodes.stream().filter(n -> n.has(name)).map(n -> n.get(name)).toList();
    }

    /**
     * The part of an object whose fields can be owned.
     *
     * @param object a manifest or live object
     * @return a copy without what names or records the object
     */
    static ObjectNode ownable(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove(List.of("apiVersion", "kind"));
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(UNOWNED_METADATA);
            if (metadata.isEmpty()) {
                copy.remove("metadata");
            }
        }
        return copy;
    }

    /**
     * Adds the fields of one tree to another.
     *
     * @param into changed into the union of what both own
     * @param from left as it is
     */
    static void unite(ObjectNode into, JsonNode from) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = from.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (into.get(field.getKey()) instanceof ObjectNode present) {
                uniteNode(present, field.getValue());
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    private static void uniteNode(ObjectNode into, JsonNode from) {
        boolean oneIsWhole = into.isEmpty() != from.isEmpty();
        unite(into, from);
        if (oneIsWhole) {
            // One owns the node itself, the other only what is below it: the union has to name both.
            into.putObject(SELF);
        }
    }

    /**
     * Takes a field out of a tree, and what is empty then: an empty node would own all that is below it.
     *
     * @param fields changed
     * @param path the field
     */
    static void remove(ObjectNode fields, FieldPath path) {
        remove(fields, path.names(), 0);
    }

    private static void remove(ObjectNode node, List<String> names, int depth) {
        String name = "f:" + names.get(depth);
        if (depth == names.size() - 1) {
            node.remove(name);
        } else if (node.get(name) instanceof ObjectNode child && !child.isEmpty()) {
            remove(child, names, depth + 1);
            if (child.isEmpty()) {
                node.remove(name);
            }
        }
    }
}
