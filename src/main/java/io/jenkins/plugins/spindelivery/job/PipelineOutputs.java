package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.child.ChildOutputs;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the stages of a pipeline give to the pipeline that started it: of several with one name the last. */
@Extension
public final class PipelineOutputs implements ChildOutputs {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<Map<String, Object>> of(Run<?, ?> run) {
        return PipelineRuns.get().of(run).map(PipelineOutputs::outputs);
    }

    private static Map<String, Object> outputs(PipelineRun pipeline) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (StageNode stage : pipeline.definition().graph().order()) {
            if (pipeline.progress(stage.refId()).outputs() instanceof ObjectNode outputs) {
                outputs.fields()
                        .forEachRemaining(
                                field -> all.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
            }
        }
        return all;
    }
}
