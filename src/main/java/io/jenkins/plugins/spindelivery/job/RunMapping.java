package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What surrounds a stage of a run while its calls are made. */
final class RunMapping implements Mapping {
    private final PipelineRun pipeline;
    private final String refId;
    private final List<Finding> findings = new ArrayList<>();

    RunMapping(PipelineRun pipeline, String refId) {
        this.pipeline = pipeline;
        this.refId = refId;
    }

    /** What was found. */
    List<Finding> findings() {
        return findings;
    }

    @Override
    public String application() {
        return pipeline.definition().application();
    }

    @Override
    public Optional<ObjectNode> artifact(String id) {
        return pipeline.scope(refId).boundArtifact(id);
    }

    @Override
    public Optional<String> job(String application, String other) {
        return RunScopes.job(pipeline, application, other);
    }

    @Override
    public List<ObjectNode> deploymentDetails() {
        List<ObjectNode> details = new ArrayList<>();
        for (StageNode before : pipeline.definition().graph().ancestors(refId)) {
            JsonNode outputs = pipeline.progress(before.refId()).outputs();
            if (outputs != null) {
                outputs.path("deploymentDetails").forEach(item -> {
                    if (item instanceof ObjectNode detail) {
                        details.add(detail.deepCopy());
                    }
                });
            }
        }
        return details;
    }

    @Override
    public boolean running() {
        return true;
    }

    @Override
    public OptionalLong began() {
        long millis = pipeline.progress(refId).startMillis();
        return millis == 0 ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    @Override
    public void found(Finding finding) {
        findings.add(finding);
    }
}
