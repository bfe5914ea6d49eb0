package io.jenkins.plugins.spindelivery.engine.operation;

import java.time.Clock;

/**
 * Long work that survives the process that runs it.
 *
 * <p>The driver (the command line's loop, a Pipeline step, a freestyle build) saves the state, asks for a move, saves
 * what comes back, waits as long as the move says, and asks for the next. A move may be repeated after a crash, so it
 * must converge: it looks before it creates, uses names that it has saved before, and server-side apply.
 *
 * @param <S> the state: plain data that Jackson reads and writes, without client objects and without credentials
 * @param <R> the result
 */
public interface Operation<S, R> {

    /**
     * Names the operation in saved files.
     *
     * @return such as {@code deploy}; never changes once released
     */
    String type();

    /**
     * The class of the state.
     *
     * @return for Jackson
     */
    Class<S> stateType();

    /**
     * The layout of the state that this version writes, which is the state's field {@code version}.
     *
     * @return goes up when a state is written that earlier versions would misunderstand
     */
    int stateVersion();

    /**
     * Makes one bounded move.
     *
     * @param state as last saved
     * @param context what the move may use
     * @return the next state and when to go on, or the end. Whatever a user, a cluster or a network can cause is a
     *     result or a retry, never an exception
     */
    Move<S, R> move(S state, OperationContext context);

    /**
     * Turns the work towards its cancelling. The moves that follow take back what must not stay, and then end; each
     * operation says what that is.
     *
     * @param state as last saved
     * @return a state to go on from; the same when the operation is already ending
     */
    S cancel(S state);

    /**
     * Goes on with work that lay idle because a person stopped it: what is being waited for gets its whole time again.
     * Not for a driver that was merely restarted.
     *
     * @param state as last saved
     * @param clock tells the time
     * @return a state to go on from; the same for operations that wait for nothing
     */
    default S resume(S state, Clock clock) {
        return state;
    }
}
