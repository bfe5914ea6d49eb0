package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a user's program at a gate does to the operation, and the operation to the program. */
public class GateProgramTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Interruption interruption = new Interruption(() -> {
        throw new AssertionError("abandoned");
    });
    private Path path;
    private OperationFile file;

    /** Waits at a gate. */
    private record Waiting(@JsonProperty("version") int version, @JsonProperty("said") String said) {}

    private final class Gated implements GatedOperation<Waiting, String> {
        /** Ends the operation while the gate is open; {@code null} for never. */
        private final BooleanSupplier over;

        Gated(BooleanSupplier over) {
            this.over = over;
        }

        @Override
        public String type() {
            return "gated";
        }

        @Override
        public Class<Waiting> stateType() {
            return Waiting.class;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        public Optional<Gate> gate(Waiting state) {
            return state.said().isEmpty()
                    ? Optional.of(new Gate("only", Map.of("SPIN_CANARY_NAME", "web-canary")))
                    : Optional.empty();
        }

        @Override
        public Waiting answer(Waiting state, GateAnswer answer) {
            return new Waiting(1, answer.passed() ? "passed" : "failed: " + answer.message());
        }

        @Override
        public Move<Waiting, String> move(Waiting state, OperationContext context) {
            if (!state.said().isEmpty()) {
                assertEquals("the answer is on disk", state, file.state(this, file.load()));
                return Move.finished(state.said());
            }
            if (over != null) {
                return over.getAsBoolean() ? Move.finished("over") : Move.looked(Duration.ofMillis(20), state);
            }
            return Move.looked(Duration.ofHours(1), state);
        }

        @Override
        public Waiting cancel(Waiting state) {
            return new Waiting(1, "cancelled");
        }
    }

    private final class Noting implements Progress {
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
            notes.add(text);
        }

        @Override
        public void close() {
            // Nothing to take away.
        }
    }

    @Before
    public void prepare() {
        assumeTrue(new File("/bin/sh").exists());
        path = new File(folder.getRoot(), "state.json").toPath();
        file = new OperationFile(path, Sealer.NONE);
        interruption.guard(() -> {});
    }

    private String run(Gated operation, String command) {
        OperationContext context =
                new OperationContext(Clock.systemUTC(), Runnable::run, event -> {}, account -> null, file);
        Optional<GateProgram> program = Optional.ofNullable(command).map(GateProgram::ofShell);
        return new OperationRunner(file, context, interruption, new Noting(), program)
                .run(operation, new Waiting(1, ""), (stopped, result) -> false)
                .result();
    }

    @Test(timeout = 30_000)
    public void aProgramThatEndsWellOpensTheWay() throws Exception {
        Path seen = folder.getRoot().toPath().resolve("seen");
        assertEquals("passed", run(new Gated(null), "echo $SPIN_CANARY_NAME > " + seen));
        assertEquals("web-canary", Files.readString(seen).strip());
        assertFalse(Files.exists(path));
    }

    @Test(timeout = 30_000)
    public void itsExitCodeIsTheReasonOfAFailure() {
        assertEquals("failed: The program of --run ended with exit code 3.", run(new Gated(null), "exit 3"));
    }

    @Test(timeout = 30_000)
    public void whatItWritesIsShownWithoutControlCharacters() {
        run(new Gated(() -> notes.size() == 3), "printf 'one\\n\\033[2Jtwo\\n'; echo three >&2; exec sleep 600");
        assertEquals(List.of("one", "?[2Jtwo", "three"), notes);
    }

    @Test(timeout = 30_000)
    public void theEndOfTheOperationStopsIt() throws Exception {
        Path pid = folder.getRoot().toPath().resolve("pid");
        assertEquals("over", run(new Gated(() -> Files.exists(pid)), writePid(pid)));
        long id = Long.parseLong(Files.readString(pid).strip());
        assertFalse(ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false));
    }

    /** The file is whole as soon as it is there. */
    private static String writePid(Path pid) {
        return "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 600";
    }

    @Test(timeout = 30_000)
    public void aCancelStopsIt() throws Exception {
        Path pid = folder.getRoot().toPath().resolve("pid");
        Gated operation = new Gated(null);
        Thread signal = new Thread(() -> {
            while (!Files.exists(pid)) {
                Thread.onSpinWait();
            }
            interruption.signal();
        });
        signal.start();
        assertEquals("cancelled", run(operation, writePid(pid)));
        signal.join();
        long id = Long.parseLong(Files.readString(pid).strip());
        assertFalse(ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test(timeout = 30_000)
    public void withoutAProgramTheGateFailsAndSaysSo() {
        String said = run(new Gated(null), null);
        assertTrue(said, said.contains("--run"));
    }

    @Test(timeout = 30_000)
    public void aProgramThatIsNotThereIsAFailure() {
        OperationContext context =
                new OperationContext(Clock.systemUTC(), Runnable::run, event -> {}, account -> null, file);
        GateProgram missing = new GateProgram(List.of("/no/such/program"));
        String said = new OperationRunner(file, context, interruption, new Noting(), Optional.of(missing))
                .run(new Gated(null), new Waiting(1, ""), (stopped, result) -> false)
                .result();
        assertTrue(said, said.startsWith("failed: The program /no/such/program of --run can't be started"));
    }
}
