package io.jenkins.plugins.spindelivery.engine.operation;

import java.util.Optional;

/**
 * An operation whose waiting a person may cut short: what was to come after the wait comes at once. The driver puts the
 * wish into the state by {@link #skip} and saves that before it makes the next move.
 *
 * @param <S> the state
 * @param <R> the result
 */
public interface SkippableOperation<S, R> extends Operation<S, R> {

    /**
     * What is left of a wait.
     *
     * @param untilMillis when it ends by itself, in milliseconds since 1970
     * @param text what a person should know before skipping it; may be empty
     */
    record Rest(long untilMillis, String text) {}

    /**
     * What may be skipped now.
     *
     * @param state as last saved
     * @return empty while there is nothing to skip
     */
    Optional<Rest> rest(S state);

    /**
     * Skips what is left.
     *
     * @param state as last saved
     * @param by who wants that, which is kept with the result
     * @return the state to go on from; the same when there is nothing to skip
     */
    S skip(S state, String by);
}
