package io.jenkins.plugins.spindelivery.child;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The work of starting another job, beside a Jenkins that does what a test wants. */
public class StartJobTest {
    private static final Duration POLL = Duration.ofMillis(20);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static StartJobState state(boolean waits, String propertyFile) {
        return new StartJobState(
                1, "id", "parent#1", "child", Map.of("A", "b"), waits, false, propertyFile, 0, 0, 0, 0, false, false);
    }

    /** A queue and builds: what is started waits for two looks, runs for three, and ends. */
    private static final class World {
        private int starts;
        private int looks;
        private boolean takenOut;
        private boolean aborted;
        private boolean lost;
        private String result = "SUCCESS";

        private synchronized ChildBuilds.Seen look() {
            if (starts == 0 || lost) {
                return new ChildBuilds.Nothing();
            } else if (takenOut) {
                return new ChildBuilds.TakenOut();
            }
            looks++;
            boolean over = aborted || looks > 5;
            return over
                    ? new ChildBuilds.Ended(7, "url", aborted ? "ABORTED" : result, Map.of("number", 7))
                    : looks > 2 ? new ChildBuilds.Running(7, "url") : new ChildBuilds.Waiting(3);
        }

        private synchronized long start() {
            starts++;
            lost = false;
            return 3;
        }

        private synchronized void stop() {
            takenOut = looks <= 2;
            aborted = !takenOut;
        }
    }

    /** The world through the life of a process. */
    private record Mortal(World world, Life life) implements ChildBuilds {
        private <T> T call(boolean write, Callable<T> call) {
            try {
                return life.call(write, call);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Seen look(StartJobState state) {
            return call(false, world::look);
        }

        @Override
        public long start(StartJobState state) {
            return call(true, world::start);
        }

        @Override
        public void stop(StartJobState state) {
            call(true, () -> {
                world.stop();
                return null;
            });
        }

        @Override
        public Map<String, Object> properties(StartJobState state, int number) {
            return Map.of("KEY", "value");
        }
    }

    private static OperationContext context(Clock clock, BlobStore blobs) {
        return new OperationContext(
                clock,
                Runnable::run,
                event -> {},
                account -> {
                    throw new AssertionError("no cluster");
                },
                blobs);
    }

    private static final class Trial implements Scenario.Trial<StartJobState, StartJobResult> {
        private final World world = new World();
        private Life life;

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life ofProcess) {
            life = ofProcess;
            return StartJobTest.context(clock, blobs);
        }

        @Override
        public Operation<StartJobState, StartJobResult> operation() {
            return new StartJob(new Mortal(world, life), POLL);
        }

        @Override
        public StartJobState begin(OperationContext context) {
            return state(true, "a.properties");
        }

        @Override
        public String outcome(StartJobResult result) {
            boolean whole = result.status() != Status.CANCELLED;
            return result.status() + " started " + world.starts + (whole ? " " + result.value() : "");
        }
    }

    private static final Scenario<StartJobState, StartJobResult> SCENARIO = Trial::new;

    @Test
    public void aJobIsStartedOnceWhateverHappensToTheProcess() throws Exception {
        assertEquals(
                "SUCCEEDED started 1 {job=child, buildInfo={number=7}, properties={KEY=value}}",
                new ResumeProperty(folder.newFolder().toPath()).survives(SCENARIO));
    }

    @Test
    public void whatWasStartedIsStoppedWithTheWork() throws Exception {
        List<String> outcomes = new ResumeProperty(folder.newFolder().toPath()).survivesWhileCancelling(SCENARIO);
        assertEquals(Set.of("CANCELLED started 0", "CANCELLED started 1"), Set.copyOf(outcomes));
    }

    private static StartJobResult run(World world, StartJobState first) {
        StartJob operation = new StartJob(new Mortal(world, new Life(0)), Duration.ZERO);
        StartJobState state = first;
        while (true) {
            Move<StartJobState, StartJobResult> move = operation.move(state, context(Clock.systemUTC(), null));
            if (move instanceof Move.Finished<StartJobState, StartJobResult> finished) {
                return finished.result();
            }
            state = ((Move.Next<StartJobState, StartJobResult>) move).state();
        }
    }

    @Test
    public void aQueueThatWasLostIsFilledAgainAndNoSooner() {
        World world = new World();
        world.starts = 1;
        world.lost = true;
        assertEquals(Status.SUCCEEDED, run(world, state(true, "").inQueue(3)).status());
        assertEquals(2, world.starts);
        StartJob operation = new StartJob(new Mortal(new World(), new Life(0)), POLL);
        assertEquals(
                "an item on its way out of the queue is nowhere for a moment",
                Move.looked(POLL, state(true, "").inQueue(3).missed()),
                operation.move(state(true, "").inQueue(3), context(Clock.systemUTC(), null)));
    }

    @Test
    public void aStartThatIsNotWaitedForEndsInTheQueue() {
        World world = new World();
        assertEquals(
                new StartJobResult(Status.SUCCEEDED, Map.of("job", "child"), List.of()), run(world, state(false, "")));
        assertEquals(1, world.starts);
    }

    @Test
    public void eachResultHasItsMeaning() {
        List<String> met = new ArrayList<>();
        for (String result : List.of("SUCCESS", "UNSTABLE", "FAILURE", "NOT_BUILT", "ABORTED")) {
            World world = new World();
            world.starts = 1;
            world.looks = 5;
            world.result = result;
            met.add(result + " " + run(world, state(true, "").inQueue(3)).status());
        }
        assertEquals(
                List.of(
                        "SUCCESS SUCCEEDED",
                        "UNSTABLE FAILED",
                        "FAILURE FAILED",
                        "NOT_BUILT FAILED",
                        "ABORTED CANCELLED"),
                met);
    }

    private static OperationFile fixture() throws Exception {
        return new OperationFile(
                Path.of(StartJobTest.class.getResource("start-job-v1.json").toURI()), Sealer.NONE);
    }

    @Test
    public void theFirstVersionIsReadAndNothingIsRenamed() throws Exception {
        StartJob operation = new StartJob(new Mortal(new World(), new Life(0)), POLL);
        StartJobState state = fixture().state(operation, fixture().load());
        assertEquals(
                new StartJobState(
                        1,
                        "0c0f5a0e-6f0c-4f0a-9c55-27a5a1d9a0f1",
                        "shop/deploy#12",
                        "build/web",
                        Map.of("BRANCH", "main"),
                        true,
                        false,
                        "build.properties",
                        1795352280115L,
                        17,
                        0,
                        5,
                        false,
                        false),
                state);
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy"), Sealer.NONE);
        copy.save(operation, state);
        assertEquals(fixture().load().state(), copy.load().state());
        for (String needed : List.of("id", "parent", "job")) {
            ObjectNode cut = fixture().load().state().deepCopy();
            cut.remove(needed);
            assertThrows(
                    needed, ProblemException.class, () -> fixture().state(operation, new Saved(1, "startJob", cut)));
        }
    }
}
