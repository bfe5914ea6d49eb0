package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Tells what came of a deploy from its last state. */
final class Results {
    private Results() {}

    static DeployResult of(DeployState state, Work work, OperationContext context) {
        DeployState.Ending ending =
                state.ending() == null ? new DeployState.Ending(Status.SUCCEEDED, null) : state.ending();
        List<ObjectOutcome> objects =
                new ArrayList<>(work.hasPlan() ? outcomes(state, work.plan()) : skipped(state, work));
        objects.addAll(state.deleted());
        return new DeployResult(
                ending.status(),
                ending.category(),
                objects,
                work.hasPlan() ? artifacts(state, work.plan()) : List.of(),
                state.warnings(),
                state.errors(),
                state.duration(context.clock().millis()),
                state.id(),
                work.hasPlan() ? RollbackPoint.of(state, work.plan()).orElse(null) : null);
    }

    /**
     * What came of a deploy whose stored plan can't be read any more: what the state tells, and why it is not more.
     *
     * @param state the last state
     * @param why the plan is missing
     * @param context tells the time
     * @return the result; never a success
     */
    static DeployResult withoutPlan(DeployState state, ProblemException why, OperationContext context) {
        Status status = state.ending() == null ? Status.FAILED : state.ending().status();
        List<Problem> errors = new ArrayList<>(state.errors());
        errors.addAll(why.problems());
        return new DeployResult(
                status,
                state.ending() == null ? why.category() : state.ending().category(),
                state.deleted(),
                List.of(),
                state.warnings(),
                errors,
                state.duration(context.clock().millis()));
    }

    private static List<ObjectOutcome> outcomes(DeployState state, Plan plan) {
        List<ObjectOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < plan.objects().size(); i++) {
            PlannedObject planned = plan.objects().get(i);
            ObjectProgress progress = state.progress().get(i);
            Action action = action(planned, progress, state);
            outcomes.add(outcome(planned.ref(), action, progress, message(planned, progress, action, state)));
        }
        return outcomes;
    }

    /** What was done, or under dry run what would be done. */
    private static Action action(PlannedObject planned, ObjectProgress progress, DeployState state) {
        if (progress.restored() && planned.restore().way() == Restore.Way.DELETE) {
            return Action.DELETED;
        }
        if (progress.restored() && planned.restore().way() == Restore.Way.APPLY) {
            return Action.CONFIGURED;
        }
        if (progress.written()) {
            return progress.action();
        }
        boolean onlyAsked = state.request().options().dryRun() && state.ending() == null;
        return onlyAsked ? planned.expected() : Action.SKIPPED;
    }

    /** Of what was left alone: why. Of what was put back: that it was, and how it is doing now. */
    private static String message(PlannedObject planned, ObjectProgress progress, Action action, DeployState state) {
        if (action == Action.SKIPPED) {
            return whySkipped(planned.ref(), state);
        }
        if (progress.restored() && planned.restore().way() == Restore.Way.APPLY) {
            return (Problem.of("kubernetes.deploy-rolled-back", "").message() + " " + progress.message()).strip();
        }
        return progress.message();
    }

    private static String whySkipped(ObjectRef ref, DeployState state) {
        String where = ref.toString();
        return state.errors().stream()
                .filter(error -> error.where().equals(where))
                .findFirst()
                .orElseGet(() -> Problem.of("kubernetes.deploy-skipped", where))
                .message();
    }

    private static ObjectOutcome outcome(ObjectRef ref, Action action, ObjectProgress progress, String message) {
        return new ObjectOutcome(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                action,
                progress.state().word(),
                message);
    }

    /** Refused before there was a plan: every manifest is named, so that nobody has to guess. */
    private static List<ObjectOutcome> skipped(DeployState state, Work work) {
        return work.manifests().stream()
                .map(manifest -> inNamespace(manifest.ref(), state.request().preparation()))
                .map(ref -> outcome(ref, Action.SKIPPED, ObjectProgress.NONE, whySkipped(ref, state)))
                .toList();
    }

    /** Where it would have gone, as far as that is known without asking the cluster. */
    private static ObjectRef inNamespace(ObjectRef ref, PreparationOptions options) {
        if (!Kinds.of(ref.apiVersion(), ref.kind()).namespaced()) {
            return ref;
        }
        String given = ref.namespace().isEmpty() ? options.namespace() : ref.namespace();
        String namespace = options.namespaceOverride().isEmpty() ? given : options.namespaceOverride();
        return new ObjectRef(ref.apiVersion(), ref.kind(), namespace, ref.name());
    }

    /** Only what is really there may be bound later. */
    private static List<Artifact> artifacts(DeployState state, Plan plan) {
        if (state.request().options().dryRun() && state.ending() == null) {
            return plan.artifacts();
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (int i = 0; i < plan.artifacts().size(); i++) {
            ObjectProgress progress = state.progress().get(i);
            if (progress.written() && progress.action() != Action.DELETED && !progress.restored()) {
                artifacts.add(plan.artifacts().get(i));
            }
        }
        return artifacts;
    }
}
