package io.jenkins.plugins.spindelivery.engine.operation;

import java.time.Clock;

/**
 * One case of an operation for {@link ResumeProperty}: the same work again and again, each time in a place of its own.
 *
 * @param <S> the operation's state
 * @param <R> the operation's result
 */
@FunctionalInterface
public interface Scenario<S, R> {

    /**
     * Makes a place in which nothing else works, such as a namespace, with all that the work is to find there.
     *
     * @return the work, not yet begun
     */
    Trial<S, R> prepare();

    /**
     * Whether the work tries refused writes again, so that how many there are depends on how fast things go: what is still
     * in use can't be deleted yet.
     *
     * @return whether some of the losses that were ordered may find fewer writes, and so not happen
     */
    default boolean triesWritesAgain() {
        return false;
    }

    /**
     * The work in one place.
     *
     * @param <S> the operation's state
     * @param <R> the operation's result
     */
    interface Trial<S, R> {

        /**
         * What the moves of one process may use; asked for first.
         *
         * @param clock tells the time
         * @param blobs beside the state
         * @param life every call to a server goes through it
         * @return new connections
         */
        OperationContext context(Clock clock, BlobStore blobs, Life life);

        /**
         * The operation, as a new process has it.
         *
         * @return a new instance
         */
        Operation<S, R> operation();

        /**
         * Begins the work.
         *
         * @param context of the first process
         * @return the first state
         */
        S begin(OperationContext context);

        /**
         * All that must not depend on how often the work was stopped: the result, and what is in the place now, whoever
         * made it. Names, numbers and times that differ from place to place are left out.
         *
         * @param result what the operation said in the end
         * @return lines of text
         */
        String outcome(R result);
    }
}
