package io.jenkins.plugins.spindelivery.engine.operation;

import java.util.concurrent.locks.LockSupport;

/**
 * Drives an operation whose process dies once and is started again from the saved state: after the work of a move was
 * done and before the state that it returned was saved. So the move is made twice from the same state.
 */
public final class CrashingRunner {
    private CrashingRunner() {}

    /** The death of the process, thrown out of a move by whoever wants it to die there. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        /** A death. */
        public Crash() {
            super("the process dies here");
        }
    }

    /**
     * What came of a run.
     *
     * @param result the operation's result
     * @param steps how many steps the run had: moves, but a move that waits is one step with those that it follows
     */
    public record Run<R>(R result, int steps) {}

    /**
     * Runs an operation to its end.
     *
     * @param operation the operation
     * @param first its first state
     * @param context the context; its blobs should be {@code file}
     * @param file where the state lies between moves
     * @param crash the step whose outcome is lost, from 0; negative for none
     * @return the result
     */
    public static <S, R> Run<R> run(
            Operation<S, R> operation, S first, OperationContext context, OperationFile file, int crash) {
        file.save(operation, first);
        int step = 0;
        boolean waited = false;
        while (true) {
            Move<S, R> move = lived(operation, context, file);
            boolean waits =
                    move instanceof Move.Next<S, R> next && !next.delay().isZero();
            boolean isNew = !(waits && waited);
            waited = waits;
            if (isNew && step++ == crash) {
                move = lived(operation, context, file);
            }
            if (move instanceof Move.Finished<S, R> finished) {
                return new Run<>(finished.result(), step);
            }
            Move.Next<S, R> next = (Move.Next<S, R>) move;
            LockSupport.parkNanos(next.delay().toNanos());
            file.save(operation, next.state());
        }
    }

    /** A move from what is saved; after a {@link Crash} in the middle of it, which happens once, again. */
    private static <S, R> Move<S, R> lived(Operation<S, R> operation, OperationContext given, OperationFile file) {
        OperationContext context = OperationRunner.waking(given);
        try {
            return operation.move(file.state(operation, file.load()), context);
        } catch (Crash e) {
            return operation.move(file.state(operation, file.load()), context);
        }
    }
}
