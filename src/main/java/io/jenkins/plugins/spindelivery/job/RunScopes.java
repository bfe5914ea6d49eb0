package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.EnvVars;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.StageLookup;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.step.BuildRoots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What stages see of their run. */
final class RunScopes {
    private static final Logger LOGGER = Logger.getLogger(RunScopes.class.getName());

    private RunScopes() {}

    /**
     * What a stage sees.
     *
     * @param pipeline its run
     * @param refId the stage
     * @return as things are now
     */
    static PipelineScope of(PipelineRun pipeline, String refId) {
        Map<String, Object> roots = new LinkedHashMap<>();
        List<ObjectNode> artifacts = new ArrayList<>();
        pipeline.definition().graph().ancestors(refId).forEach(stage -> {
            var outputs = pipeline.progress(stage.refId()).outputs();
            if (outputs != null) {
                outputs.fields().forEachRemaining(field -> roots.putIfAbsent(field.getKey(), field.getValue()));
                outputs.path("artifacts").forEach(artifact -> artifacts.add((ObjectNode) artifact));
            }
        });
        roots.put("trigger", pipeline.state().trigger());
        roots.put("parameters", pipeline.state().trigger().path("parameters"));
        return new PipelineScope() {
            @Override
            public Map<String, Object> roots() {
                return roots;
            }

            @Override
            public StageLookup stages() {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<ObjectNode> artifacts() {
                return artifacts;
            }

            @Override
            public Optional<ObjectNode> boundArtifact(String id) {
                return Optional.empty();
            }

            @Override
            public boolean fieldsEvaluated() {
                return true;
            }
        };
    }

    /**
     * What the expressions of a stage see: its run, and the build's variables as {@code env}.
     *
     * @param pipeline its run
     * @param refId the stage
     * @return as things are now
     */
    static ExpressionContext expressions(PipelineRun pipeline, String refId) {
        Map<String, Object> roots = new LinkedHashMap<>();
        roots.put("env", new LinkedHashMap<>(environment(pipeline)));
        roots.putAll(of(pipeline, refId).roots());
        return ExpressionContext.of(roots)
                .withUser(BuildRoots.user(pipeline.run()).orElse("anonymous"));
    }

    private static EnvVars environment(PipelineRun pipeline) {
        try {
            return pipeline.run().getEnvironment(TaskListener.NULL);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot find out the variables of " + pipeline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new EnvVars();
    }
}
