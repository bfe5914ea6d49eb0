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
     * @param state to be saved before the next move
     * @param delay how long to wait before it, at most, see {@link OperationContext#wake()}; zero for at once
     */
    record Next<S, R>(S state, Duration delay) implements Move<S, R> {}

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
        return new Next<>(state, Duration.ZERO);
    }

    /**
     * More to do, after a while.
     *
     * @param state to be saved before the next move
     * @param delay how long to wait
     * @return the move
     */
    static <S, R> Move<S, R> after(Duration delay, S state) {
        return new Next<>(state, delay);
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
