package io.jenkins.plugins.spindelivery.engine.operation;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of a process that drives an operation. It may end in the middle of a move: after a server has acted on a certain
 * write, and before the answer to that has come. Whoever connects an operation to servers sends every call through here.
 */
public final class Life {
    private final int lastWrite;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** The death of the process, thrown out of the calls that were under way. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the process dies here");
        }
    }

    /**
     * A new process.
     *
     * @param lastWrite the write whose answer never comes, from 1; 0 for a process that does not die in the middle
     */
    public Life(int lastWrite) {
        this.lastWrite = lastWrite;
    }

    /**
     * Calls a server.
     *
     * @param write whether the call may change something; refused ones count as well
     * @param call the call
     * @return its answer
     * @throws Death when the process ends with this call, or has ended before its answer came
     * @throws Exception what the call throws
     */
    public <T> T call(boolean write, Callable<T> call) throws Exception {
        endIfOver();
        try {
            T answer = call.call();
            acted(write);
            return answer;
        } catch (Exception e) {
            acted(write);
            throw e;
        }
    }

    /**
     * How many writes there were.
     *
     * @return the number so far
     */
    public int writes() {
        return writes.get();
    }

    private void acted(boolean write) {
        if (write && writes.incrementAndGet() == lastWrite) {
            over.set(true);
        }
        endIfOver();
    }

    private void endIfOver() {
        if (over.get()) {
            throw new Death();
        }
    }
}
