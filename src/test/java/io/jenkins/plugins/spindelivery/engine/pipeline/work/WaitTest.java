package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation.Rest;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A wait ends at its moment, whatever happens to the process meanwhile, or when somebody skips the rest. */
public class WaitTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Clusters NO_CLUSTERS = account -> {
        throw new AssertionError("a wait needs no cluster");
    };

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> told = new ArrayList<>();
    private final Wait wait = new Wait();

    private OperationContext at(Instant moment) {
        EventSink log = event -> told.add(((Event.Noted) event).problem().code()
                + ((Event.Noted) event).problem().arguments());
        return new OperationContext(Clock.fixed(moment, ZoneOffset.UTC), Runnable::run, log, NO_CLUSTERS, null);
    }

    private static WaitState tenMinutes() {
        return Wait.start(Duration.ofMinutes(10), "Warm caches?", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    public void timeWithoutAProcessCounts() {
        WaitState state = ((Move.Next<WaitState, WaitResult>) wait.move(tenMinutes(), at(NOW))).state();
        assertEquals(Move.looked(Duration.ofMinutes(6), state), wait.move(state, at(NOW.plusSeconds(240))));
        assertEquals(Move.finished(new WaitResult(Status.SUCCEEDED, "")), wait.move(state, at(NOW.plusSeconds(600))));
        assertEquals(List.of("pipeline.wait-until[2026-03-01T09:10:00Z]"), told);
    }

    @Test
    public void theRestIsSkippedOnceAndByName() {
        WaitState state = tenMinutes();
        assertEquals(Optional.of(new Rest(NOW.plusSeconds(600).toEpochMilli(), "Warm caches?")), wait.rest(state));
        WaitState skipped = wait.skip(state, "alice");
        assertEquals(Optional.empty(), wait.rest(skipped));
        assertEquals("the first counts", skipped, wait.skip(skipped, "bob"));
        assertEquals(Move.finished(new WaitResult(Status.SUCCEEDED, "alice")), wait.move(skipped, at(NOW)));
        assertEquals(List.of("pipeline.wait-skipped[alice]"), told);
    }

    @Test
    public void aStoppedWaitCannotBeSkipped() {
        WaitState stopped = wait.cancel(tenMinutes());
        assertEquals(stopped, wait.cancel(stopped));
        assertEquals(stopped, wait.skip(stopped, "alice"));
        assertEquals(Optional.empty(), wait.rest(stopped));
        assertEquals(Move.finished(new WaitResult(Status.CANCELLED, "")), wait.move(stopped, at(NOW)));
    }

    /** What it tells is all that it does to the world. */
    private static final class Short implements Scenario.Trial<WaitState, WaitResult> {
        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            EventSink log = event -> {
                try {
                    life.call(true, () -> event);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
            return new OperationContext(clock, Runnable::run, log, NO_CLUSTERS, blobs);
        }

        @Override
        public Operation<WaitState, WaitResult> operation() {
            return new Wait();
        }

        @Override
        public WaitState begin(OperationContext context) {
            return Wait.start(Duration.ofMillis(200), "", context.clock());
        }

        @Override
        public String outcome(WaitResult result) {
            return result.status() + " " + result.skippedBy();
        }
    }

    private static final Scenario<WaitState, WaitResult> SHORT = Short::new;

    @Test
    public void aWaitSurvivesItsProcesses() throws Exception {
        ResumeProperty property = new ResumeProperty(folder.newFolder().toPath());
        assertEquals("SUCCEEDED ", property.survives(SHORT));
        assertEquals("SUCCEEDED ", property.goesOnAfterItWasStopped(SHORT));
        assertEquals(Set.of("CANCELLED "), Set.copyOf(property.survivesWhileCancelling(SHORT)));
    }

    private static OperationFile fixture() throws Exception {
        return new OperationFile(
                Path.of(WaitTest.class.getResource("wait-v1.json").toURI()), Sealer.NONE);
    }

    @Test
    public void theFirstVersionIsReadAndNothingIsRenamed() throws Exception {
        WaitState state = fixture().state(wait, fixture().load());
        assertEquals(new WaitState(1, 1795352280115L, "Caches warm up.", true, "", false), state);
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy"), Sealer.NONE);
        copy.save(wait, state);
        assertEquals(fixture().load().state(), copy.load().state());
    }

    @Test
    public void aWaitWithoutAnEndIsNoState() throws Exception {
        ObjectNode cut = fixture().load().state().deepCopy();
        cut.remove("endMillis");
        ProblemException refused =
                assertThrows(ProblemException.class, () -> fixture().state(wait, new Saved(1, "wait", cut)));
        assertEquals("operation.state-malformed", refused.problems().get(0).code());
    }
}
