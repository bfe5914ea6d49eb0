package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Waits until a moment, and costs nothing meanwhile (reference: Orca's {@code WaitStage}). A person may skip the rest;
 * cancelling has nothing to take back.
 */
public final class Wait implements SkippableOperation<WaitState, WaitResult> {

    /**
     * The first state of a wait that begins now.
     *
     * @param length how long it is to be; zero for none
     * @param skipText what a person should know before skipping the rest; may be empty
     * @param clock tells the time
     * @return the state
     */
    public static WaitState start(Duration length, String skipText, Clock clock) {
        return new WaitState(WaitState.VERSION, clock.millis() + length.toMillis(), skipText, false, "", false);
    }

    @Override
    public String type() {
        return "wait";
    }

    @Override
    public Class<WaitState> stateType() {
        return WaitState.class;
    }

    @Override
    public int stateVersion() {
        return WaitState.VERSION;
    }

    @Override
    public Move<WaitState, WaitResult> move(WaitState state, OperationContext context) {
        if (state.cancelled()) {
            return Move.finished(new WaitResult(Status.CANCELLED, state.skippedBy()));
        }
        if (!state.skippedBy().isEmpty()) {
            note(context, "pipeline.wait-skipped", state.skippedBy());
            return Move.finished(new WaitResult(Status.SUCCEEDED, state.skippedBy()));
        }
        if (!state.told()) {
            note(
                    context,
                    "pipeline.wait-until",
                    Instant.ofEpochMilli(state.endMillis()).truncatedTo(ChronoUnit.SECONDS));
            return Move.next(state.asTold());
        }
        long left = state.endMillis() - context.clock().millis();
        return left > 0
                ? Move.looked(Duration.ofMillis(left), state)
                : Move.finished(new WaitResult(Status.SUCCEEDED, ""));
    }

    private static void note(OperationContext context, String code, Object argument) {
        context.emit(new Event.Noted(Problem.of(code, "", argument)));
    }

    @Override
    public WaitState cancel(WaitState state) {
        return state.cancelled() ? state : state.asCancelled();
    }

    @Override
    public Optional<Rest> rest(WaitState state) {
        return isSkippable(state) ? Optional.of(new Rest(state.endMillis(), state.skipText())) : Optional.empty();
    }

    @Override
    public WaitState skip(WaitState state, String by) {
        return isSkippable(state) ? state.asSkipped(by) : state;
    }

    private static boolean isSkippable(WaitState state) {
        return !state.cancelled() && state.skippedBy().isEmpty();
    }
}
