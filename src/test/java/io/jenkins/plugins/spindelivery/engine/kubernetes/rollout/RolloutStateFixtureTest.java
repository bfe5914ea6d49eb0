package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutObject.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * States of the first version: in the middle of changing, and after a timeout. The files never change; a new layout gets
 * files of its own.
 */
public class RolloutStateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file(String name) throws URISyntaxException {
        return new OperationFile(
                Path.of(RolloutStateFixtureTest.class.getResource(name).toURI()), Sealer.NONE);
    }

    private static RolloutState read(String name) throws URISyntaxException {
        return file(name).state(new RolloutChange(), file(name).load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        RolloutState state = read("state-v1.json");
        assertEquals(1, state.version());
        assertEquals("0c0f5a0e-6f0c-4f0a-9c55-27a5a1d9a0f1", state.id());
        assertEquals(
                new RolloutRequest(
                        "test",
                        Target.labelled(List.of("Deployment"), "app=web", "shop"),
                        new Change.Scale(1, true),
                        true,
                        60),
                state.request());
        assertEquals(1795352280115L, state.startedAt());
        assertEquals(1795352280120L, state.since());
        assertEquals(Stage.CHANGE, state.stage());
        assertEquals(
                List.of(Fate.CHANGED, Fate.READY),
                state.objects().stream().map(RolloutObject::fate).toList());
        RolloutObject second = state.objects().get(1);
        assertEquals("bcdf567e-9563-4964-b1f0-b97da3ae4020", second.uid());
        assertEquals(PatchStrategy.MERGE, second.patch().strategy());
        assertEquals(2, second.patch().body().at("/spec/replicas").asInt());
        assertEquals(1, state.tries());
        assertNull(state.ending());
    }

    @Test
    public void theEndingIsRead() throws URISyntaxException {
        RolloutState state = read("state-v1-ending.json");
        assertEquals(Stage.END, state.stage());
        assertEquals(new RolloutState.Ending(Status.TIMED_OUT, Category.FAILED), state.ending());
        assertEquals(1, state.denials());
        assertEquals(2, state.plans());
        Change.Patch patch = (Change.Patch) state.request().change();
        assertEquals(PatchStrategy.JSON, patch.strategy());
        assertEquals("web:9", patch.required().get(0).reference());
        assertEquals(State.PROGRESSING, state.objects().get(0).state());
        assertEquals("Pods ready: 0 of 1.", state.errors().get(0).arguments().get(0));
    }

    @Test
    public void everyStageIsReadByItsName() throws IOException, URISyntaxException {
        List<String> names = List.of("PLAN", "CHANGE", "WAIT", "TAKE_STOCK", "END");
        JsonNode saved = file("state-v1.json").load().state();
        for (String name : names) {
            RolloutState read = StateMapper.create()
                    .treeToValue(((ObjectNode) saved.deepCopy()).put("stage", name), RolloutState.class);
            assertEquals(name, read.stage().name());
        }
        assertEquals(
                "a new stage belongs in this list, and a new state version with it",
                names,
                Arrays.stream(Stage.values()).map(Enum::name).toList());
    }

    @Test
    public void everyChangeIsReadByItsName() throws IOException {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("{\"type\":\"scale\",\"replicas\":-1,\"relative\":true}", new Change.Scale(-1, true));
        changes.put("{\"type\":\"undo\",\"revision\":7,\"back\":null}", new Change.Undo(7L, null));
        changes.put("{\"type\":\"undo\",\"revision\":null,\"back\":1}", new Change.Undo(null, 1L));
        changes.put("{\"type\":\"restart\"}", new Change.Restart());
        changes.put("{\"type\":\"pause\"}", new Change.Pause());
        changes.put("{\"type\":\"resume\"}", new Change.Resume());
        changes.put(
                "{\"type\":\"patch\",\"strategy\":\"strategic\",\"patch\":{\"a\":null},\"required\":[],\"optional\":[]}",
                new Change.Patch(PatchStrategy.STRATEGIC, RolloutBench.json("{\"a\":null}"), List.of(), List.of()));
        for (Map.Entry<String, Change> each : changes.entrySet()) {
            assertEquals(each.getValue(), StateMapper.create().readValue(each.getKey(), Change.class));
            assertEquals(each.getKey(), StateMapper.create().writeValueAsString(each.getValue()));
        }
    }

    @Test
    public void aStateThatLacksWhatItNeedsIsNoState() throws URISyntaxException {
        OperationFile file = file("state-v1.json");
        for (String field : List.of("id", "request", "stage", "objects", "warnings", "errors")) {
            ObjectNode cut = file.load().state().deepCopy();
            cut.remove(field);
            ProblemException refused = assertThrows(
                    field, ProblemException.class, () -> file.state(new RolloutChange(), new Saved(1, "rollout", cut)));
            assertEquals(
                    field,
                    "operation.state-malformed",
                    refused.problems().get(0).code());
        }
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        for (String name : List.of("state-v1.json", "state-v1-ending.json")) {
            OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve(name), Sealer.NONE);
            copy.save(new RolloutChange(), read(name));
            assertEquals(file(name).load().state(), copy.load().state());
        }
    }
}
