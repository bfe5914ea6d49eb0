package io.jenkins.plugins.spindelivery.engine.operation;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Drives an operation as a real driver does, and is woken as one: every state goes through its file, and what comes back from the file is what
 * the next move gets, so that a state that does not survive being saved fails every test.
 */
public final class OperationRunner {
    private OperationRunner() {}

    /**
     * Runs an operation to its end.
     *
     * @param operation the operation
     * @param first its first state
     * @param context the context; its blobs should be {@code file}
     * @param file where the state lies between moves
     * @param between is shown each state before it is saved
     * @return the result
     */
    public static <S, R> R run(
            Operation<S, R> operation, S first, OperationContext context, OperationFile file, Consumer<S> between) {
        OperationContext waking = waking(context);
        S state = first;
        while (true) {
            between.accept(state);
            file.save(operation, state);
            OperationFile.Saved saved = file.load();
            Move<S, R> move = operation.move(file.state(operation, saved), waking);
            if (move instanceof Move.Finished<S, R> finished) {
                return finished.result();
            }
            Move.Next<S, R> next = (Move.Next<S, R>) move;
            LockSupport.parkNanos(next.delay().toNanos());
            state = next.state();
        }
    }

    /**
     * The context of a driver on this thread, which pauses by {@link LockSupport#parkNanos(long)}.
     *
     * @param context whose {@code wake} is replaced
     * @return the context
     */
    public static OperationContext waking(OperationContext context) {
        Thread driver = Thread.currentThread();
        return new OperationContext(
                context.clock(),
                context.executor(),
                context.events(),
                context.clusters(),
                context.blobs(),
                context.metrics(),
                context.aws(),
                () -> LockSupport.unpark(driver));
    }

    /**
     * The file of a test's operation.
     *
     * @param folder a temporary folder
     * @return the file
     */
    public static OperationFile file(Path folder) {
        return new OperationFile(folder.resolve("operation.json"), Sealer.NONE);
    }
}
