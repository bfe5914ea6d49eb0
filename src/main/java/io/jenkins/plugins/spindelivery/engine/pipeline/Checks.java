package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ExpectedArtifact;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterConfig;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.ExecutionWindows;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.Jitter;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Everything that can be known of a pipeline before its first stage starts, all at once: a pipeline that can't run to
 * its end is refused as a whole, and has done nothing.
 */
public final class Checks {
    private final Function<String, Optional<StageType>> types;
    private final BiFunction<String, String, Optional<String>> jobs;
    private final ZoneId zone;

    /**
     * Checks under some surroundings.
     *
     * @param types what a stage's type, or its alias, means; empty for one that is unknown
     * @param jobs the Jenkins job of another pipeline, by that pipeline's application and its id or name
     * @param zone whose clocks execution windows go by
     */
    public Checks(
            Function<String, Optional<StageType>> types,
            BiFunction<String, String, Optional<String>> jobs,
            ZoneId zone) {
        this.types = types;
        this.jobs = jobs;
        this.zone = zone;
    }

    /**
     * What was found at one stage.
     *
     * @param refId the stage's; empty for the pipeline itself
     * @param finding what a person should know
     */
    public record Found(String refId, Finding finding) {
        private static Found cannot(String refId, Problem problem) {
            return new Found(refId, new Finding(Weight.CANNOT, problem));
        }
    }

    /**
     * Checks a pipeline: its graph, parameters and expected artifacts, and of each stage the type, what the type has to
     * say, the execution windows and the condition. Of a stage that never runs, for its condition is plainly
     * {@code false}, only its place in the graph counts.
     *
     * @param definition the pipeline
     * @return everything that was found, the pipeline's own first, then by stage in the definition's order
     */
    public List<Found> of(Definition definition) {
        List<Found> found = new ArrayList<>();
        definition.graph().problems().forEach(problem -> found.add(Found.cannot("", problem)));
        collect("", found, () -> ParameterConfig.of(parameters(definition)));
        collect("", found, () -> ExpectedArtifact.listOf(definition.field(Definition.EXPECTED_ARTIFACTS), ""));
        definition.stages().stream().filter(Checks::mayRun).forEach(stage -> found.addAll(of(definition, stage)));
        return List.copyOf(found);
    }

    /**
     * Why a pipeline can't run.
     *
     * @param found by {@link #of}
     * @return the problems of the findings with the weight {@code CANNOT}
     */
    public static List<Problem> problems(List<Found> found) {
        return found.stream()
                .map(Found::finding)
                .filter(finding -> finding.weight() == Weight.CANNOT)
                .map(Finding::problem)
                .toList();
    }

    private static ObjectNode parameters(Definition definition) {
        return JsonNodeFactory.instance
                .objectNode()
                .set(Definition.PARAMETERS, definition.field(Definition.PARAMETERS));
    }

    private List<Found> of(Definition definition, StageNode stage) {
        List<Found> found = new ArrayList<>();
        String refId = stage.refId();
        String where = stage.describe();
        String type = stage.type(name -> types.apply(name).isPresent());
        Optional<StageType> known = types.apply(type);
        if (known.isEmpty()) {
            found.add(Found.cannot(refId, Problem.of("pipeline.unknown-type", where, type)));
        }
        known.ifPresent(means -> {
            DefinitionMapping mapping = new DefinitionMapping(definition, stage, jobs);
            collect(refId, found, () -> means.calls(stage.json(), mapping));
            mapping.findings().forEach(finding -> found.add(new Found(refId, finding)));
        });
        collect(refId, found, () -> ExecutionWindows.of(stage.tree(), zone, where));
        collect(refId, found, () -> Jitter.of(stage.tree(), where));
        collect(refId, found, () -> ExpectedArtifact.listOf(stage.tree().path(Definition.EXPECTED_ARTIFACTS), where));
        StageEvaluation.conditionProblem(stage).ifPresent(problem -> found.add(Found.cannot(refId, problem)));
        return found;
    }

    private static boolean mayRun(StageNode stage) {
        JsonNode condition = StageEvaluation.condition(stage);
        return !condition.asText().strip().equalsIgnoreCase("false");
    }

    private static void collect(String refId, List<Found> found, Runnable reading) {
        try {
            reading.run();
        } catch (ProblemException e) {
            e.problems().forEach(problem -> found.add(Found.cannot(refId, problem)));
        }
    }
}
