package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * States as the first version wrote them: in the middle of a rolling red/black, and after a check has failed. The files
 * never change; a new layout gets files of its own.
 */
public class TrafficStateFixtureTest {
    private static final List<String> FILES = List.of("state-v1.json", "state-v1-back.json");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file(String name) throws URISyntaxException {
        return new OperationFile(
                Path.of(TrafficStateFixtureTest.class.getResource(name).toURI()), Sealer.NONE);
    }

    private static TrafficState read(String name) throws URISyntaxException {
        return file(name).state(new Traffic(), file(name).load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        TrafficState state = read("state-v1.json");
        assertEquals(Stage.SHRINK, state.stage());
        assertEquals(TrafficStrategy.ROLLING_RED_BLACK, state.request().strategy());
        assertEquals(List.of(50), state.request().percentages());
        assertEquals(Map.of("web", new TrafficState.Size(2, false)), state.sizes());
        assertEquals("web-v001", state.deployed().artifacts().get(0).reference());
        Group entering = state.entering().get(0);
        assertEquals("ReplicaSet shop/web-v001", entering.ref().toString());
        assertEquals(Map.of("lb", "web"), entering.labels());
        assertTrue(entering.created());
        assertEquals(2, entering.target());
        assertEquals(
                "67e7bf4b-cb83-4da5-99f7-b5eceb0ae3a7", state.leaving().get(0).uid());
        assertTrue(state.answered());
        assertEquals(0, state.step());
        assertNull(state.ending());
    }

    @Test
    public void theTakingBackIsRead() throws URISyntaxException {
        TrafficState state = read("state-v1-back.json");
        assertEquals(Stage.BACK_OUT, state.stage());
        assertEquals(Status.FAILED, state.ending().status());
        assertEquals("kubernetes.traffic-check-failed", state.errors().get(0).code());
        assertEquals(Group.Fate.BACK, state.leaving().get(0).fate());
    }

    @Test
    public void everyStageIsReadByItsName() throws IOException, URISyntaxException {
        List<String> names = List.of(
                "DEPLOY", "FIND", "GROW", "ENTER", "CHECK", "SHRINK", "LEAVE", "REMOVE", "BACK_IN", "BACK_OUT", "END");
        JsonNode saved = file("state-v1.json").load().state();
        for (String name : names) {
            TrafficState read = StateMapper.create()
                    .treeToValue(((ObjectNode) saved.deepCopy()).put("stage", name), TrafficState.class);
            assertEquals(name, read.stage().name());
        }
        assertEquals(
                "a new stage belongs in this list, and a new state version with it",
                names,
                Arrays.stream(Stage.values()).map(Enum::name).toList());
    }

    @Test
    public void aStateThatLacksWhatItNeedsIsNoState() throws URISyntaxException {
        OperationFile file = file("state-v1.json");
        for (String field : List.of("id", "request", "stage", "entering", "leaving", "errors")) {
            ObjectNode cut = file.load().state().deepCopy();
            cut.remove(field);
            ProblemException refused = assertThrows(
                    field, ProblemException.class, () -> file.state(new Traffic(), new Saved(1, "traffic", cut)));
            assertEquals(
                    field,
                    "operation.state-malformed",
                    refused.problems().get(0).code());
        }
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        for (String name : FILES) {
            OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve(name), Sealer.NONE);
            copy.save(new Traffic(), read(name));
            assertEquals(file(name).load().state(), copy.load().state());
        }
    }
}
