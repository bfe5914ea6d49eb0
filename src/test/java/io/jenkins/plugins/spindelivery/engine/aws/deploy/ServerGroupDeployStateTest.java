package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import java.io.IOException;
import org.junit.Test;

/**
 * A state as the first version wrote it, with every field filled: a deploy that an update interrupts goes on with the next
 * version. The file never changes; a new layout gets a file of its own.
 */
public class ServerGroupDeployStateTest {

    @Test
    public void theStateIsReadAndWrittenTheSame() throws IOException {
        ObjectMapper mapper = StateMapper.create();
        JsonNode saved = mapper.readTree(ServerGroupDeployStateTest.class.getResource("state-v1.json"))
                .get("state");
        ServerGroupDeployState state = mapper.treeToValue(saved, ServerGroupDeployState.class);
        assertEquals(ServerGroupDeployState.Stage.BACK_IN, state.stage());
        assertEquals(
                DeployStrategy.ROLLING_RED_BLACK, state.request().strategy().strategy());
        assertEquals("shop-web-blue", state.request().cluster().cluster());
        assertEquals(Older.Fate.TOUCHED, state.older().get(0).fate());
        assertTrue(state.course().ending());
        // Numbers are compared as text: a number that was read is not of the same class as one that was not.
        assertEquals(mapper.readTree(saved.toString()), mapper.readTree(mapper.writeValueAsString(state)));
    }

    @Test
    public void whatIsNewerOrUnknownToItIsIgnored() throws IOException {
        ObjectMapper mapper = StateMapper.create();
        JsonNode saved = mapper.readTree(ServerGroupDeployStateTest.class.getResource("state-v1.json"))
                .get("state");
        ((ObjectNode) saved).put("later", "field");
        assertEquals(
                "shop-web-blue-v004",
                mapper.treeToValue(saved, ServerGroupDeployState.class).made().name());
    }

    @Test
    public void whenAnOlderServerGroupWasMadeIsKept() throws IOException {
        ObjectMapper mapper = StateMapper.create();
        JsonNode saved = mapper.readTree(ServerGroupDeployStateTest.class.getResource("state-v1.json"))
                .get("state");
        ObjectNode older = (ObjectNode) saved.get("older").get(0);
        assertEquals(
                0,
                mapper.treeToValue(saved, ServerGroupDeployState.class)
                        .older()
                        .get(0)
                        .createdAt());
        older.put("createdAt", 1_700_000_000_000L);
        ServerGroupDeployState state = mapper.treeToValue(saved, ServerGroupDeployState.class);
        assertEquals(1_700_000_000_000L, state.older().get(0).createdAt());
        assertEquals(mapper.readTree(saved.toString()), mapper.readTree(mapper.writeValueAsString(state)));
    }
}
