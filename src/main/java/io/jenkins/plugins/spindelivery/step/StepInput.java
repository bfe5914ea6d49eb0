package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ManifestEvaluation;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the fields of a step with what its build has. What is wrong is gathered, so that a user mends it all at once; a
 * field that is wrong counts as empty until {@link #check}.
 */
final class StepInput {
    private final StageContext context;
    private final ManifestEvaluation evaluation;
    private final ArtifactFetcher urls;
    private final Consumer<Problem> warnings;
    private final Faults faults = new Faults();
    private Map<String, Object> parameters;
    private ExpressionContext roots;

    /**
     * The input of one stage.
     *
     * @param context its build
     */
    StepInput(StageContext context) {
        this(context, new UrlFetcher(context.operation().clock()), warning -> context.operation()
                .emit(new Event.Warned(warning)));
    }

    /**
     * The input of one stage, for somebody else than the stage.
     *
     * @param context its build
     * @param urls fetches for expressions
     * @param warnings gets what deserves attention
     */
    StepInput(StageContext context, ArtifactFetcher urls, Consumer<Problem> warnings) {
        this.context = context;
        this.evaluation =
                new ManifestEvaluation(ReadLimits.DEFAULT, context.operation().clock());
        this.urls = urls;
        this.warnings = warnings;
        this.parameters = BuildRoots.parameters(context.run());
        this.roots = roots();
    }

    private ExpressionContext roots() {
        Map<String, Object> roots = BuildRoots.all(context.run(), context.environment(), parameters);
        context.scope().ifPresent(scope -> roots.putAll(scope.roots()));
        context.scope().ifPresent(scope -> roots.put("parameters", parameters(scope.roots())));
        ExpressionContext plain = ExpressionContext.of(roots)
                .withUser(BuildRoots.user(context.run())
                        .orElse(context.authentication().getName()));
        return context.scope().map(scope -> plain.withStages(scope.stages())).orElse(plain);
    }

    /** Those of the pipeline, and before them what {@link #addParameters} has added. */
    private Map<String, Object> parameters(Map<String, Object> scope) {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        if (scope.get("parameters") instanceof Map<?, ?> own) {
            own.forEach((name, value) -> all.putIfAbsent(String.valueOf(name), value));
        }
        return all;
    }

    /**
     * Whether the step's fields hold values, where they else may hold expressions: its pipeline has evaluated them.
     *
     * @return true for a stage of a pipeline that runs
     */
    boolean isEvaluated() {
        return context.scope().map(PipelineScope::fieldsEvaluated).orElse(false);
    }

    /**
     * Adds parameters, whose own expressions see the build's.
     *
     * @param given a map; or a text of {@code NAME=VALUE} lines, or a YAML map
     */
    void addParameters(Object given) {
        if (given == null) {
            return;
        }
        faults.collect(() -> {
            Map<String, Object> merged = new LinkedHashMap<>(parameters);
            JsonNode evaluated = evaluated("parameters", ParameterText.tree(given));
            evaluated.fields().forEachRemaining(field -> merged.put(field.getKey(), field.getValue()));
            parameters = merged;
            roots = roots();
        });
    }

    /**
     * A text with its expressions evaluated.
     *
     * @param field the step's field, for messages
     * @param value as configured; {@code null} for nothing
     * @return never {@code null}
     */
    String text(String field, String value) {
        return value == null ? "" : valid(() -> single(field, evaluated(field, TextNode.valueOf(value))), "");
    }

    private static String single(String field, JsonNode value) {
        if (value.isContainerNode()) {
            throw wrong(Problem.of("step.value-single", field));
        }
        return value.isNull() ? "" : value.asText().strip();
    }

    /**
     * Several texts with their expressions evaluated.
     *
     * @param field the step's field, for messages
     * @param values as configured
     * @return without empty ones
     */
    List<String> texts(String field, List<String> values) {
        return values.stream()
                .map(value -> text(field, value))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /**
     * The parts of texts, taken apart when their expressions are evaluated: those may have in them what stands between
     * parts, and what they come to may be several parts.
     *
     * @param field the step's field, for messages
     * @param plain what {@link Values#plain} gave: a text, or a list
     * @param separator a regular expression between the parts of a text
     * @return without empty ones
     */
    List<String> parts(String field, Object plain, String separator) {
        return texts(field, Values.texts(plain, "\\z")).stream()
                .flatMap(text -> Values.texts(text, separator).stream())
                .toList();
    }

    /**
     * A tree with its expressions evaluated.
     *
     * @param field the step's field, for messages
     * @param value as configured
     * @return the tree; a null node for nothing
     */
    JsonNode tree(String field, JsonNode value) {
        return valid(() -> evaluated(field, value), NullNode.getInstance());
    }

    /**
     * A tree that the step itself has fetched, with its expressions evaluated: no pipeline has done so before.
     *
     * @param field the step's field, for messages
     * @param value as it was fetched
     * @return the tree; a null node for nothing
     */
    JsonNode fetchedTree(String field, JsonNode value) {
        return valid(() -> evaluation.evaluate(value, field, roots, urls, this::warn), NullNode.getInstance());
    }

    /**
     * One of a few words.
     *
     * @param field the step's field, for messages
     * @param value as configured; {@code null} for the default
     * @param type the words, as constants
     * @param usual the default
     * @return the constant whose name it is, in whatever case
     */
    <E extends Enum<E>> E word(String field, String value, Class<E> type, E usual) {
        String text = text(field, value);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        if (!text.isEmpty()) {
            refuse(Problem.of("step.value-word", field, text, Choices.words(type)));
        }
        return usual;
    }

    /**
     * A duration.
     *
     * @param field the step's field, for messages
     * @param value as people write it; {@code null} for the default
     * @param usual the default
     * @return more than nothing
     */
    Duration duration(String field, String value, Duration usual) {
        String text = text(field, value);
        return text.isEmpty()
                ? usual
                : valid(
                        () -> Durations.parse(text)
                                .orElseThrow(() -> wrong(Problem.of("step.duration-bad", field, text))),
                        usual);
    }

    /**
     * A whole number that is not negative.
     *
     * @param field the step's field, for messages
     * @param value as people write it; {@code null} for none
     * @return {@code null} for none
     */
    Long number(String field, String value) {
        return number(field, value, "step.number-bad");
    }

    /**
     * A whole number that is not negative.
     *
     * @param field the step's field, for messages
     * @param value as people write it; {@code null} for none
     * @param code of what is said of anything else
     * @return {@code null} for none
     */
    Long number(String field, String value, String code) {
        String text = text(field, value).toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("\\d{1,9}")) {
            refuse(Problem.of(code, field, text));
            return null;
        }
        return Long.valueOf(text);
    }

    /**
     * Something is wrong.
     *
     * @param problem what
     */
    void refuse(Problem problem) {
        faults.collect(() -> {
            throw wrong(problem);
        });
    }

    /**
     * Checks something; what is wrong is gathered.
     *
     * @param check throws a {@link ProblemException}
     */
    void collect(Runnable check) {
        faults.collect(check::run);
    }

    /**
     * Something deserves attention.
     *
     * @param problem what
     */
    void warn(Problem problem) {
        warnings.accept(problem);
    }

    /**
     * Ends the reading when something was wrong.
     *
     * @throws ProblemException with everything
     */
    void check() {
        faults.throwIfAny();
    }

    /**
     * Makes manifests of contents.
     *
     * @param contents what was read or fetched
     * @param skipExpressions whether expressions stay as they are
     * @return in order
     * @throws ProblemException with everything that is wrong
     */
    List<Manifest> manifests(List<Fetched> contents, boolean skipExpressions) {
        List<Manifest> manifests = evaluation.read(contents);
        return skipExpressions ? manifests : evaluation.evaluate(manifests, roots, urls, this::warn);
    }

    ArtifactFetcher urls() {
        return urls;
    }

    StageContext context() {
        return context;
    }

    private JsonNode evaluated(String field, JsonNode value) {
        return isEvaluated() ? value : evaluation.evaluate(value, field, roots, urls, this::warn);
    }

    private <T> T valid(Supplier<T> reading, T otherwise) {
        List<T> read = new ArrayList<>(1);
        faults.collect(() -> read.add(reading.get()));
        return read.isEmpty() ? otherwise : read.get(0);
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
