package io.jenkins.plugins.spindelivery.engine.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The harness itself: it passes an operation that converges, and finds each way in which one does not. */
public class ResumePropertyTest {
    private static final String THEIRS = "somebody else's";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    /** What an operation does wrong. */
    private enum Fault {
        NONE,
        /** None, and cancelling takes nothing back. */
        NONE_AND_KEEPS,
        /** It makes things without looking whether they are there. */
        DOES_NOT_LOOK,
        /** It relies on what only its own process knows. */
        REMEMBERS,
        /** It takes back what it has made in a way that can't be repeated. */
        TAKES_BACK_BLINDLY,
        /** What it waits for does not get its time again. */
        KEEPS_ITS_DEADLINE
    }

    private record Making(
            @JsonProperty("made") int made,
            @JsonProperty("cancelled") boolean cancelled,
            @JsonProperty("deadline") long deadline) {}

    /** Makes three things on a server, one in each move; cancelled, it takes them back. */
    private static final class Maker implements Operation<Making, String> {
        private final Fault fault;
        private final Server server;
        private final Life life;
        private int remembered;

        Maker(Fault fault, Server server, Life life) {
            this.fault = fault;
            this.server = server;
            this.life = life;
        }

        @Override
        public String type() {
            return "making";
        }

        @Override
        public Class<Making> stateType() {
            return Making.class;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        public Move<Making, String> move(Making state, OperationContext context) {
            if (state.cancelled()) {
                return keeps() ? Move.finished("stopped") : takeBack(state);
            }
            if (context.clock().millis() > state.deadline()) {
                return Move.finished("late");
            }
            if (state.made() == 3) {
                return Move.finished(fault == Fault.REMEMBERS ? "made " + remembered : "made");
            }
            remembered++;
            String thing = "thing " + state.made();
            if (fault == Fault.DOES_NOT_LOOK || !server.things().contains(thing)) {
                called(() -> server.things.add(thing));
            }
            return Move.next(new Making(state.made() + 1, false, state.deadline()));
        }

        private boolean keeps() {
            return fault == Fault.NONE_AND_KEEPS || fault == Fault.KEEPS_ITS_DEADLINE;
        }

        private Move<Making, String> takeBack(Making state) {
            List<String> things = server.things();
            String last = things.get(things.size() - 1);
            boolean done = fault == Fault.TAKES_BACK_BLINDLY ? state.made() == 0 : last.equals(THEIRS);
            if (done) {
                return Move.finished("taken back");
            }
            called(() -> server.things.remove(last));
            return Move.next(new Making(state.made() - 1, true, state.deadline()));
        }

        private <T> void called(Callable<T> write) {
            try {
                life.call(true, write);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Making cancel(Making state) {
            return state.made() == 3 ? state : new Making(state.made(), true, state.deadline());
        }

        @Override
        public Making resume(Making state, Clock clock) {
            return fault == Fault.KEEPS_ITS_DEADLINE
                    ? state
                    : new Making(state.made(), state.cancelled(), clock.millis() + 60_000);
        }
    }

    private static final class Server {
        private final List<String> things = Collections.synchronizedList(new ArrayList<>(List.of(THEIRS)));

        List<String> things() {
            return List.copyOf(things);
        }
    }

    private static Scenario<Making, String> making(Fault fault) {
        return () -> new Scenario.Trial<>() {
            private final Server server = new Server();
            private Life life;

            @Override
            public Operation<Making, String> operation() {
                return new Maker(fault, server, life);
            }

            @Override
            public OperationContext context(Clock clock, BlobStore blobs, Life process) {
                life = process;
                return new OperationContext(clock, Runnable::run, EventSink.NONE, account -> null, blobs);
            }

            @Override
            public Making begin(OperationContext context) {
                return new Making(0, false, context.clock().millis() + 60_000);
            }

            @Override
            public String outcome(String result) {
                return result + " " + server.things();
            }
        };
    }

    private static void isFound(String how, Callable<?> check) {
        AssertionError found = assertThrows(AssertionError.class, check::call);
        assertTrue(found.getMessage(), found.getMessage().startsWith("[" + how));
        assertTrue(found.getMessage(), found.getMessage().contains("(-Dspin.resume.seed="));
    }

    @Test
    public void passesAnOperationThatConverges() {
        String made = "made [somebody else's, thing 0, thing 1, thing 2]";
        assertEquals(made, property.survives(making(Fault.NONE)));
        assertEquals(made, property.goesOnAfterItWasStopped(making(Fault.NONE_AND_KEEPS)));
        String back = "taken back [somebody else's]";
        assertEquals(List.of(back, back, back, made), property.survivesWhileCancelling(making(Fault.NONE)));
    }

    @Test
    public void findsWhatIsMadeTwice() {
        isFound("EACH_MOVE_LOST]", () -> property.survives(making(Fault.DOES_NOT_LOOK)));
    }

    @Test
    public void findsWhatOnlyTheProcessKnows() {
        isFound("AFTER_EACH_MOVE]", () -> property.survives(making(Fault.REMEMBERS)));
    }

    @Test
    public void findsWhatIsTakenBackTwice() {
        isFound("CANCELLED ", () -> property.survivesWhileCancelling(making(Fault.TAKES_BACK_BLINDLY)));
    }

    @Test
    public void findsADeadlineThatPassedWhileTheWorkLayIdle() {
        isFound("INTERRUPTED 0]", () -> property.goesOnAfterItWasStopped(making(Fault.KEEPS_ITS_DEADLINE)));
    }

    @Test
    public void theSeedCanBeGivenAgain() {
        System.setProperty(ResumeProperty.SEED, "42");
        try {
            property();
            AssertionError found =
                    assertThrows(AssertionError.class, () -> property.survives(making(Fault.DOES_NOT_LOOK)));
            assertTrue(found.getMessage(), found.getMessage().contains("(-Dspin.resume.seed=42)"));
        } finally {
            System.clearProperty(ResumeProperty.SEED);
        }
    }
}
