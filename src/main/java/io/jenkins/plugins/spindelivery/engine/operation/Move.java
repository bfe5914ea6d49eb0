package io.jenkins.plugins.spindelivery.engine.operation;

import java.time.Duration;

/**
 * What one move of an {@link Operation} came to.
 *
 * @param <S> the operation's state
 * @param <R> the operation's result
 */
public sealed interface Move<S, R> {

    /**
     * There is more to do.
     *
     * @param state to be saved before the next move, unless the move only looked
     * @param delay how long to wait before it, at most, see {@link OperationContext#wake()}; zero for at once
     * @param onlyLooked whether the state says nothing that another look at what is being waited for would not say
     *     again. A driver that keeps it in memory alone saves most of what waiting costs, and loses nothing by a crash
     */
    record Next<S, R>(S state, Duration delay, boolean onlyLooked) implements Move<S, R> {}

    /**
     * The work has ended, well or not: the result says which, and why.
     *
     * @param result what came of it
     */
    record Finished<S, R>(R result) implements Move<S, R> {}

    /**
     * More to do, at once.
     *
     * @param state to be saved before the next move
     * @return the move
     */
    static <S, R> Move<S, R> next(S state) {
        return new Next<>(state, Duration.ZERO, false);
    }

    /**
     * More to do, after a while.
     *
     * @param state to be saved before the next move
     * @param delay how long to wait
     * @return the move
     */
    static <S, R> Move<S, R> after(Duration delay, S state) {
        return new Next<>(state, delay, false);
    }

    /**
     * More to wait for, after a look that found nothing worth keeping.
     *
     * @param state for the next look
     * @param delay how long to wait
     * @return the move
     */
    static <S, R> Move<S, R> looked(Duration delay, S state) {
        return new Next<>(state, delay, true);
    }

    /**
     * The end.
     *
     * @param result what came of it
     * @return the move
     */
    static <S, R> Move<S, R> finished(R result) {
        return new Finished<>(result);
    }
}
