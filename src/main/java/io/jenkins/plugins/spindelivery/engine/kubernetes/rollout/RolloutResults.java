package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** Tells what came of a change from its last state. */
final class RolloutResults {
    private RolloutResults() {}

    static RolloutResult of(RolloutState state, long now) {
        return new RolloutResult(
                state.ending() == null ? Status.SUCCEEDED : state.ending().status(),
                state.ending() == null ? null : state.ending().category(),
                state.objects().stream().map(object -> outcome(object, state)).toList(),
                state.warnings(),
                state.errors(),
                Math.max(0, now - state.startedAt()));
    }

    private static ObjectOutcome outcome(RolloutObject object, RolloutState state) {
        ObjectRef ref = object.ref();
        Action action = action(object, state.request().change());
        return new ObjectOutcome(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                action,
                object.state().word(),
                action == Action.SKIPPED ? whySkipped(ref, state) : object.message());
    }

    static Action action(RolloutObject object, Change change) {
        return switch (object.fate()) {
            case FOUND, READY -> Action.SKIPPED;
            case CHANGED -> change.action();
            case UNCHANGED -> Action.UNCHANGED;
        };
    }

    private static String whySkipped(ObjectRef ref, RolloutState state) {
        return state.errors().stream()
                .filter(error -> error.where().equals(ref.toString()))
                .findFirst()
                .orElseGet(() -> Problem.of("kubernetes.rollout-skipped", ref.toString()))
                .message();
    }
}
