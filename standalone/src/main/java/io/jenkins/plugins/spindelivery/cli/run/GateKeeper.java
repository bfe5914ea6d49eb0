package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the user's program at the gates of one operation, one gate at a time. */
final class GateKeeper implements AutoCloseable {
    /** How long a program may take to stop by itself before it is killed, in seconds. */
    private static final long GRACE_SECONDS = 10;

    private final Optional<GateProgram> program;
    private final Progress progress;
    private final Runnable wake;
    private Gate open;
    private Process running;
    private GateAnswer answer;

    /**
     * Nothing runs yet.
     *
     * @param program what to run; without it every gate is answered with a failure that says so
     * @param progress shows what the program writes
     * @param wake run by any thread when the program has ended
     */
    GateKeeper(Optional<GateProgram> program, Progress progress, Runnable wake) {
        this.program = program;
        this.progress = progress;
        this.wake = wake;
    }

    /**
     * Opens and closes gates as an operation's state says, and brings an answer that has come into the state.
     *
     * @param operation any operation; one without gates is left alone
     * @param state as the last move left it
     * @return the state to go on from; the same object unless an answer came
     */
    <S> S attend(Operation<S, ?> operation, S state) {
        if (!(operation instanceof GatedOperation<S, ?> gated)) {
            return state;
        }
        Gate now = gated.gate(state).orElse(null);
        if (open != null && (now == null || !now.id().equals(open.id()))) {
            close();
        }
        if (now == null) {
            return state;
        }
        if (open == null) {
            begin(now);
        }
        return answer().map(given -> gated.answer(state, given)).orElse(state);
    }

    private void begin(Gate gate) {
        open = gate;
        answer = null;
        if (program.isEmpty()) {
            answer = failed(gate, "cli.gate-no-program");
            return;
        }
        try {
            running = program.get().start(gate, progress::note, wake);
        } catch (IOException e) {
            answer =
                    failed(gate, "cli.gate-not-started", program.get().command().get(0), e.getMessage());
        }
    }

    private Optional<GateAnswer> answer() {
        if (answer == null && running != null && !running.isAlive()) {
            int code = running.exitValue();
            answer = code == 0 ? new GateAnswer(open.id(), true, "") : failed(open, "cli.gate-failed", code);
        }
        return Optional.ofNullable(answer);
    }

    private static GateAnswer failed(Gate gate, String code, Object... arguments) {
        return new GateAnswer(gate.id(), false, Problem.of(code, "", arguments).message());
    }

    /** Stops what runs, with all that it started. */
    @Override
    public void close() {
        open = null;
        if (running == null) {
            return;
        }
        Process stopping = running;
        running = null;
        if (!stopping.isAlive()) {
            return;
        }
        stopping.descendants().forEach(ProcessHandle::destroy);
        stopping.destroy();
        try {
            if (!stopping.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                stopping.descendants().forEach(ProcessHandle::destroyForcibly);
                stopping.destroyForcibly();
            }
        } catch (InterruptedException e) {
            stopping.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
