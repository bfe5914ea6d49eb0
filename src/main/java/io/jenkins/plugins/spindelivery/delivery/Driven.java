package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation;
import java.util.Optional;

/** An operation with its state, so that the two fit together. */
final class Driven<S, R> {
    private final OperationTypes.Known<S, R> known;
    private S state;
    private boolean cancelled;
    private Throwable mistake;

    Driven(OperationTypes.Known<S, R> known, S state) {
        this.known = known;
        this.state = state;
    }

    Operation<S, R> operation() {
        return known.operation();
    }

    S state() {
        return state;
    }

    void state(S next) {
        state = next;
    }

    /** Turns the work towards its cancelling. */
    void cancel() {
        cancelled = true;
        state = operation().cancel(state);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The mistake of ours that the work is being taken back for; {@code null} for none. */
    Throwable mistake() {
        return mistake;
    }

    void mistake(Throwable made) {
        mistake = made;
    }

    StageResult result(R result) {
        return known.result().apply(result);
    }

    /** What has to be kept of the result besides its record; see {@link OperationTypes.Known#keep()}. */
    Optional<byte[]> keep(R result) {
        return known.keep().apply(result);
    }

    /** What may run beside the work now; nothing does beside work that is being taken back. */
    Optional<Gate> gate() {
        return !cancelled && operation() instanceof GatedOperation<S, R> gated ? gated.gate(state) : Optional.empty();
    }

    /** What a person may skip now. */
    Optional<SkippableOperation.Rest> rest() {
        return !cancelled && operation() instanceof SkippableOperation<S, R> skippable
                ? skippable.rest(state)
                : Optional.empty();
    }

    /** Skips the rest of a wait; whether there was one, so that the state has to be saved. */
    boolean skip(String by) {
        if (rest().isEmpty()) {
            return false;
        }
        state = ((SkippableOperation<S, R>) operation()).skip(state, by);
        return true;
    }

    /** Takes an answer; whether it was of the open gate, so that the state has to be saved. */
    boolean answer(GateAnswer answer) {
        Optional<Gate> open = gate();
        if (open.isEmpty() || !open.get().id().equals(answer.gate())) {
            return false;
        }
        state = ((GatedOperation<S, R>) operation()).answer(state, answer);
        return true;
    }
}
