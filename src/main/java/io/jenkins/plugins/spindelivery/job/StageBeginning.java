package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.ManifestEvaluation;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageEvaluation;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.ExecutionWindows;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.Jitter;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.step.UrlFetcher;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/**
 * What happens between the end of the stages before a stage and its own work, in Orca's order: whether it is wanted, when
 * it may begin, and what its fields come to. What is wrong is a {@link ProblemException}, and fails the stage.
 */
final class StageBeginning {
    private static final Logger LOGGER = Logger.getLogger(StageBeginning.class.getName());

    /** Evaluated by whoever sends them. */
    private static final String NOTIFICATIONS = "notifications";

    private static final String VARIABLES_TYPE = "evaluateVariables";
    private static final String VARIABLES = "variables";
    private static final String JUDGMENT = "manualJudgment";
    private static final Duration JUDGMENT_TIMEOUT = Duration.ofDays(3);
    private static final Clock CLOCK = Clock.systemUTC();

    private final PipelineRun pipeline;
    private final StageNode stage;
    private final ObjectNode json;

    StageBeginning(PipelineRun pipeline, String refId) {
        this.pipeline = pipeline;
        this.stage = pipeline.stage(refId);
        this.json = stage.json();
    }

    /**
     * Whether the stage is to be run.
     *
     * @return false for one that is switched off, that its condition rules out, or that is too late
     * @throws ProblemException when the condition is no condition: a mistake that must not pass for a no
     */
    boolean isWanted() {
        JsonNode expiry = json.path("startTimeExpiry");
        if (expiry.asLong(0) > 0 && CLOCK.millis() > expiry.asLong()) {
            return false;
        }
        if (json.path("manualSkip").asBoolean(false)) {
            return false;
        }
        return evaluation().enabled(stage);
    }

    /**
     * When the stage may begin: when its window opens, and some time later if it has jitter.
     *
     * @return in milliseconds since 1970; 0 for at once
     */
    long notBefore() {
        ZoneId zone = ExecutionWindows.zone(pipeline.definition().json(), ZoneId.systemDefault());
        Optional<ExecutionWindows> windows = ExecutionWindows.of(json, zone, stage.describe());
        if (windows.isEmpty()) {
            return 0;
        }
        boolean manual = pipeline.state().trigger().path("type").asText("").equals("manual");
        Duration jitter = Jitter.of(json, stage.describe())
                .map(one -> one.delay(manual, new SecureRandom()))
                .orElse(Duration.ZERO);
        Instant opening = windows.get().next(CLOCK.instant());
        return opening.plus(jitter).toEpochMilli();
    }

    /**
     * Evaluates the stage's fields, makes sure that it can be run with them, and writes its beginning down.
     *
     * @param nodeId where Jenkins shows it
     * @throws IOException when it can't be written
     */
    void begin(String nodeId) throws IOException {
        StageType type = StageTypeProvider.typeOf(stage)
                .orElseThrow(() -> wrong(Problem.of("job.stage-unknown", "", stage.describe(), stage.type())));
        ObjectNode evaluated = evaluate(type);
        StageCalls.of(pipeline, stage, evaluated).steps();
        pipeline.begun(stage.refId(), evaluated, deadline(evaluated), nodeId);
    }

    private ObjectNode evaluate(StageType type) {
        Set<String> left = new HashSet<>(type.leaveUnevaluated(json));
        left.add(NOTIFICATIONS);
        if (stage.type().equals(VARIABLES_TYPE)) {
            left.add(VARIABLES);
        }
        ObjectNode evaluated = evaluation().fields(stage, left, warning -> LOGGER.fine(warning::describe));
        if (stage.type().equals(VARIABLES_TYPE)) {
            evaluated.set(VARIABLES, variables());
        }
        return evaluated;
    }

    /** One after the other, so that each sees those before it. */
    private ArrayNode variables() {
        ArrayNode variables = JsonNodeFactory.instance.arrayNode();
        evaluation()
                .variables(stage, json.path(VARIABLES), warning -> LOGGER.fine(warning::describe))
                .fields()
                .forEachRemaining(variable ->
                        variables.addObject().put("key", variable.getKey()).set("value", variable.getValue()));
        return variables;
    }

    private long deadline(ObjectNode evaluated) {
        JsonNode timeout = evaluated.path("stageTimeoutMs");
        String text =
                timeout.isNumber() || timeout.isTextual() ? timeout.asText().strip() : "";
        if (text.isEmpty()) {
            boolean judgment = stage.type(JUDGMENT::equals).equals(JUDGMENT);
            return judgment ? CLOCK.millis() + JUDGMENT_TIMEOUT.toMillis() : 0;
        }
        if (!text.matches("\\d{1,12}(\\.0)?") || text.matches("0+(\\.0)?")) {
            throw wrong(Problem.of("job.timeout-bad", "", stage.describe(), text));
        }
        return CLOCK.millis() + (long) Double.parseDouble(text);
    }

    private StageEvaluation evaluation() {
        ExpressionContext context = RunScopes.expressions(pipeline, stage.refId())
                .withYaml(ManifestEvaluation.yaml(ReadLimits.DEFAULT))
                .withUrls(new UrlFetcher(CLOCK));
        return new StageEvaluation(context, ExpressionLimits.DEFAULT, CLOCK);
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
