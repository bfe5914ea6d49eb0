package io.jenkins.plugins.spindelivery.engine.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class PipelineStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As the first version writes it: what is on disk has to be read by every later one. */
    private static final String FIRST_VERSION =
            """
            {"version":1,"trigger":{"type":"manual","user":"anna"},"artifacts":[{"type":"docker/image"}],\
            "resolvedExpectedArtifacts":[{"id":"image"}],"stages":{\
            "b":{"status":"STOPPED","startMillis":10,"endMillis":20,"notBeforeMillis":5,"deadlineMillis":99,\
            "context":{"waitTime":3},"outputs":{"x":[1]},"problems":[{"code":"pipeline.no-stages","arguments":[],\
            "where":"here"}],"nodeId":"17"},\
            "a":{"status":"NOT_STARTED","startMillis":0,"endMillis":0,"notBeforeMillis":0,"deadlineMillis":0,\
            "context":null,"outputs":null,"problems":[],"nodeId":""}}}""";

    @Test
    public void aStateIsWrittenAndRead() throws Exception {
        PipelineState state = PipelineState.begin(
                        Graphs.of("b", "a < b"),
                        object("{\"type\":\"manual\",\"user\":\"anna\"}"),
                        List.of(object("{\"type\":\"docker/image\"}")),
                        List.of(object("{\"id\":\"image\"}")))
                .with("b", progress -> progress.waiting(5))
                .with("b", progress -> progress.running(10, 99, object("{\"waitTime\":3}"), "17"))
                .with(
                        "b",
                        progress -> progress.ended(
                                PipelineStatus.STOPPED,
                                20,
                                object("{\"x\":[1]}"),
                                List.of(Problem.of("pipeline.no-stages", "here"))));

        assertEquals(FIRST_VERSION, JSON.writeValueAsString(state));
        assertEquals(state, JSON.readValue(FIRST_VERSION, PipelineState.class));
        assertEquals(
                Map.of("b", PipelineStatus.STOPPED, "a", PipelineStatus.NOT_STARTED),
                JSON.readValue(FIRST_VERSION, PipelineState.class).statuses());
    }

    @Test
    public void aStageThatIsNotNamedHasNotStarted() {
        PipelineState state = PipelineState.begin(Graphs.of("a"), object("{}"), List.of(), List.of());

        assertEquals(Progress.NONE, state.progress("later"));
        assertEquals(
                PipelineStatus.WAITING,
                state.with("later", progress -> progress.waiting(1))
                        .progress("later")
                        .status());
        assertEquals(Progress.NONE, state.progress("later"));
    }

    @Test
    public void onlyAnEndedStatusIsAnEnd() {
        assertThrows(
                IllegalArgumentException.class, () -> Progress.NONE.ended(PipelineStatus.PAUSED, 1, null, List.of()));
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
