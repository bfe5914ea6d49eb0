package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hands a manager the fields that {@code kubectl apply} and Spinnaker own in a live object, so that server-side apply
 * changes and removes them without a conflict.
 *
 * <p>It does what kubectl does when it moves an object to server-side apply (package {@code csaupgrade} of client-go):
 * the fields of the old manager's {@code Update} entry become part of the new one's {@code Apply} entry. Three things go
 * further:
 *
 * <ul>
 *   <li>The {@value LastApplied#ANNOTATION} annotation always comes along. As no manifest holds it, the next apply
 *       removes it. A copy that grows stale would make a later {@code kubectl apply} remove or keep the wrong fields;
 *       without it kubectl warns, removes nothing, and writes it anew. Whoever needs it (rollback, re-use of versions)
 *       reads it before.
 *   <li>An object without any {@code managedFields}, as clusters older than Kubernetes 1.18 left them, gets an entry
 *       for what that annotation declares and the live object still has. Without it the server would make everything
 *       the property of {@code before-first-apply} and refuse every change.
 *   <li>What the new manager wrote without apply comes along, too, such as the pod template of a rollback: it is as much
 *       its own. But not what says how the object is run, and not what it is ({@link #RUNNING}): a manifest without a
 *       number of replicas, say, leaves it alone, and must not reset the one that was set by hand.
 * </ul>
 *
 * @param patch a JSON patch ({@code application/json-patch+json}); it fails with 409 when the object has changed since
 * @param managers whose fields are taken over; {@code before-first-apply} for an object without owners
 */
public record TakeOver(ArrayNode patch, List<String> managers) {
    /** What kubectl calls itself in {@code kubectl apply} without {@code --server-side}; Spinnaker runs just that. */
    public static final String CLIENT_SIDE_APPLY = "kubectl-client-side-apply";

    /** What the server calls the owner of everything in an object without owners. */
    static final String BEFORE_FIRST_APPLY = "before-first-apply";

    /** What people set while an object runs, and manifests as a rule leave out. Left to nobody, they stay as they are. */
    static final List<FieldPath> RUNNING = List.of(FieldPath.REPLICAS, FieldPath.PAUSED, FieldPath.RESTARTED_AT);

    /** A conflict with the owner of a subresource says so before "using", and is not settled. */
    private static final Pattern CONFLICT = Pattern.compile("conflict with \"([^\"]*)\" using .*");

    public TakeOver {
        managers = List.copyOf(managers);
    }

    /**
     * Whether an entry's fields are taken over.
     *
     * @param entry the entry
     * @param manager the new owner; what it wrote itself without apply, such as a create, becomes part of its apply too
     * @return whether they are
     */
    static boolean takes(FieldsEntry entry, String manager) {
        return entry.operation() == Operation.UPDATE
                && entry.subresource().isEmpty()
                && (entry.manager().equals(CLIENT_SIDE_APPLY) || entry.manager().equals(manager));
    }

    /**
     * Whether a conflict that a dry run met is gone once this patch is made: a dry run can't build on another one.
     *
     * @param details the conflict's {@code Status.details}
     * @return whether every conflict is with a manager whose fields are taken over
     */
    public boolean settles(JsonNode details) {
        JsonNode causes = details.path("causes");
        for (JsonNode cause : causes) {
            Matcher conflict = CONFLICT.matcher(cause.path("message").asText(""));
            if (!conflict.matches() || !managers.contains(conflict.group(1))) {
                return false;
            }
        }
        return !causes.isEmpty();
    }

    static Optional<TakeOver> of(JsonNode live, String manager) {
        JsonNode entries = live.path("metadata").path("managedFields");
        String resourceVersion = live.path("metadata").path("resourceVersion").asText("");
        if (resourceVersion.isEmpty()) {
            // Without it the patch could overwrite what others came to own in the meantime.
            return Optional.empty();
        }
        if (entries.isEmpty()) {
            return adopted(live, manager)
                    .map(entry -> of(
                            "add",
                            JsonNodeFactory.instance.arrayNode().add(entry),
                            resourceVersion,
                            List.of(BEFORE_FIRST_APPLY)));
        }
        List<FieldsEntry> taken = ManagedFields.of(live).entries().stream()
                .filter(e -> takes(e, manager))
                .toList();
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        List<String> names =
                taken.stream().map(FieldsEntry::manager).distinct().sorted().toList();
        return Optional.of(of("replace", united(live, manager, taken), resourceVersion, names));
    }

    private static TakeOver of(String operation, ArrayNode entries, String resourceVersion, List<String> managers) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", operation)
                .put("path", "/metadata/managedFields")
                .set("value", entries);
        // Replaced, not tested: a failing test is an invalid request, a stale version is a conflict.
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/resourceVersion")
                .put("value", resourceVersion);
        return new TakeOver(patch, managers);
    }

    /** The object's entries, with the taken ones united in the manager's own. */
    private static ArrayNode united(JsonNode live, String manager, List<FieldsEntry> taken) {
        FieldsEntry target = ManagedFields.of(live)
                .entry(manager, Operation.APPLY)
                .orElseGet(() -> taken.stream().reduce(ManagedFields::later).orElseThrow());
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (JsonNode raw : live.path("metadata").path("managedFields")) {
            Optional<FieldsEntry> entry = FieldsEntry.of(raw);
            if (entry.isEmpty() || !(takes(entry.get(), manager) || entry.get().is(manager, Operation.APPLY))) {
                result.add(raw.deepCopy());
            } else if (entry.get().equals(target)) {
                result.add(own((ObjectNode) raw.deepCopy(), live, manager, fields(live, target, taken)));
            }
        }
        return result;
    }

    private static ObjectNode own(ObjectNode entry, JsonNode live, String manager, ObjectNode fields) {
        entry.put("manager", manager).put("operation", Operation.APPLY.word());
        if (SameFields.in(entry.path("apiVersion").asText(""), live)) {
            // A version that is no longer served would keep the next apply from removing anything.
            entry.set("apiVersion", live.path("apiVersion"));
        }
        entry.set("fieldsV1", fields);
        return entry;
    }

    private static ObjectNode fields(JsonNode live, FieldsEntry target, List<FieldsEntry> taken) {
        ObjectNode fields = declared(target);
        for (FieldsEntry entry : taken) {
            // Other versions may name other fields; kubectl drops them likewise.
            if (entry.apiVersion().equals(target.apiVersion())
                    || (SameFields.in(entry.apiVersion(), live) && SameFields.in(target.apiVersion(), live))) {
                FieldsTree.unite(fields, declared(entry));
            }
        }
        addLastApplied(fields, live);
        return fields;
    }

    /** What kubectl applied was in a manifest, and so was what we applied ourselves. */
    private static ObjectNode declared(FieldsEntry entry) {
        ObjectNode fields = entry.fields().deepCopy();
        if (entry.operation() == Operation.UPDATE && !entry.manager().equals(CLIENT_SIDE_APPLY)) {
            RUNNING.forEach(path -> FieldsTree.remove(fields, path));
        }
        return fields;
    }

    private static void addLastApplied(ObjectNode fields, JsonNode live) {
        if (live.path("metadata").path("annotations").has(LastApplied.ANNOTATION)) {
            ObjectNode node = fields;
            for (String name : LastApplied.PATH.names()) {
                node = node.withObjectProperty("f:" + name);
            }
        }
    }

    /** An entry for an object without owners; empty when nobody knows what was declared. */
    private static Optional<ObjectNode> adopted(JsonNode live, String manager) {
        return LastApplied.of(live)
                .filter(declared -> declared.path("kind").equals(live.path("kind")))
                .map(declared -> {
                    ObjectNode fields = DeclaredFields.of(declared, live);
                    addLastApplied(fields, live);
                    ObjectNode entry = JsonNodeFactory.instance.objectNode();
                    entry.put("manager", manager)
                            .put("operation", Operation.APPLY.word())
                            .put("apiVersion", live.path("apiVersion").asText())
                            .put("fieldsType", "FieldsV1")
                            .set("fieldsV1", fields);
                    return entry;
                });
    }
}
