package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a payload must contain to start a job: Spinnaker's {@code payloadConstraints}. A key is a field at the top of
 * the payload or, with a {@code $} in front, a JSONPath. Its value is a regular expression that fits a part of what is
 * found, or a list of texts of which one must be found exactly; an empty value means that something is there at all.
 * All keys must fit. Where several values are found, one that fits is enough.
 *
 * <p>In Spinnaker a list becomes one regular expression of its text, so that {@code [dev, prod]} fits whatever contains
 * one of these letters. Here it is a list.
 */
public final class Constraints {
    private static final int MAX_KEYS = 50;
    private static final int MAX_LISTED = 100;
    /** How many values one key may find; each may be compared for as long as {@link SafePattern} allows. */
    private static final int MAX_VALUES = JsonPaths.MAX_RESULTS;

    private final List<Constraint> all;

    private Constraints(List<Constraint> all) {
        this.all = all;
    }

    /** One key with what is expected there. */
    private record Constraint(String key, Optional<JsonPaths> path, Expected expected) {}

    /** What a value found is compared with. */
    private sealed interface Expected {
        boolean fits(String value);
    }

    private record Matching(SafePattern pattern) implements Expected {
        @Override
        public boolean fits(String value) {
            return pattern.find(value);
        }

        @Override
        public String toString() {
            return pattern.toString();
        }
    }

    private record OneOf(List<String> texts) implements Expected {
        @Override
        public boolean fits(String value) {
            return texts.contains(value);
        }

        @Override
        public String toString() {
            return texts.toString();
        }
    }

    /**
     * Reads constraints.
     *
     * @param payloadConstraints keys with texts or lists of texts; {@code null} as a value is an empty one
     * @return the constraints
     * @throws ProblemException when a key's path, or a value, is unusable
     */
    public static Constraints of(ObjectNode payloadConstraints) {
        if (payloadConstraints.size() > MAX_KEYS) {
            throw SafePattern.input("", "trigger.constraints-many", MAX_KEYS);
        }
        List<Constraint> all = new ArrayList<>();
        payloadConstraints.properties().forEach(entry -> {
            String key = entry.getKey();
            Optional<JsonPaths> path = key.startsWith("$") ? Optional.of(JsonPaths.of(key, key)) : Optional.empty();
            all.add(new Constraint(key, path, expected(key, entry.getValue())));
        });
        return new Constraints(all);
    }

    private static Expected expected(String key, JsonNode value) {
        if (value.isNull()) {
            return new Matching(SafePattern.of(key, ""));
        }
        if (value.isValueNode()) {
            return new Matching(SafePattern.of(key, value.asText()));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : value) {
            texts.add(text.asText());
            if (!value.isArray() || !text.isValueNode() || texts.size() > MAX_LISTED) {
                throw SafePattern.input(key, "trigger.constraint-value", key, MAX_LISTED);
            }
        }
        if (texts.isEmpty()) {
            throw SafePattern.input(key, "trigger.constraint-value", key, MAX_LISTED);
        }
        return new OneOf(texts);
    }

    /**
     * Why a payload does not start the job.
     *
     * @param payload what was delivered
     * @return the first key that does not fit; empty when all do. The reason quotes what was expected, never what was
     *     delivered, which may be secret
     */
    public Optional<Problem> mismatch(ObjectNode payload) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> document = Payload.document(payload);
        try {
            return all.stream()
                    .flatMap(constraint -> mismatch(constraint, document).stream())
                    .findFirst();
        } catch (ProblemException e) {
            return Optional.of(e.problems().get(0));
        }
    }

    private static Optional<Problem> mismatch(Constraint constraint, Map<String, Object> document) {
        List<String> found = found(constraint, document);
        if (found.isEmpty()) {
            return Optional.of(Problem.of("trigger.constraint-missing", "", constraint.key()));
        }
        return found.stream().anyMatch(constraint.expected()::fits)
                ? Optional.empty()
                : Optional.of(Problem.of("trigger.constraint-mismatch", "", constraint.key(), constraint.expected()));
    }

    /** A field of that very name goes first, also when it looks like a path. A list stands for its elements. */
    private static List<String> found(Constraint constraint, Map<String, Object> document) {
        Object field = document.get(constraint.key());
        List<?> values = field != null
                ? List.of(field)
                : constraint.path().<List<?>>map(path -> path.values(document)).orElse(List.of());
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            List<?> elements = value instanceof List<?> list ? list : Collections.singletonList(value);
            elements.stream().filter(Objects::nonNull).map(Payload::text).forEach(texts::add);
            if (texts.size() > MAX_VALUES) {
                throw SafePattern.input("", "trigger.path-results", constraint.key(), MAX_VALUES);
            }
        }
        return texts;
    }
}
