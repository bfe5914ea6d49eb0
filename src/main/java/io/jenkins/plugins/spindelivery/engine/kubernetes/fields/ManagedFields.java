package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Who owns which field of one live object. */
public final class ManagedFields {
    private final List<FieldsEntry> entries;

    private ManagedFields(List<FieldsEntry> entries) {
        this.entries = entries;
    }

    /**
     * Reads {@code metadata.managedFields}.
     *
     * @param live the live object; entries that are malformed count as missing
     * @return its owners; none when the object has no such list
     */
    public static ManagedFields of(JsonNode live) {
        JsonNode list = live.path("metadata").path("managedFields");
        return new ManagedFields(StreamSupport.stream(list.spliterator(), false)
                .map(FieldsEntry::of)
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * All entries.
     *
     * @return in the object's own order
     */
    public List<FieldsEntry> entries() {
        return entries;
    }

    /**
     * What a manager owns of the object itself.
     *
     * @param manager the manager
     * @param operation how it wrote
     * @return its entry; of several (an {@code Update} in several API versions) the most recent one
     */
    public Optional<FieldsEntry> entry(String manager, Operation operation) {
        return entries.stream().filter(e -> e.is(manager, operation)).reduce(ManagedFields::later);
    }

    /** RFC 3339 times in UTC, as the server writes them, are in order as text. */
    static FieldsEntry later(FieldsEntry one, FieldsEntry other) {
        return one.time().compareTo(other.time()) > 0 ? one : other;
    }

    /**
     * Everybody who owns a field, or something below it.
     *
     * @param path the field
     * @return their entries, those of subresources too: {@code kubectl scale} owns {@code spec.replicas} through
     *     {@code scale}
     */
    public List<FieldsEntry> owners(FieldPath path) {
        return entries.stream().filter(e -> e.owns(path)).toList();
    }

    /**
     * Whether a manager owns a field of the object itself.
     *
     * @param manager the manager
     * @param operation how it wrote
     * @param path the field
     * @return whether it does
     */
    public boolean owns(String manager, Operation operation, FieldPath path) {
        return entries.stream().anyMatch(e -> e.is(manager, operation) && e.owns(path));
    }

    /**
     * Who else owns a field: neither a manager, nor one whose fields that manager takes over.
     *
     * @param manager the manager, such as {@code spin-delivery}
     * @param path the field
     * @return the others' entries, such as an autoscaler's for {@link FieldPath#REPLICAS}
     */
    public List<FieldsEntry> othersOwning(String manager, FieldPath path) {
        return owners(path).stream()
                .filter(e -> !e.manager().equals(manager) && !TakeOver.takes(e, manager))
                .toList();
    }

    /**
     * Whether a live object is already exactly what applying a manifest would make of it, ownership included, so that
     * the apply can be left out.
     *
     * <p>When in doubt the answer is no, which costs one apply that changes nothing: quantities in another notation,
     * {@code null} and {@code stringData}, for example, always count as different.
     *
     * @param manifest the manifest that would be applied
     * @param live the live object, read in the manifest's API version
     * @param manager who would apply it
     * @return whether the apply would change nothing
     */
    public static boolean matches(ObjectNode manifest, JsonNode live, String manager) {
        return AppliedMatch.matches(manifest, live, manager);
    }

    /**
     * The part of a live object that a manager owns, as a manifest: applying it as that manager changes nothing.
     *
     * @param live the live object
     * @param manager the manager
     * @param operation how it wrote
     * @return the manifest with {@code apiVersion}, {@code kind}, name and namespace; empty when the manager owns
     *     nothing, or owns it in another API version than the object was read in, whose field names may differ
     */
    public static Optional<ObjectNode> ownedBy(JsonNode live, String manager, Operation operation) {
        return OwnedFields.of(live, manager, operation);
    }

    /**
     * What a manager has made of a live object that it applied once: what it owns by apply, and what it wrote since
     * without, such as the pod template of a rollback.
     *
     * <p>How the object is run (its number of replicas, whether it is paused, when it was restarted) is left out where it
     * was only written and {@code next} says nothing of it: that manifest leaves it as it is, and so must whoever puts back
     * what was there before, or the manifest after it would reset it.
     *
     * @param live the live object
     * @param manager the manager
     * @param next what is going to be applied
     * @return the manifest with {@code apiVersion}, {@code kind}, name and namespace; empty when the manager has never
     *     applied the object, or in another API version than it was read in
     */
    public static Optional<ObjectNode> madeBy(JsonNode live, String manager, JsonNode next) {
        ManagedFields fields = of(live);
        return OwnedFields.ofBoth(live, manager).map(manifest -> {
            TakeOver.RUNNING.stream()
                    .filter(path -> !path.isIn(next) && !fields.owns(manager, Operation.APPLY, path))
                    .forEach(path -> path.removeFrom(manifest));
            return manifest;
        });
    }

    /**
     * What {@code kubectl apply} (and with it Spinnaker) applied last, after the annotation that it leaves.
     *
     * @param live the live object
     * @return the manifest; empty when there is no such annotation, or it is no JSON object
     */
    public static Optional<ObjectNode> lastApplied(JsonNode live) {
        return LastApplied.of(live);
    }

    /**
     * How a manager takes over what {@code kubectl apply} and Spinnaker own.
     *
     * @param live the live object
     * @param manager the new owner
     * @return the patch; empty when there is nothing to take over
     */
    public static Optional<TakeOver> takeOver(JsonNode live, String manager) {
        return TakeOver.of(live, manager);
    }
}
