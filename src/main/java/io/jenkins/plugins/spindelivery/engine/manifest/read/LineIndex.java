package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** The lines of all parts of one tree. */
final class LineIndex {
    private final Map<JsonNode, Map<String, Integer>> lines = new IdentityHashMap<>();

    /**
     * Notes where a part of a map or list stands.
     *
     * @param container the map or list
     * @param part a key, or the number of an element
     * @param line its line
     * @return the line noted for that part before; 0 when there was none
     */
    int put(JsonNode container, String part, int line) {
        Integer before = lines.computeIfAbsent(container, c -> new HashMap<>()).put(part, line);
        return before == null ? 0 : before;
    }

    /**
     * Where a part of a map or list stands.
     *
     * @return its line; 0 when none is noted
     */
    int get(JsonNode container, String part) {
        return lines.getOrDefault(container, Map.of()).getOrDefault(part, 0);
    }

    /** The parts of a copy stand where those of the original stand. */
    void copy(JsonNode original, JsonNode copy) {
        Map<String, Integer> parts = lines.get(original);
        if (parts != null) {
            lines.put(copy, parts);
        }
    }

    /**
     * Where a value of a tree stands.
     *
     * @param root the tree
     * @param line the line of the tree itself
     * @param pointer the value; what is not there stands where the part around it does
     * @return its line
     */
    int find(JsonNode root, int line, JsonPointer pointer) {
        JsonNode node = root;
        int found = line;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            int part = get(node, rest.getMatchingProperty());
            if (part == 0) {
                return found;
            }
            found = part;
            node = node.isArray() ? node.path(rest.getMatchingIndex()) : node.path(rest.getMatchingProperty());
        }
        return found;
    }
}
