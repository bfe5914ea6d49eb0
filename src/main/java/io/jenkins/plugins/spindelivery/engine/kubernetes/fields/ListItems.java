package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The owned items of one list, after their names in {@code fieldsV1}: <code>k:{"name":"web"}</code> for an item that is
 * known by key fields, {@code v:"text"} for a value of a set, {@code i:0} for a place.
 */
final class ListItems {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What identifies an item. */
    enum Form {
        KEY,
        VALUE,
        INDEX
    }

    /**
     * One owned item.
     *
     * @param form what identifies it
     * @param name its name in {@code fieldsV1}
     * @param id the key fields, the value, or the place
     * @param owned what is owned of it
     */
    record Item(Form form, String name, JsonNode id, JsonNode owned) {

        /** Whether this is the owned item that an item of a live list is; live items have all their key fields. */
        boolean is(JsonNode item) {
            return switch (form) {
                case KEY -> item.isObject() && hasKeys(item);
                case VALUE -> JsonValues.same(id, item);
                case INDEX -> false;
            };
        }

        private boolean hasKeys(JsonNode item) {
            for (Iterator<Map.Entry<String, JsonNode>> keys = id.fields(); keys.hasNext(); ) {
                Map.Entry<String, JsonNode> key = keys.next();
                if (!JsonValues.same(key.getValue(), item.path(key.getKey()))) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Whether this is the owned item that an item of a manifest is. A key field that the manifest leaves out has
         * its default: then nobody who left it out owns it either.
         */
        boolean isDeclaredAs(JsonNode item) {
            if (form != Form.KEY || !item.isObject()) {
                return is(item);
            }
            for (Iterator<Map.Entry<String, JsonNode>> keys = id.fields(); keys.hasNext(); ) {
                Map.Entry<String, JsonNode> key = keys.next();
                boolean same = item.has(key.getKey())
                        ? JsonValues.same(key.getValue(), item.get(key.getKey()))
                        : !owned.has("f:" + key.getKey());
                if (!same) {
                    return false;
                }
            }
            return true;
        }
    }

    private ListItems() {}

    /**
     * Reads the items that a node of {@code fieldsV1} names.
     *
     * @param owned the node of a list
     * @return its items, or empty when the node is not that of a list whose items are owned one by one
     */
    static Optional<List<Item>> of(JsonNode owned) {
        List<Item> items = new ArrayList<>(owned.size());
        for (Iterator<Map.Entry<String, JsonNode>> fields = owned.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getKey().equals(FieldsTree.SELF)) {
                continue;
            }
            Optional<Item> item = item(field.getKey(), field.getValue());
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }

    private static Optional<Item> item(String name, JsonNode owned) {
        if (name.length() < 3 || name.charAt(1) != ':') {
            return Optional.empty();
        }
        Form form;
        switch (name.charAt(0)) {
            case 'k' -> form = Form.KEY;
            case 'v' -> form = Form.VALUE;
            case 'i' -> form = Form.INDEX;
            default -> {
                return Optional.empty();
            }
        }
        try {
            JsonNode id = JSON.readTree(name.substring(2));
            boolean wellFormed = form == Form.VALUE || (form == Form.KEY ? id instanceof ObjectNode : id.isInt());
            return wellFormed ? Optional.of(new Item(form, name, id, owned)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
