package io.jenkins.plugins.spindelivery.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation.State;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays a {@link Script}, one move at a time. */
public final class ScriptedOperation implements GatedOperation<State, String> {
    /** Where the play is; the gate is the one that was opened last, and 0 before the first. */
    public record State(
            @JsonProperty("version") int version,
            @JsonProperty("script") String script,
            @JsonProperty("made") boolean made,
            @JsonProperty("cancelled") boolean cancelled,
            @JsonProperty("secret") String secret,
            @JsonProperty("gate") int gate,
            @JsonProperty("answer") GateAnswer answer) {

        static State first(String script, String secret) {
            return new State(1, script, false, false, secret, 0, null);
        }

        State withMade() {
            return new State(1, script, true, cancelled, secret, gate, answer);
        }

        State withCancelled() {
            return new State(1, script, made, true, secret, gate, answer);
        }

        State withGate(int opened) {
            return new State(1, script, made, cancelled, secret, opened, null);
        }

        State withAnswer(GateAnswer given) {
            return new State(1, script, made, cancelled, secret, gate, given);
        }
    }

    /** Lets the driver know the operation. */
    public static final class Types implements OperationTypes {
        @Override
        public Optional<Known<?, ?>> find(String type) {
            return type.equals("scripted")
                    ? Optional.of(new Known<>(new ScriptedOperation(), Types::result))
                    : Optional.empty();
        }

        private static StageResult result(String end) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("end", end);
            return switch (end) {
                case "done" -> StageResult.succeeded(value);
                case "failed" -> StageResult.failed(Problem.of("delivery.status-failed", ""));
                default -> new StageResult(StageStatus.CANCELLED, value, List.of());
            };
        }
    }

    @Override
    public String type() {
        return "scripted";
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    @Override
    public Move<State, String> move(State state, OperationContext context) {
        Script script = Script.named(state.script());
        if (state.cancelled()) {
            script.takeBackIn(context);
            return takeBack(state, script);
        }
        if (!state.made()) {
            script.tell("make");
            context.emit(new Event.PhaseStarted(Phase.APPLY, 1));
            return Move.next(state.withMade());
        }
        script.waitIn(context);
        if (script.takeFailure()) {
            script.tell("fail");
            return Move.finished("failed");
        }
        if (!script.isReady()) {
            return script.gates() == 0 ? Move.looked(script.pause(), state) : pass(state, script);
        }
        script.tell("done");
        return Move.finished("done");
    }

    private static Move<State, String> pass(State state, Script script) {
        if (state.answer() != null && !state.answer().passed()) {
            script.tell("take back");
            return Move.finished("failed");
        }
        if (state.gate() > 0 && state.answer() == null || !script.mayOpen()) {
            return Move.looked(script.pause(), state);
        }
        if (state.gate() == script.gates()) {
            script.tell("done");
            return Move.finished("done");
        }
        script.tell("open gate " + (state.gate() + 1));
        return Move.next(state.withGate(state.gate() + 1));
    }

    @Override
    public Optional<Gate> gate(State state) {
        return state.gate() == 0 || state.answer() != null || state.cancelled()
                ? Optional.empty()
                : Optional.of(new Gate("gate " + state.gate(), Map.of("SPIN_GATE", "number " + state.gate())));
    }

    @Override
    public State answer(State state, GateAnswer answer) {
        Script.named(state.script())
                .tell(answer.gate() + (answer.passed() ? " passed" : " failed: " + answer.message()));
        return state.withAnswer(answer);
    }

    private static Move<State, String> takeBack(State state, Script script) {
        if (state.made() && !script.mayTakeBack()) {
            return Move.looked(script.pause(), state);
        }
        script.tell(state.made() ? "take back" : "nothing to take back");
        return Move.finished("cancelled");
    }

    @Override
    public State cancel(State state) {
        if (!state.cancelled()) {
            Script.named(state.script()).tell("cancel");
        }
        return state.withCancelled();
    }
}
