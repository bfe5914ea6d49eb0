package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
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
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * States as the first version wrote them: a deploy that an update of the plugin interrupts goes on with the next version. The
 * files never change; a new layout gets files of its own.
 *
 * <p>They are of three stages that together fill every field: before there is a plan, in the middle of a rollback, and after
 * history has deleted something. The other stages write nothing else but their names.
 */
public class StateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private OperationFile file;
    private DeployState state;

    @Before
    public void read() throws URISyntaxException {
        read("state-v1.json");
    }

    private void read(String name) throws URISyntaxException {
        file = new OperationFile(
                Path.of(StateFixtureTest.class.getResource(name).toURI()), Sealer.NONE);
        state = file.state(new Deploy(), file.load());
    }

    private Work work() {
        return new Work(
                state,
                new OperationContext(
                        Clock.systemUTC(),
                        Runnable::run,
                        EventSink.NONE,
                        account -> {
                            throw new AssertionError("reading needs no cluster");
                        },
                        file),
                new PlanMemory());
    }

    @Test
    public void theStateIsRead() {
        assertEquals(1, state.version());
        assertEquals("test", state.request().account());
        assertEquals("shop", state.request().preparation().namespace());
        assertEquals(60, state.request().options().timeoutSeconds());
        assertEquals(Stage.ROLLBACK, state.stage());
        assertEquals(1, state.plans());
        assertEquals(
                List.of(Action.CREATED, Action.CONFIGURED, Action.CREATED),
                state.progress().stream().map(ObjectProgress::action).toList());
        assertEquals(State.FAILED, state.progress().get(2).state());
        assertEquals(Status.FAILED, state.ending().status());
        assertEquals(Category.FAILED, state.ending().category());
        assertEquals("kubernetes.deploy-object-failed", state.errors().get(0).code());
    }

    @Test
    public void thePlanIsRead() {
        Plan plan = work().plan();
        assertEquals(
                List.of("ConfigMap shop/app-v001", "Secret shop/key", "Pod shop/probe-5dr9z"),
                plan.objects().stream().map(planned -> planned.ref().toString()).toList());
        assertEquals(
                List.of(Restore.Way.DELETE, Restore.Way.APPLY, Restore.Way.DELETE),
                plan.objects().stream().map(planned -> planned.restore().way()).toList());
        assertEquals("v001", plan.objects().get(0).version());
        assertNull(plan.objects().get(0).restore().manifest());
        assertEquals(
                "Secret",
                plan.objects().get(1).restore().manifest().path("kind").asText());
        assertEquals("app-v001", plan.artifacts().get(0).reference());
        List<Manifest> manifests = work().manifests();
        assertEquals("test.yaml", manifests.get(0).source().name());
    }

    @Test
    public void aStateWithoutAPlanIsRead() throws URISyntaxException {
        read("state-v1-begun.json");
        assertEquals(Stage.PLAN, state.stage());
        assertNull(state.plan());
        assertNull(state.ending());
        assertEquals(List.of(), state.progress());
        assertEquals(
                List.of("ConfigMap app"),
                work().manifests().stream()
                        .map(manifest -> manifest.ref().toString())
                        .toList());
    }

    @Test
    public void whatHistoryHasDeletedAndPruneIsAboutToIsRead() throws URISyntaxException {
        read("state-v1-cleaning.json");
        assertEquals(Stage.PRUNE, state.stage());
        assertTrue(state.request().options().prune());
        assertEquals("ConfigMap shop/app-v000", state.surplus().get(0).ref().toString());
        assertEquals(
                "cd82c750-484b-4aa7-bb3d-ae015d8471c2", state.surplus().get(0).uid());
        assertEquals("ConfigMap shop/app-v000", state.deleted().get(0).ref().toString());
        assertEquals(Action.DELETED, state.deleted().get(0).action());
        assertEquals(
                List.of("Service shop/old"),
                work().plan().prune().stream()
                        .map(doomed -> doomed.ref().toString())
                        .toList());
    }

    /** A stage that is renamed or gone would make the states of running deploys unreadable. */
    @Test
    public void everyStageIsReadByItsName() throws IOException {
        List<String> names = List.of(
                "PLAN",
                "APPLY",
                "WAIT",
                "HISTORY",
                "HISTORY_DELETE",
                "PRUNE",
                "TAKE_STOCK",
                "ROLLBACK",
                "ROLLBACK_WAIT",
                "END");
        JsonNode saved = file.load().state();
        for (String name : names) {
            DeployState read = StateMapper.create()
                    .treeToValue(((ObjectNode) saved.deepCopy()).put("stage", name), DeployState.class);
            assertEquals(name, read.stage().name());
        }
        assertEquals(
                "a new stage belongs in this list, and a new state version with it",
                names,
                Arrays.stream(Stage.values()).map(Enum::name).toList());
    }

    @Test
    public void aStateThatLacksWhatItNeedsIsNoState() {
        for (String field : List.of(
                "/id",
                "/request",
                "/request/account",
                "/request/preparation",
                "/request/options",
                "/manifests",
                "/stage",
                "/progress",
                "/errors")) {
            JsonNode cut = file.load().state().deepCopy();
            int name = field.lastIndexOf('/');
            ((ObjectNode) cut.at(field.substring(0, name))).remove(field.substring(name + 1));
            ProblemException refused = assertThrows(
                    field, ProblemException.class, () -> file.state(new Deploy(), new Saved(1, "deploy", cut)));
            assertEquals(
                    field,
                    "operation.state-malformed",
                    refused.problems().get(0).code());
        }
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        for (String name : List.of("state-v1.json", "state-v1-begun.json", "state-v1-cleaning.json")) {
            read(name);
            OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve(name), Sealer.NONE);
            copy.save(new Deploy(), state);
            assertEquals(file.load().state(), copy.load().state());
            assertEquals(state.manifests(), Work.store(copy, work().manifests()));
            if (state.plan() != null) {
                assertEquals(state.plan(), Work.store(copy, work().plan()));
            }
        }
    }

    @Test
    public void noSecretIsInTheStateOrInAnyText() {
        String json = StateMapper.create().valueToTree(state).toString();
        assertFalse(json.contains("password"));
        assertFalse(state.toString().contains("password"));
        assertFalse(work().plan().toString(), work().plan().toString().contains("password"));
        assertFalse(work().manifests().toString().contains("password"));
    }
}
