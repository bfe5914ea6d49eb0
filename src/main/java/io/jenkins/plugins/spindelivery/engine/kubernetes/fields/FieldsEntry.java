package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One entry of {@code metadata.managedFields}: the fields that one manager owns through one kind of request.
 *
 * @param manager such as {@code spin-delivery} or {@code kubectl-client-side-apply}
 * @param operation how it wrote
 * @param apiVersion the version whose field names {@code fields} uses
 * @param subresource such as {@code scale} or {@code status}; empty for the object itself
 * @param time when it last changed something, as the server wrote it; empty when not told
 * @param fields the fields as {@code fieldsV1} has them
 */
public record FieldsEntry(
        String manager, Operation operation, String apiVersion, String subresource, String time, ObjectNode fields) {

    /** How a manager writes. */
    public enum Operation {
        /** By server-side apply: what it no longer sends disappears. */
        APPLY("Apply"),
        /** By any other write: create, update, patch. */
        UPDATE("Update");

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        /**
         * The API's own word.
         *
         * @return {@code Apply} or {@code Update}
         */
        public String word() {
            return word;
        }
    }

    /**
     * Reads one entry.
     *
     * @param entry a tree
     * @return the entry, or empty when its operation or its fields are not in a form we know
     */
    static Optional<FieldsEntry> of(JsonNode entry) {
        if (!"FieldsV1".equals(entry.path("fieldsType").asText())) {
            return Optional.empty();
        }
        if (!(entry.get("fieldsV1") instanceof ObjectNode fields)) {
            return Optional.empty();
        }
        return operation(entry.path("operation").asText())
                .map(operation -> new FieldsEntry(
                        entry.path("manager").asText(""),
                        operation,
                        entry.path("apiVersion").asText(""),
                        entry.path("subresource").asText(""),
                        entry.path("time").asText(""),
                        fields));
    }

    private static Optional<Operation> operation(String word) {
        for (Operation operation : Operation.values()) {
            if (operation.word.equals(word)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the entry names exactly this field, or something below it.
     *
     * @param path the field
     * @return whether this manager owns it
     */
    public boolean owns(FieldPath path) {
        JsonNode node = fields;
        for (String name : path.names()) {
            node = node.path("f:" + name);
        }
        return !node.isMissingNode();
    }

    /**
     * Whether this entry is what a manager owns of the object itself, not through a subresource.
     *
     * @param name the manager
     * @param how how it wrote
     * @return whether it is
     */
    boolean is(String name, Operation how) {
        return manager.equals(name) && operation == how && subresource.isEmpty();
    }

    /** For people: {@code kubectl (Update of scale)}. */
    @Override
    public String toString() {
        return manager + " (" + operation.word + (subresource.isEmpty() ? "" : " of " + subresource) + ")";
    }
}
