package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ManifestEvaluation;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver.Resolution;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.step.BuildRoots;
import io.jenkins.plugins.spindelivery.step.UrlFetcher;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/** Finds the artifacts with which a run begins. */
final class StartArtifacts {
    private static final Logger LOGGER = Logger.getLogger(StartArtifacts.class.getName());
    private static final String EXPECTED = "expectedArtifacts";

    /** How many builds are looked at for one that ran a pipeline: builds that were refused keep nothing. */
    private static final int LOOK_BACK = 100;

    private final Run<?, ?> run;

    StartArtifacts(Run<?, ?> run) {
        this.run = run;
    }

    /**
     * Finds them.
     *
     * @param definition the pipeline; its expected artifacts may hold expressions
     * @param trigger what started the run
     * @return what came, and what was found beside it
     * @throws ProblemException naming each expected artifact for which there is nothing, or too much
     */
    Resolution resolve(Definition definition, ObjectNode trigger) {
        ObjectNode pipeline = definition.json();
        JsonNode expected = pipeline.path(EXPECTED);
        if (!expected.isEmpty()) {
            pipeline.set(EXPECTED, evaluated(expected, trigger));
        }
        return ArtifactResolver.atStart(pipeline, trigger, List.of(), this::earlier);
    }

    private JsonNode evaluated(JsonNode expected, ObjectNode trigger) {
        Clock clock = Clock.systemUTC();
        ExpressionContext context = ExpressionContext.of(
                        Map.of("trigger", trigger, "parameters", trigger.path("parameters")))
                .withUser(BuildRoots.user(run).orElse("anonymous"));
        return new ManifestEvaluation(ReadLimits.DEFAULT, clock)
                .evaluate(
                        expected, EXPECTED, context, new UrlFetcher(clock), warning -> LOGGER.fine(warning::describe));
    }

    /** Those of the newest earlier run, however it ended: what its stages made, the last first, then its own. */
    private List<ObjectNode> earlier() {
        Run<?, ?> before = run.getPreviousBuild();
        for (int looked = 0; before != null && looked < LOOK_BACK; looked++) {
            Optional<PipelineRun> pipeline = PipelineRuns.get().of(before);
            if (pipeline.isPresent()) {
                return artifacts(pipeline.get());
            }
            before = before.getPreviousBuild();
        }
        return List.of();
    }

    /**
     * All artifacts of a run.
     *
     * @param pipeline the run
     * @return what its stages made, the last first, then what it began with
     */
    static List<ObjectNode> artifacts(PipelineRun pipeline) {
        PipelineState state = pipeline.state();
        List<ObjectNode> artifacts = new ArrayList<>();
        List<StageNode> stages = new ArrayList<>(pipeline.definition().graph().order());
        for (int last = stages.size() - 1; last >= 0; last--) {
            JsonNode outputs = state.progress(stages.get(last).refId()).outputs();
            if (outputs != null) {
                outputs.path("artifacts").forEach(artifact -> {
                    if (artifact instanceof ObjectNode made) {
                        artifacts.add(made.deepCopy());
                    }
                });
            }
        }
        artifacts.addAll(state.artifacts());
        return artifacts;
    }
}
