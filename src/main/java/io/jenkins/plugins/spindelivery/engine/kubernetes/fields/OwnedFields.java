package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ListItems.Form;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ListItems.Item;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Cuts out of a live object what one manager owns. */
final class OwnedFields {

    private OwnedFields() {}

    static Optional<ObjectNode> of(JsonNode live, String manager, Operation operation) {
        ManagedFields fields = ManagedFields.of(live);
        Optional<FieldsEntry> own = fields.entry(manager, operation);
        if (own.isEmpty()
                || !(live instanceof ObjectNode object)
                || !SameFields.in(own.get().apiVersion(), live)) {
            return Optional.empty();
        }
        return Optional.of(cut(object, own.get().fields(), fields, e -> e != own.get()));
    }

    /** As {@link #of}, of what the manager owns by apply and of what it wrote since without. */
    static Optional<ObjectNode> ofBoth(JsonNode live, String manager) {
        ManagedFields fields = ManagedFields.of(live);
        Optional<FieldsEntry> applied =
                fields.entry(manager, Operation.APPLY).filter(entry -> SameFields.in(entry.apiVersion(), live));
        if (applied.isEmpty() || !(live instanceof ObjectNode object)) {
            return Optional.empty();
        }
        ObjectNode own = applied.get().fields().deepCopy();
        List<FieldsEntry> written = fields.entries().stream()
                .filter(entry -> entry.is(manager, Operation.UPDATE) && SameFields.in(entry.apiVersion(), live))
                .toList();
        written.forEach(entry -> FieldsTree.unite(own, entry.fields()));
        return Optional.of(cut(object, own, fields, e -> e != applied.get() && !written.contains(e)));
    }

    private static ObjectNode cut(
            ObjectNode object, ObjectNode own, ManagedFields fields, Predicate<FieldsEntry> isOther) {
        List<JsonNode> others = fields.entries().stream()
                .filter(isOther)
                .<JsonNode>map(FieldsEntry::fields)
                .toList();
        ObjectNode manifest = named(object);
        map(object, own, others).fields().forEachRemaining(field -> {
            if (field.getKey().equals("metadata") && field.getValue().isObject()) {
                ((ObjectNode) manifest.get("metadata")).setAll((ObjectNode) field.getValue());
            } else {
                manifest.set(field.getKey(), field.getValue());
            }
        });
        return manifest;
    }

    private static ObjectNode named(ObjectNode live) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.set("apiVersion", live.path("apiVersion"));
        manifest.set("kind", live.path("kind"));
        ObjectNode metadata = manifest.putObject("metadata");
        for (String name : List.of("name", "namespace")) {
            if (live.path("metadata").has(name)) {
                metadata.set(name, live.path("metadata").get(name));
            }
        }
        return manifest;
    }

    private static JsonNode value(JsonNode have, JsonNode owned, List<JsonNode> others) {
        if (FieldsTree.isLeaf(owned)) {
            return whole(have, others);
        }
        Optional<List<Item>> items = have.isArray() ? ListItems.of(owned) : Optional.empty();
        if (items.isPresent()) {
            return list(have, items.get(), others);
        }
        return have.isObject() ? map(have, owned, others) : have.deepCopy();
    }

    private static JsonNode whole(JsonNode have, List<JsonNode> others) {
        if (have.isContainerNode() && others.stream().anyMatch(o -> !FieldsTree.isLeaf(o))) {
            // Others own its parts one by one: we own no more than that it is there.
            return have.isObject() ? JsonNodeFactory.instance.objectNode() : JsonNodeFactory.instance.arrayNode();
        }
        return have.deepCopy();
    }

    private static ObjectNode map(JsonNode have, JsonNode owned, List<JsonNode> others) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> fields = have.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = "f:" + field.getKey();
            if (owned.has(name)) {
                result.set(field.getKey(), value(field.getValue(), owned.get(name), FieldsTree.below(others, name)));
            }
        }
        return result;
    }

    private static ArrayNode list(JsonNode have, List<Item> items, List<JsonNode> others) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < have.size(); i++) {
            JsonNode item = have.get(i);
            int place = i;
            items.stream()
                    .filter(owned -> owned.form() == Form.INDEX ? owned.id().intValue() == place : owned.is(item))
                    .findFirst()
                    .ifPresent(owned -> result.add(item(item, owned, others)));
        }
        return result;
    }

    private static JsonNode item(JsonNode have, Item item, List<JsonNode> others) {
        if (item.form() != Form.KEY
                || FieldsTree.isLeaf(item.owned()) && item.owned().isEmpty()) {
            return have.deepCopy();
        }
        ObjectNode result = map(have, item.owned(), FieldsTree.below(others, item.name()));
        addKeys(result, item);
        return result;
    }

    /** A key field that is not owned was left to its default; but an item needs at least one to be known by. */
    private static void addKeys(ObjectNode result, Item item) {
        boolean known = false;
        for (Iterator<String> keys = item.id().fieldNames(); keys.hasNext(); ) {
            known |= result.has(keys.next());
        }
        if (!known) {
            result.setAll((ObjectNode) item.id());
        }
    }
}
