package io.jenkins.plugins.spindelivery.engine.aws.change;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
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
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** States as the first version wrote them. The files never change; a new layout gets files of its own. */
public class ChangeStateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file() throws URISyntaxException {
        return new OperationFile(
                Path.of(ChangeStateFixtureTest.class
                        .getResource("state-v1.json")
                        .toURI()),
                Sealer.NONE);
    }

    private static ServerGroupChangeState read() throws URISyntaxException {
        return file().state(new ServerGroupChange(), file().load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        ServerGroupChangeState expected = ChangeStates.pinned();
        ServerGroupChangeState state = read();
        assertEquals("c4a1fd9c-4f5e-4d0c-a3a6-0d7c8b1e6a55", state.course().id());
        assertEquals(expected.request(), state.request());
        assertEquals(expected.tasks(), state.tasks());
        assertEquals(expected.groups(), state.groups());
        assertEquals(expected.skipped(), state.skipped());
        assertEquals(expected.course().errors(), state.course().errors());
    }

    @Test
    public void everyKindOfTaskAndChangeIsReadByItsName() throws IOException {
        List<String> kinds = List.of(
                "PLAN",
                "GUARD",
                "ENABLE",
                "RESIZE",
                "AWAIT_SIZE",
                "AWAIT_IN",
                "DISABLE",
                "AWAIT_OUT",
                "SUSPEND",
                "UNPIN",
                "NOTE",
                "DELETE",
                "AWAIT_GONE",
                "DELETE_TEMPLATES",
                "TAKE_STOCK");
        assertEquals(
                "a new kind of task belongs in this list, and a new state version with it",
                kinds,
                Arrays.stream(Kind.values()).map(Enum::name).toList());
        ObjectMapper mapper = StateMapper.create();
        for (String change : List.of(
                "{'type':'resize','min':1,'desired':2,'max':3}",
                "{'type':'resizeBy','amount':-25,'percent':true}",
                "{'type':'resizeToCluster'}",
                "{'type':'enable'}",
                "{'type':'disable'}",
                "{'type':'destroy','skipDisable':true}",
                "{'type':'rollback','to':'shop-web-v000'}")) {
            String json = change.replace('\'', '"');
            assertEquals(mapper.readTree(json), mapper.valueToTree(mapper.readValue(json, GroupChange.class)));
        }
    }

    @Test
    public void aStateThatLacksWhatItNeedsIsNoState() throws URISyntaxException {
        for (String field :
                Stream.of("course", "request", "tasks", "groups", "skipped").toList()) {
            ObjectNode cut = file().load().state().deepCopy();
            cut.remove(field);
            ProblemException refused = assertThrows(field, ProblemException.class, () -> file().state(
                            new ServerGroupChange(), new Saved(1, ServerGroupChange.TYPE, cut)));
            assertEquals(
                    field,
                    "operation.state-malformed",
                    refused.problems().get(0).code());
        }
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(new ServerGroupChange(), read());
        assertEquals(file().load().state(), copy.load().state());
    }
}
