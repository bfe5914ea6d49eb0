package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A state as the first version wrote it: both sides are up, and the first of two judgments was good. The file never changes;
 * a new layout gets a file of its own.
 */
public class CanaryStateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file() throws URISyntaxException {
        return new OperationFile(
                Path.of(CanaryStateFixtureTest.class
                        .getResource("state-v1.json")
                        .toURI()),
                Sealer.NONE);
    }

    private static CanaryState read() throws URISyntaxException {
        return file().state(new Canary(), file().load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        CanaryState state = read();
        assertEquals(Stage.RUN, state.stage());
        assertEquals("797645c1-603c-41f8-a2a6-de29aa3f1796", state.id());
        assertEquals(new CanaryState.Setup("shop", "spin-delivery.jenkins.io/canary=web", "web"), state.setup());
        assertEquals(List.of("web"), state.request().services());
        assertTrue(state.request().gate());
        assertEquals(2, state.request().lifetimeSeconds());
        assertEquals(1, state.request().analysis().intervalSeconds());
        assertEquals(
                new ObjectRef("apps/v1", "Deployment", "shop", "web-canary"),
                state.canary().workload());
        assertEquals(
                new ObjectRef("apps/v1", "Deployment", "shop", "web-baseline"),
                state.baseline().workload());
        assertEquals(Verdict.PASS, state.intervals().get(0).verdict());
        assertEquals(100, state.judged().score(), 0);
        assertNull(state.ending());
        assertEquals(
                "web-canary", new Canary().gate(state).orElseThrow().variables().get("SPIN_CANARY_NAME"));
    }

    @Test
    public void everyStageIsReadByItsName() throws IOException, URISyntaxException {
        List<String> names = List.of("PLAN", "DEPLOY", "ROUTE", "RUN", "UNROUTE", "KEEP", "CLEANUP", "END");
        JsonNode saved = file().load().state();
        for (String name : names) {
            CanaryState state = StateMapper.create()
                    .treeToValue(((ObjectNode) saved.deepCopy()).put("stage", name), CanaryState.class);
            assertEquals(name, state.stage().name());
        }
        assertEquals(
                "a new stage belongs in this list, and a new state version with it",
                names,
                Arrays.stream(Stage.values()).map(Enum::name).toList());
    }

    @Test
    public void aStateThatLacksWhatItNeedsIsNoState() throws URISyntaxException {
        for (String field : List.of("id", "request", "stage", "intervals", "warnings", "errors")) {
            ObjectNode cut = file().load().state().deepCopy();
            cut.remove(field);
            OperationFile file = file();
            ProblemException refused = assertThrows(
                    field, ProblemException.class, () -> file.state(new Canary(), new Saved(1, "canary", cut)));
            assertEquals("operation.state-malformed", refused.problems().get(0).code());
        }
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(new Canary(), read());
        assertEquals(file().load().state(), copy.load().state());
    }
}
