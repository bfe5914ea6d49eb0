package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * A gated operation with something that runs at its gates, as a driver sees both: the answer is saved by a move of its own.
 *
 * @param inner the operation
 * @param body what runs at a gate; {@code null} from it means that it has not ended
 */
record Answering<S, R>(GatedOperation<S, R> inner, Function<Gate, GateAnswer> body) implements Operation<S, R> {

    @Override
    public String type() {
        return inner.type();
    }

    @Override
    public Class<S> stateType() {
        return inner.stateType();
    }

    @Override
    public int stateVersion() {
        return inner.stateVersion();
    }

    @Override
    public Move<S, R> move(S state, OperationContext context) {
        Optional<GateAnswer> answer = inner.gate(state).map(body);
        return answer.isPresent() ? Move.next(inner.answer(state, answer.get())) : inner.move(state, context);
    }

    @Override
    public S cancel(S state) {
        return inner.cancel(state);
    }

    @Override
    public S resume(S state, Clock clock) {
        return inner.resume(state, clock);
    }
}
