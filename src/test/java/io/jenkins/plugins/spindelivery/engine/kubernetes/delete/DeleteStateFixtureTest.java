package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState.Stage;
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
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * States as the first version wrote them: in the middle of deleting, with one object gone, one going and one left by an
 * overloaded server, and after that was given up. The files never change; a new layout gets files of its own.
 */
public class DeleteStateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file(String name) throws URISyntaxException {
        return new OperationFile(
                Path.of(DeleteStateFixtureTest.class.getResource(name).toURI()), Sealer.NONE);
    }

    private static DeleteState read(String name) throws URISyntaxException {
        return file(name).state(new Delete(), file(name).load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        DeleteState state = read("state-v1.json");
        assertEquals(1, state.version());
        assertEquals("e399d1b8-f16c-40bb-bdfb-7f1a3a86b906", state.id());
        assertEquals(
                new DeleteRequest(
                        "test", List.of("ConfigMap"), "", "app=shop", "shop", "Foreground", 5L, false, true, 60),
                state.request());
        assertEquals(1795352280115L, state.startedAt());
        assertEquals(1795352280115L, state.since());
        assertEquals(Stage.DELETE, state.stage());
        assertEquals(
                List.of("ConfigMap shop/first GONE", "ConfigMap shop/second GOING", "ConfigMap shop/third FOUND"),
                state.targets().stream()
                        .map(target -> target.ref() + " " + target.fate())
                        .toList());
        assertEquals(
                "bcdf567e-9563-4964-b1f0-b97da3ae4020", state.targets().get(2).uid());
        assertEquals(1, state.tries());
        assertNull(state.status());
        assertNull(state.category());
    }

    @Test
    public void theEndingIsRead() throws URISyntaxException {
        DeleteState state = read("state-v1-ending.json");
        assertEquals(Stage.TAKE_STOCK, state.stage());
        assertEquals(Status.FAILED, state.status());
        assertEquals(Category.ACCESS, state.category());
        assertEquals("kubernetes.api-server-error", state.errors().get(0).code());
        assertTrue(state.errors().get(0).message().contains("etcd has no leader"));
    }

    @Test
    public void everyStageIsReadByItsName() throws IOException, URISyntaxException {
        List<String> names = List.of("FIND", "DELETE", "WAIT", "TAKE_STOCK", "END");
        JsonNode saved = file("state-v1.json").load().state();
        for (String name : names) {
            DeleteState read = StateMapper.create()
                    .treeToValue(((ObjectNode) saved.deepCopy()).put("stage", name), DeleteState.class);
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
        for (String field : List.of("id", "request", "stage", "targets", "errors")) {
            ObjectNode cut = file.load().state().deepCopy();
            cut.remove(field);
            ProblemException refused = assertThrows(
                    field, ProblemException.class, () -> file.state(new Delete(), new Saved(1, "delete", cut)));
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
            copy.save(new Delete(), read(name));
            assertEquals(file(name).load().state(), copy.load().state());
        }
    }
}
