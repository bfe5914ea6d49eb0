package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One stage of a pipeline.
 *
 * @param refId unlike any other stage's of a sound pipeline
 * @param name for people; the type where the definition gives none
 * @param type as it is written; {@link #type(Predicate)} minds the alias
 * @param requisites the refIds of the stages that have to end before it, each once, in the definition's order
 * @param onFailure what its failure means for the others
 * @param json the stage as it is written
 */
public record StageNode(
        String refId, String name, String type, List<String> requisites, FailOption onFailure, ObjectNode json) {
    static final String REF_ID = "refId";
    static final String REQUISITES = "requisiteStageRefIds";
    static final String TYPE = "type";
    private static final String NAME = "name";
    private static final String ALIAS = "alias";

    public StageNode {
        requisites = List.copyOf(requisites);
        json = json.deepCopy();
    }

    /**
     * A stage from its JSON. What is missing is an empty text; {@link Definition} has refused it before.
     *
     * @param json the stage as it is written
     * @return the stage
     */
    public static StageNode of(ObjectNode json) {
        Set<String> requisites = new LinkedHashSet<>();
        json.path(REQUISITES).forEach(requisite -> requisites.add(text(requisite)));
        return of(json, text(json.path(REF_ID)), new ArrayList<>(requisites));
    }

    /** A stage whose place in the graph does not come from its JSON. */
    static StageNode of(ObjectNode json, String refId, List<String> requisites) {
        String type = text(json.path(TYPE));
        String name = text(json.path(NAME)).strip();
        return new StageNode(refId, name.isEmpty() ? type : name, type, requisites, FailOption.of(json), json);
    }

    /**
     * The stage as it is written.
     *
     * @return a copy, which may be changed
     */
    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The stage as it is written, without a copy; must not be changed. */
    ObjectNode tree() {
        return json;
    }

    /**
     * The type under which Orca looks a stage up instead of its own, where that is known: {@code runJob} of a
     * {@code runJobManifest}, {@code preconfiguredWebhook} of a stage that an administrator configured.
     *
     * @return the alias that is written
     */
    public Optional<String> alias() {
        return Optional.of(text(json.path(ALIAS)).strip()).filter(alias -> !alias.isEmpty());
    }

    /**
     * The type that decides what the stage does.
     *
     * @param known which types can be run
     * @return the alias where that is known, else the type as it is written
     */
    public String type(Predicate<String> known) {
        return alias().filter(known).orElse(type);
    }

    /**
     * The stage for messages.
     *
     * @return its name, and its refId where that says something else
     */
    public String describe() {
        return name.equals(refId) ? name : name + " (" + refId + ")";
    }

    /** A text, or a number as it is written: tools write {@code refId: 1} as well. */
    static String text(JsonNode value) {
        return value.isTextual() || value.isNumber() ? value.asText() : "";
    }
}
