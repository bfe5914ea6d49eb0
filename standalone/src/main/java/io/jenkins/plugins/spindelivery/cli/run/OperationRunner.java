package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Drives an operation to its end: saves, moves, waits, and turns it towards cancelling when asked to stop. */
public final class OperationRunner {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMillis(250);

    private final OperationFile file;
    private final OperationContext context;
    private final Interruption interruption;
    private final Progress progress;
    private final Optional<GateProgram> program;

    /**
     * How it ended.
     *
     * @param result what the operation said
     * @param resumable whether the state was kept: the work was stopped, nothing was taken back, and it can go on
     */
    public record Ending<R>(R result, boolean resumable) {}

    /** The state could not be saved after something may have been changed already. */
    public static final class StateLostException extends ProblemException {
        private static final long serialVersionUID = 1L;

        StateLostException(ProblemException cause) {
            super(Category.FAILED, cause.problems(), cause);
        }
    }

    /**
     * A runner for one operation.
     *
     * @param file where the state is kept
     * @param context what the moves may use
     * @param interruption tells when to stop
     * @param progress shown while waiting
     */
    public OperationRunner(OperationFile file, OperationContext context, Interruption interruption, Progress progress) {
        this(file, context, interruption, progress, Optional.empty());
    }

    /**
     * A runner for one operation that may have gates.
     *
     * @param file where the state is kept
     * @param context what the moves may use
     * @param interruption tells when to stop
     * @param progress shown while waiting
     * @param program what runs at the operation's gates
     */
    public OperationRunner(
            OperationFile file,
            OperationContext context,
            Interruption interruption,
            Progress progress,
            Optional<GateProgram> program) {
        this.file = file;
        this.context = context;
        this.interruption = interruption;
        this.progress = progress;
        this.program = program;
    }

    /**
     * Runs to the end.
     *
     * @param operation what to do
     * @param begin the state to go on from
     * @param resumable tells of the state in which the wish to stop came, and of what came of it, whether nothing was
     *     taken back, so that the work can go on later from that very state
     * @return how it ended; without a resumable state the file is gone
     * @throws StateLostException when the state can't be saved any more after the first move
     * @throws ProblemException when it can't be saved at all: nothing was done
     */
    public <S, R> Ending<R> run(Operation<S, R> operation, S begin, BiPredicate<S, R> resumable) {
        file.save(operation, begin);
        try (GateKeeper gates = new GateKeeper(program, progress, interruption::wake)) {
            return run(operation, begin, resumable, gates);
        }
    }

    private <S, R> Ending<R> run(Operation<S, R> operation, S begin, BiPredicate<S, R> resumable, GateKeeper gates) {
        S state = begin;
        S stopped = null;
        while (true) {
            if (stopped == null && interruption.requested()) {
                stopped = state;
                state = operation.cancel(state);
                save(operation, state);
            }
            state = answered(operation, state, gates);
            long began = System.nanoTime();
            Move<S, R> move = operation.move(state, context);
            if (move instanceof Move.Finished<S, R> finished) {
                boolean keep = stopped != null && resumable.test(stopped, finished.result());
                return end(operation, finished.result(), keep, stopped);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Move.Next<S, R> next = (Move.Next<S, R>) move;
            state = next.state();
            if (!next.onlyLooked()) {
                save(operation, state);
            }
            pause(next, took, stopped != null);
        }
    }

    /** An answer counts once it is saved. */
    private <S> S answered(Operation<S, ?> operation, S state, GateKeeper gates) {
        S answered = gates.attend(operation, state);
        if (answered != state) {
            save(operation, answered);
        }
        return answered;
    }

    private <S, R> Ending<R> end(Operation<S, R> operation, R result, boolean keep, S stopped) {
        if (keep) {
            // What was saved last leads to the end of the cancelling; going on starts from before it.
            save(operation, stopped);
        } else {
            file.delete();
        }
        return new Ending<>(result, keep);
    }

    private void pause(Move.Next<?, ?> next, Duration move, boolean cancelling) {
        if (next.delay().isZero() || next.delay().isNegative()) {
            return;
        }
        progress.refresh();
        if (cancelling) {
            interruption.awaitRegardless(least(move), next.delay());
        } else {
            interruption.await(least(move), next.delay());
        }
    }

    /** Changes come in bursts: with many objects half of the time is left to the cluster, with few none is lost. */
    private static Duration least(Duration move) {
        return move.compareTo(SHORTEST) < 0 ? SHORTEST : move.compareTo(LONGEST) > 0 ? LONGEST : move;
    }

    private <S> void save(Operation<S, ?> operation, S state) {
        try {
            file.save(operation, state);
        } catch (ProblemException e) {
            throw new StateLostException(e);
        }
    }
}
