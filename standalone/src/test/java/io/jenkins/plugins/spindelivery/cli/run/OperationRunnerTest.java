package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.StateLostException;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OperationRunnerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> moves = new ArrayList<>();
    private final Interruption interruption = new Interruption(() -> {
        throw new AssertionError("abandoned");
    });
    private Path path;
    private OperationFile file;

    /** Counts to three; cancelling takes back what was counted when it is told to. */
    private record Count(
            @JsonProperty("number") int number,
            @JsonProperty("takingBack") boolean takingBack,
            @JsonProperty("cancelled") boolean cancelled) {}

    private final class Counting implements Operation<Count, String> {
        private final Consumer<Count> during;
        private final Duration delay;

        Counting(Duration delay, Consumer<Count> during) {
            this.delay = delay;
            this.during = during;
        }

        @Override
        public String type() {
            return "counting";
        }

        @Override
        public Class<Count> stateType() {
            return Count.class;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        public Move<Count, String> move(Count state, OperationContext context) {
            moves.add(state.number() + (state.cancelled() ? " cancelled" : ""));
            assertEquals("the state is on disk before the move", state, file.state(this, file.load()));
            during.accept(state);
            if (state.cancelled()) {
                return state.number() == 0 || !state.takingBack()
                        ? Move.finished("cancelled at " + state.number())
                        : Move.next(new Count(state.number() - 1, true, true));
            }
            return state.number() == 3
                    ? Move.finished("counted")
                    : Move.after(delay, new Count(state.number() + 1, state.takingBack(), false));
        }

        @Override
        public Count cancel(Count state) {
            return new Count(state.number(), state.takingBack(), true);
        }
    }

    private static final class Silent implements Progress {
        @Override
        public void accept(Event event) {
            throw new AssertionError("no event expected");
        }

        @Override
        public void refresh() {
            // Nothing to show.
        }

        @Override
        public void note(String text) {
            throw new AssertionError("no note expected");
        }

        @Override
        public void close() {
            // Nothing to take away.
        }
    }

    @Before
    public void prepare() {
        path = new File(folder.getRoot(), "state.json").toPath();
        file = new OperationFile(path, Sealer.NONE);
        interruption.guard(() -> {});
    }

    private Ending<String> run(Counting operation, Count begin) {
        OperationContext context =
                new OperationContext(Clock.systemUTC(), Runnable::run, event -> {}, account -> null, file);
        return new OperationRunner(file, context, interruption, new Silent())
                .run(operation, begin, (stopped, result) -> result.startsWith("cancelled") && !stopped.takingBack());
    }

    private static final Count BEGIN = new Count(0, false, false);

    @Test
    public void savesBeforeEachMoveAndLeavesNothingWhenDone() {
        Ending<String> ending = run(new Counting(Duration.ZERO, state -> {}), BEGIN);
        assertEquals("counted", ending.result());
        assertFalse(ending.resumable());
        assertEquals(List.of("0", "1", "2", "3"), moves);
        assertFalse(Files.exists(path));
    }

    @Test
    public void stopsCleanlyAndCanGoOnFromWhereItStopped() {
        Counting stoppedAtOne = new Counting(Duration.ofHours(1), state -> {
            if (state.number() == 0 && !state.cancelled()) {
                interruption.signal();
            }
        });
        Ending<String> stopped = run(stoppedAtOne, BEGIN);
        assertEquals("cancelled at 1", stopped.result());
        assertTrue(stopped.resumable());
        assertEquals("it did not wait for the hour", List.of("0", "1 cancelled"), moves);

        moves.clear();
        interruption.guard(() -> {});
        Counting goingOn = new Counting(Duration.ZERO, state -> {});
        Count saved = file.state(goingOn, file.load());
        assertEquals("not the cancelled state", new Count(1, false, false), saved);
        assertEquals("counted", run(goingOn, saved).result());
        assertEquals(List.of("1", "2", "3"), moves);
        assertFalse(Files.exists(path));
    }

    @Test(timeout = 30_000)
    public void anOperationThatIsWokenGoesOnBeforeItsDelayIsOver() {
        Counting woken = new Counting(Duration.ofHours(1), state -> interruption.wake());
        assertEquals("counted", run(woken, BEGIN).result());
        assertEquals(List.of("0", "1", "2", "3"), moves);
    }

    @Test
    public void whatWasTakenBackCannotGoOn() {
        Counting operation = new Counting(Duration.ZERO, state -> {
            if (state.number() == 2 && !state.cancelled()) {
                interruption.signal();
            }
        });
        Ending<String> ending = run(operation, new Count(0, true, false));
        assertEquals("cancelled at 0", ending.result());
        assertFalse(ending.resumable());
        assertEquals(List.of("0", "1", "2", "3 cancelled", "2 cancelled", "1 cancelled", "0 cancelled"), moves);
        assertFalse(Files.exists(path));
    }

    @Test
    public void aKilledTakingBackGoesOnTakingBack() {
        Counting killed = new Counting(Duration.ZERO, state -> {
            if (state.number() == 1 && !state.cancelled()) {
                interruption.signal();
            } else if (state.cancelled() && state.number() == 1) {
                throw new IllegalStateException("killed");
            }
        });
        assertThrows(IllegalStateException.class, () -> run(killed, new Count(0, true, false)));
        Counting goingOn = new Counting(Duration.ZERO, state -> {});
        assertEquals(
                "cancelled at 0", run(goingOn, file.state(goingOn, file.load())).result());
    }

    @Test
    public void theEndWinsOverAWishThatCameTooLate() {
        Counting operation = new Counting(Duration.ZERO, state -> {
            if (state.number() == 3) {
                interruption.signal();
            }
        });
        Ending<String> ending = run(operation, BEGIN);
        assertEquals("counted", ending.result());
        assertFalse(ending.resumable());
    }

    @Test
    public void withoutAPlaceForItsStateNothingIsDone() throws Exception {
        Files.writeString(folder.getRoot().toPath().resolve("file"), "");
        file = new OperationFile(folder.getRoot().toPath().resolve("file/state.json"), Sealer.NONE);
        ProblemException refused =
                assertThrows(ProblemException.class, () -> run(new Counting(Duration.ZERO, state -> {}), BEGIN));
        assertEquals(Category.INPUT, refused.category());
        assertEquals("operation.state-not-written", refused.problems().get(0).code());
        assertEquals(List.of(), moves);
    }

    @Test
    public void stopsAtOnceWhenItsStateCanNoLongerBeSaved() {
        Counting operation = new Counting(Duration.ZERO, state -> {
            if (state.number() == 1) {
                replaceByFolder(path);
            }
        });
        StateLostException lost = assertThrows(StateLostException.class, () -> run(operation, BEGIN));
        assertEquals(Category.FAILED, lost.category());
        assertEquals(List.of("0", "1"), moves);
    }

    private static void replaceByFolder(Path path) {
        try {
            Files.delete(path);
            Files.createDirectories(path.resolve("full"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
