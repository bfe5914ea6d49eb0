package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A state as the first version wrote it, in the middle of a rollback: a deploy that an update of the plugin interrupts goes
 * on with the next version. The file never changes; a new layout gets a file of its own.
 */
public class StateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private OperationFile file;
    private DeployState state;

    @Before
    public void read() throws URISyntaxException {
        file = new OperationFile(
                Path.of(StateFixtureTest.class.getResource("state-v1.json").toURI()), Sealer.NONE);
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
        assertEquals(DeployResult.Status.FAILED, state.ending().status());
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

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() {
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(new Deploy(), state);
        JsonNode read = file.load().state();
        assertEquals(read, copy.load().state());
        assertEquals(state.plan(), Work.store(copy, work().plan()));
        assertEquals(state.manifests(), Work.store(copy, work().manifests()));
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
