package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares two trees value by value. */
final class Comparison {
    private static final String PLAIN_NAME = "[A-Za-z0-9_-]+";

    private final List<Change> changes = new ArrayList<>();

    private Comparison() {}

    static List<Change> of(JsonNode before, JsonNode after) {
        Comparison comparison = new Comparison();
        comparison.compare("", before, after);
        return comparison.changes;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before == null ? after == null : before.equals(after)) {
            return;
        }
        if (before != null && after != null && before.isObject() && after.isObject()) {
            compareMaps(path, before, after);
        } else if (before instanceof ArrayNode old && after instanceof ArrayNode now) {
            compareLists(path, old, now);
        } else {
            changes.add(new Change(path, before, after));
        }
    }

    private void compareMaps(String path, JsonNode before, JsonNode after) {
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            compare(path + step(path, name), before.get(name), after.get(name));
        }
    }

    private static String step(String path, String name) {
        if (!name.matches(PLAIN_NAME)) {
            return "[" + TextNode.valueOf(name) + "]";
        }
        return path.isEmpty() ? name : "." + name;
    }

    private void compareLists(String path, ArrayNode before, ArrayNode after) {
        ItemKeys keys = ItemKeys.of(before, after);
        if (keys != null) {
            compareByKey(path, keys.index(before), keys.index(after));
        } else if (before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i));
            }
        } else {
            changes.add(new Change(path, before, after));
        }
    }

    private void compareByKey(String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        before.forEach((key, item) -> compare(path + "[" + key + "]", item, after.get(key)));
        after.forEach((key, item) -> {
            if (!before.containsKey(key)) {
                compare(path + "[" + key + "]", null, item);
            }
        });
        List<String> order = before.keySet().stream().filter(after::containsKey).toList();
        List<String> newOrder =
                after.keySet().stream().filter(before::containsKey).toList();
        if (!order.equals(newOrder)) {
            changes.add(new Change(path, texts(order), texts(newOrder)));
        }
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        texts.forEach(result::add);
        return result;
    }
}
