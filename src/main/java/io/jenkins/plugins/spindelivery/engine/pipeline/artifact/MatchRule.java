package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an artifact has to be like, as kork has it: each of type, name, version, location and reference that is given
 * equals the artifact's, or is a regular expression that matches the artifact's as a whole. A field that is not given
 * allows anything; other fields, such as the account, are not compared.
 */
final class MatchRule {
    private static final List<String> FIELDS = List.of("type", "name", "version", "location", "reference");
    private static final String TYPE = "type";
    private static final List<String> BASE64 = List.of("embedded/base64", "remote/base64");

    private final JsonNode wanted;
    private final String title;

    /**
     * A rule.
     *
     * @param wanted an artifact's JSON
     * @param title what problems call the expected artifact
     */
    MatchRule(JsonNode wanted, String title) {
        this.wanted = wanted;
        this.title = title;
    }

    /**
     * Whether an artifact satisfies the rule.
     *
     * @param artifact its JSON
     * @param match holds what may still be spent
     * @throws ProblemException when a pattern is malformed, or takes more than is allowed
     */
    boolean matches(JsonNode artifact, FullMatch match) {
        return FIELDS.stream().allMatch(field -> matches(field, artifact, match));
    }

    private boolean matches(String field, JsonNode artifact, FullMatch match) {
        String value = text(artifact, field);
        String want = text(wanted, field);
        // What is stored elsewhere and what is embedded are one to those who expect it.
        boolean sameContent = field.equals(TYPE) && BASE64.contains(want) && BASE64.contains(value);
        if (want.isEmpty() || want.equals(value) || sameContent) {
            return true;
        }
        // As in kork, where a type alone is never lacking: what an artifact lacks satisfies no pattern, an empty text
        // may.
        if (!artifact.hasNonNull(field) && !field.equals(TYPE)) {
            return false;
        }
        try {
            return match.matches(want, value);
        } catch (FullMatch.Fault e) {
            // Never the pattern itself: it may be a parameter's value.
            throw new ProblemException(Category.INPUT, Problem.of(e.code(), "", title, field));
        }
    }

    /** For people: type and name that are wanted; references may be contents. */
    String display() {
        return Stream.of(TYPE, "name", "version")
                .filter(field -> !text(wanted, field).isEmpty())
                .map(field -> field + " " + text(wanted, field))
                .collect(Collectors.joining(", "));
    }

    static String text(JsonNode artifact, String field) {
        JsonNode value = artifact.path(field);
        return value.isValueNode() ? value.asText("") : "";
    }
}
