package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ListItems.Form;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ListItems.Item;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an apply would change nothing: our own entry names exactly the manifest's fields, and each has the
 * manifest's value in the live object. A field that the manifest dropped is still named by the entry, one that it added
 * is not yet.
 *
 * <p>The schema is not known here. Where the answer hangs on it, it is "different".
 */
final class AppliedMatch {
    /** Groups whose types are compiled into the server, so that their defaults are known. */
    private static final Set<String> BUILT_IN = Set.of("", "apps", "batch");

    /** Defaults inside values that are owned as a whole, by the name of the map that holds them. */
    private static final Map<String, Map.Entry<String, String>> ATOMIC_DEFAULTS =
            Map.of("fieldRef", Map.entry("apiVersion", "v1"), "resourceFieldRef", Map.entry("divisor", "0"));

    private final boolean builtIn;

    private AppliedMatch(boolean builtIn) {
        this.builtIn = builtIn;
    }

    static boolean matches(ObjectNode manifest, JsonNode live, String manager) {
        String apiVersion = manifest.path("apiVersion").asText("");
        if (!(live instanceof ObjectNode liveObject)
                || !sameObject(manifest, live)
                || live.path("metadata").has("deletionTimestamp")
                || holdsWriteOnlyValues(manifest)
                || TakeOver.of(live, manager).isPresent()) {
            return false;
        }
        ManagedFields fields = ManagedFields.of(live);
        Optional<FieldsEntry> own = fields.entry(manager, Operation.APPLY)
                .filter(e -> e.apiVersion().equals(apiVersion));
        if (own.isEmpty()) {
            return false;
        }
        List<JsonNode> others = fields.entries().stream()
                .filter(e -> e != own.get())
                .<JsonNode>map(FieldsEntry::fields)
                .toList();
        int slash = apiVersion.indexOf('/');
        boolean builtIn = BUILT_IN.contains(slash < 0 ? "" : apiVersion.substring(0, slash));
        return new AppliedMatch(builtIn)
                .sameFields(FieldsTree.ownable(manifest), liveObject, own.get().fields(), others);
    }

    /** Both name the same object, and nothing of the manifest asks for another state of it than the live one's. */
    private static boolean sameObject(ObjectNode manifest, JsonNode live) {
        if (!manifest.path("apiVersion").equals(live.path("apiVersion"))
                || !manifest.path("kind").equals(live.path("kind"))) {
            return false;
        }
        JsonNode declared = manifest.path("metadata");
        for (String name : FieldsTree.UNOWNED_METADATA) {
            JsonNode value = declared.path(name);
            // Exported manifests carry "creationTimestamp: null", which asks for nothing.
            if (!value.isMissingNode()
                    && !value.isNull()
                    && !JsonValues.same(value, live.path("metadata").path(name))) {
                return false;
            }
        }
        return declared.path("name").isTextual();
    }

    /** A Secret's stringData can't be read back, and its ownership says nothing of its values. */
    private static boolean holdsWriteOnlyValues(ObjectNode manifest) {
        return manifest.path("kind").asText().equals("Secret") && manifest.has("stringData");
    }

    private boolean same(String name, JsonNode want, JsonNode have, JsonNode owned, List<JsonNode> others) {
        if (FieldsTree.isLeaf(owned)) {
            return sameWhole(name, want, have, others);
        }
        if (want.isObject()) {
            return have.isObject() && sameFields(want, have, owned, others);
        }
        return want.isArray() && have.isArray() && sameItems(name, want, have, owned, others);
    }

    /** A value that is owned as a whole: a scalar, an atomic list or map, or a map that was applied empty. */
    private boolean sameWhole(String name, JsonNode want, JsonNode have, List<JsonNode> others) {
        boolean full = want.isContainerNode() && !want.isEmpty();
        if (full && others.stream().anyMatch(o -> !FieldsTree.isLeaf(o))) {
            // Others own its parts one by one, so it is not atomic: we applied it empty, and now it has content.
            return false;
        }
        // To a co-owner, leaving out what the server fills in is a change, and so a conflict.
        return sameValue(name, want, have, builtIn && others.isEmpty());
    }

    /** Equal, perhaps but for what the server fills in where nothing was given. */
    private static boolean sameValue(String name, JsonNode want, JsonNode have, boolean tolerant) {
        if (want.isArray() && have.isArray() && want.size() == have.size()) {
            for (int i = 0; i < want.size(); i++) {
                if (!sameValue("", want.get(i), have.get(i), tolerant)) {
                    return false;
                }
            }
            return true;
        }
        if (!want.isObject() || !have.isObject()) {
            return !want.isNull() && JsonValues.same(want, have);
        }
        if (want.size() + (tolerant ? filledIn(name, want, have) : 0) != have.size()) {
            return false;
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = want.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!sameValue(field.getKey(), field.getValue(), have.path(field.getKey()), tolerant)) {
                return false;
            }
        }
        return true;
    }

    private static int filledIn(String name, JsonNode want, JsonNode have) {
        Map.Entry<String, String> given = ATOMIC_DEFAULTS.get(name);
        boolean filled = given != null
                && !want.has(given.getKey())
                && have.path(given.getKey()).asText("").equals(given.getValue());
        return filled ? 1 : 0;
    }

    private boolean sameFields(JsonNode want, JsonNode have, JsonNode owned, List<JsonNode> others) {
        int owns = owned.has(FieldsTree.SELF) ? owned.size() - 1 : owned.size();
        if (want.size() != owns) {
            return false;
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = want.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = "f:" + field.getKey();
            boolean same = owned.has(name)
                    && have.has(field.getKey())
                    && same(
                            field.getKey(),
                            field.getValue(),
                            have.get(field.getKey()),
                            owned.get(name),
                            FieldsTree.below(others, name));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** The same items in the same order: an apply would put the live list into the manifest's order. */
    private boolean sameItems(String name, JsonNode want, JsonNode have, JsonNode owned, List<JsonNode> others) {
        Optional<List<Item>> items = ListItems.of(owned);
        if (items.isEmpty() || items.get().size() != want.size()) {
            return false;
        }
        int last = -1;
        for (JsonNode declared : want) {
            Optional<Item> item = only(items.get(), declared);
            int place = item.map(i -> only(have, i)).orElse(-1);
            if (place <= last) {
                return false;
            }
            last = place;
            if (item.get().form() == Form.KEY && !sameItem(name, declared, have.get(place), item.get(), others)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameItem(String name, JsonNode declared, JsonNode have, Item item, List<JsonNode> others) {
        // An item that is owned as a whole stands for several with the same key: never told apart here.
        return !FieldsTree.isLeaf(item.owned())
                && same(name, declared, have, item.owned(), FieldsTree.below(others, item.name()));
    }

    private static Optional<Item> only(List<Item> items, JsonNode declared) {
        List<Item> found = items.stream().filter(i -> i.isDeclaredAs(declared)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The place of the only live item that an owned one can be; -1 when there is none or more than one. */
    private static int only(JsonNode have, Item item) {
        int place = -1;
        for (int i = 0; i < have.size(); i++) {
            if (item.is(have.get(i))) {
                if (place >= 0) {
                    return -1;
                }
                place = i;
            }
        }
        return place;
    }
}
