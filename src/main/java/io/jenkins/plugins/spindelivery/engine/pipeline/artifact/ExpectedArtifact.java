package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An artifact that a pipeline or a stage expects, with what to take when none comes. */
public final class ExpectedArtifact {
    private static final String BOUND = "boundArtifact";
    private static final String ACCOUNT = "artifactAccount";

    private final ObjectNode json;

    private ExpectedArtifact(ObjectNode json) {
        this.json = json;
    }

    /**
     * The artifacts of a list.
     *
     * @param list {@code expectedArtifacts} of a pipeline or a stage: maps with {@code id}, {@code matchArtifact},
     *     {@code useDefaultArtifact}, {@code defaultArtifact} and {@code usePriorArtifact}; missing for none
     * @param where what problems call the stage; empty for the pipeline
     * @return in their order
     * @throws ProblemException when it is no list of maps
     */
    public static List<ExpectedArtifact> listOf(JsonNode list, String where) {
        List<ExpectedArtifact> expected = new ArrayList<>();
        boolean none = list.isMissingNode() || list.isNull();
        boolean wrong = !none && !list.isArray();
        for (JsonNode item : list) {
            if (item instanceof ObjectNode map && !wrong) {
                expected.add(new ExpectedArtifact(map.deepCopy()));
            } else {
                wrong = true;
            }
        }
        if (wrong) {
            throw new ProblemException(Category.INPUT, Problem.of("pipeline.artifact-not-a-list", where));
        }
        return List.copyOf(expected);
    }

    /**
     * By which stages and triggers name it.
     *
     * @return its id; may be empty
     */
    public String id() {
        return MatchRule.text(json, "id");
    }

    /**
     * What people call it.
     *
     * @return its display name, else the name that it matches, else its id
     */
    public String title() {
        return Stream.of(MatchRule.text(json, "displayName"), MatchRule.text(json.path("matchArtifact"), "name"), id())
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse("?");
    }

    /**
     * Whether an artifact of the newest earlier run will do.
     *
     * @return {@code usePriorArtifact}
     */
    public boolean usesPrior() {
        return json.path("usePriorArtifact").asBoolean();
    }

    /**
     * Whether it has something to fall back to.
     *
     * @return {@code useDefaultArtifact}
     */
    public boolean usesDefault() {
        return json.path("useDefaultArtifact").asBoolean();
    }

    /**
     * What is taken when none has come, if {@link #usesDefault()}.
     *
     * @return a copy; empty also for one with neither type nor name nor reference, which forms of Spinnaker write for
     *     none
     */
    public Optional<ObjectNode> defaultArtifact() {
        return json.path("defaultArtifact") instanceof ObjectNode artifact
                        && Stream.of("type", "name", "reference").anyMatch(field -> !MatchRule.text(artifact, field)
                                .isEmpty())
                ? Optional.of(artifact.deepCopy())
                : Optional.empty();
    }

    /**
     * Whether an artifact is what is expected: each of type, name, version, location and reference that is given equals
     * the artifact's, or matches it as a whole as a regular expression of at most 1,000 characters.
     *
     * @param artifact its JSON
     * @return whether all fields match
     * @throws ProblemException when a pattern is malformed, or takes too long
     */
    public boolean matches(ObjectNode artifact) {
        return matches(artifact, new FullMatch());
    }

    boolean matches(JsonNode artifact, FullMatch match) {
        return rule().matches(artifact, match);
    }

    private MatchRule rule() {
        return new MatchRule(json.path("matchArtifact"), title());
    }

    /** For people: what is wanted. */
    String display() {
        return rule().display();
    }

    /**
     * This together with what it came to.
     *
     * @param artifact its JSON
     * @return a copy of the JSON with {@code boundArtifact}, as {@code resolvedExpectedArtifacts} lists it
     */
    public ObjectNode bound(JsonNode artifact) {
        ObjectNode copy = json.deepCopy();
        copy.set(BOUND, artifact.deepCopy());
        return copy;
    }

    /**
     * What an expected artifact came to, for stages that name it by its id.
     *
     * @param resolved {@code resolvedExpectedArtifacts}, the nearest first
     * @param id of the expected artifact
     * @return a copy of the artifact; without an account of its own it has that of the match, as in Orca
     */
    public static Optional<ObjectNode> boundOf(List<ObjectNode> resolved, String id) {
        return resolved.stream()
                .filter(expected ->
                        !id.isEmpty() && MatchRule.text(expected, "id").equals(id))
                .findFirst()
                .filter(expected -> expected.path(BOUND).isObject())
                .map(expected -> {
                    ObjectNode artifact = expected.path(BOUND).deepCopy();
                    String account = MatchRule.text(expected.path("matchArtifact"), ACCOUNT);
                    if (MatchRule.text(artifact, ACCOUNT).isEmpty() && !account.isEmpty()) {
                        artifact.put(ACCOUNT, account);
                    }
                    return artifact;
                });
    }
}
