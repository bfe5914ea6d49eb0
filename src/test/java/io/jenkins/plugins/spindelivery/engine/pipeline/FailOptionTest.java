package io.jenkins.plugins.spindelivery.engine.pipeline;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.Test;

public class FailOptionTest {
    @Test
    public void theChoiceIsReadAsOrcaReadsIt() throws Exception {
        Map<String, FailOption> table = Map.ofEntries(
                Map.entry("{}", FailOption.FAIL),
                Map.entry("{\"failPipeline\": true}", FailOption.FAIL),
                Map.entry("{\"failPipeline\": null, \"continuePipeline\": null}", FailOption.FAIL),
                Map.entry("{\"failPipeline\": true, \"completeOtherBranchesThenFail\": true}", FailOption.FAIL),
                Map.entry("{\"failPipeline\": false}", FailOption.STOP),
                Map.entry("{\"failPipeline\": false, \"continuePipeline\": false}", FailOption.STOP),
                Map.entry(
                        "{\"failPipeline\": false, \"completeOtherBranchesThenFail\": true}",
                        FailOption.STOP_THEN_FAIL),
                Map.entry("{\"continuePipeline\": true}", FailOption.IGNORE),
                Map.entry("{\"failPipeline\": true, \"continuePipeline\": true}", FailOption.IGNORE),
                Map.entry("{\"continuePipelineOnFailure\": true}", FailOption.IGNORE),
                Map.entry("{\"failPipeline\": \"False\"}", FailOption.STOP),
                Map.entry("{\"failPipeline\": \"no\"}", FailOption.FAIL),
                Map.entry("{\"continuePipeline\": 1}", FailOption.FAIL));
        for (Map.Entry<String, FailOption> row : table.entrySet()) {
            ObjectNode stage = (ObjectNode) new ObjectMapper().readTree(row.getKey());
            assertEquals(row.getKey(), row.getValue(), FailOption.of(stage));
        }
    }

    @Test
    public void aFailureBecomesAStatus() {
        assertEquals(PipelineStatus.TERMINAL, FailOption.FAIL.afterFailure());
        assertEquals(PipelineStatus.STOPPED, FailOption.STOP.afterFailure());
        assertEquals(PipelineStatus.STOPPED, FailOption.STOP_THEN_FAIL.afterFailure());
        assertEquals(PipelineStatus.FAILED_CONTINUE, FailOption.IGNORE.afterFailure());
    }
}
