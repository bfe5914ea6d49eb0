package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageEvaluation;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GroovyText;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a stage does, in a Jenkinsfile. */
final class StageBody {
    /** What only stages of a Delivery pipeline see of their run. */
    private static final Pattern OF_A_RUN = Pattern.compile(
            "#(?:stage|stageExists|stageByRefId|currentStage|judge?ment|pipelineId|pipelineIdOrNull|deployedServerGroups"
                    + "|manifestLabelValue|triggerResolvedArtifact|triggerResolvedArtifactByType|resolvedArtifacts)\\("
                    + "|execution\\.stages|execution\\['stages'\\]");

    private static final int SECOND = 1000;
    private static final int MINUTE = 60;

    private final StageGraph graph;
    private final Lines lines;
    private final Set<Pattern> variables;

    StageBody(StageGraph graph, Lines lines) {
        this.graph = graph;
        this.lines = lines;
        this.variables = graph.order().stream()
                .filter(stage -> stage.type().equals("evaluateVariables"))
                .flatMap(stage ->
                        StreamSupport.stream(stage.json().path("variables").spliterator(), false))
                .map(variable -> variable.path("key").asText())
                .filter(name -> !name.isBlank())
                .map(name -> Pattern.compile("\\$\\{[^}]{0,500}\\b" + Pattern.quote(name)))
                .collect(Collectors.toSet());
    }

    /** How long the stage may take. */
    Optional<String> timeout(ImportReport.Stage stage) {
        JsonNode millis = node(stage).json().path("stageTimeoutMs");
        if (!millis.isIntegralNumber() || millis.asLong() < SECOND) {
            return Optional.empty();
        }
        long seconds = millis.asLong() / SECOND;
        return Optional.of(
                seconds % MINUTE == 0
                        ? "timeout(time: " + seconds / MINUTE + ", unit: 'MINUTES')"
                        : "timeout(time: " + seconds + ", unit: 'SECONDS')");
    }

    private StageNode node(ImportReport.Stage stage) {
        return graph.stage(stage.refId()).orElseThrow();
    }

    /** Writes comments and steps. */
    void write(ImportReport.Stage stage) {
        StageNode node = node(stage);
        comments(stage, node);
        Optional<String> caught = caught(node);
        caught.ifPresent(lines::open);
        if (stage.verdict() == ImportReport.Verdict.CANNOT) {
            lines.add("error " + GroovyText.quote(text("pipeline.jenkinsfile-cannot", stage.type())));
        } else if (stage.calls().isEmpty()) {
            lines.add("echo " + GroovyText.quote(text("pipeline.jenkinsfile-nothing", stage.type())));
        } else {
            stage.calls().forEach(call -> lines.raw(StepText.of(call, lines.indent())));
        }
        caught.ifPresent(any -> lines.close());
    }

    private void comments(ImportReport.Stage stage, StageNode node) {
        stage.findings().stream()
                .filter(finding -> finding.weight() != Weight.NOTE)
                .map(Finding::problem)
                .forEach(problem -> lines.comment(problem.message()));
        JsonNode condition = node.json().path(StageEvaluation.ENABLED);
        String expression = (condition.isObject() ? condition.path("expression") : condition).asText("");
        if (!expression.isBlank()) {
            lines.comment(text("pipeline.jenkinsfile-condition", expression));
        }
        if ((node.onFailure() == FailOption.STOP || node.onFailure() == FailOption.STOP_THEN_FAIL) && !isLast(node)) {
            lines.comment(text("pipeline.jenkinsfile-stop"));
        }
        if (node.json().path("restrictExecutionDuringTimeWindow").asBoolean()) {
            lines.comment(text("pipeline.jenkinsfile-window"));
        }
        if (usesRun(node.json())) {
            lines.comment(text("pipeline.jenkinsfile-run"));
        }
    }

    private boolean usesRun(ObjectNode json) {
        return texts(json)
                .anyMatch(text -> OF_A_RUN.matcher(text).find()
                        || variables.stream()
                                .anyMatch(name -> name.matcher(text).find()));
    }

    private static Stream<String> texts(JsonNode tree) {
        if (tree.isTextual()) {
            return Stream.of(tree.textValue());
        }
        return StreamSupport.stream(tree.spliterator(), false).flatMap(StageBody::texts);
    }

    /** What keeps a failure from failing everything. */
    private Optional<String> caught(StageNode node) {
        return switch (node.onFailure()) {
            case FAIL -> Optional.empty();
            case IGNORE -> Optional.of(catchError("SUCCESS", "UNSTABLE"));
            case STOP -> Optional.of(catchError("UNSTABLE", "FAILURE")).filter(any -> isLast(node));
            case STOP_THEN_FAIL -> Optional.of(catchError("FAILURE", "FAILURE")).filter(any -> isLast(node));
        };
    }

    private static String catchError(String build, String stage) {
        return "catchError(buildResult: '" + build + "', stageResult: '" + stage + "')";
    }

    private boolean isLast(StageNode node) {
        return graph.dependents(node.refId()).isEmpty();
    }

    private static String text(String code, Object... arguments) {
        return Problem.of(code, "", arguments).message();
    }
}
