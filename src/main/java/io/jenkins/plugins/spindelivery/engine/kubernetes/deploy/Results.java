package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.ArrayList;
import java.util.List;

/** Tells what came of a deploy from its last state. */
final class Results {
    private Results() {}

    static DeployResult of(DeployState state, Work work, OperationContext context) {
        DeployState.Ending ending =
                state.ending() == null ? new DeployState.Ending(DeployResult.Status.SUCCEEDED, null) : state.ending();
        List<ObjectOutcome> objects = new ArrayList<>(work.hasPlan() ? outcomes(state, work.plan()) : skipped(work));
        objects.addAll(state.deleted());
        return new DeployResult(
                ending.status(),
                ending.category(),
                objects,
                work.hasPlan() ? artifacts(state, work.plan()) : List.of(),
                state.warnings(),
                state.errors(),
                context.clock().millis() - state.startedAt());
    }

    static List<ObjectOutcome> outcomes(DeployState state, Plan plan) {
        List<ObjectOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < plan.objects().size(); i++) {
            PlannedObject planned = plan.objects().get(i);
            ObjectProgress progress = state.progress().get(i);
            outcomes.add(outcome(planned.ref(), action(planned, progress, state), progress));
        }
        return outcomes;
    }

    /** What was done, or under dry run what would be done. */
    private static Action action(PlannedObject planned, ObjectProgress progress, DeployState state) {
        if (progress.restored() && planned.restore().way() == Restore.Way.DELETE) {
            return Action.DELETED;
        }
        if (progress.written()) {
            return progress.action();
        }
        boolean onlyAsked = state.request().options().dryRun() && state.ending() == null;
        return onlyAsked ? planned.expected() : Action.SKIPPED;
    }

    private static ObjectOutcome outcome(ObjectRef ref, Action action, ObjectProgress progress) {
        return new ObjectOutcome(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                action,
                progress.state().word(),
                progress.message());
    }

    /** Refused before there was a plan: every manifest is named, so that nobody has to guess. */
    private static List<ObjectOutcome> skipped(Work work) {
        return work.manifests().stream()
                .map(manifest -> outcome(manifest.ref(), Action.SKIPPED, ObjectProgress.NONE))
                .toList();
    }

    /** Only what is really there may be bound later. */
    private static List<Artifact> artifacts(DeployState state, Plan plan) {
        if (state.request().options().dryRun() && state.ending() == null) {
            return plan.artifacts();
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (int i = 0; i < plan.artifacts().size(); i++) {
            ObjectProgress progress = state.progress().get(i);
            if (progress.written() && !progress.restored()) {
                artifacts.add(plan.artifacts().get(i));
            }
        }
        return artifacts;
    }
}
