package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Planner.Draft;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;

/** Makes the plan and keeps it, so that every later move, after however many crashes, follows the same one. */
final class Planning implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        List<Manifest> manifests = work.manifests();
        if (state.tries() == 0) {
            context.emit(new Event.PhaseStarted(Phase.PLAN, manifests.size()));
        }
        KnownTypes.refresh(work.cluster(), manifests);
        Planner planner = new Planner(work.cluster(), state.request(), state.id(), context.executor());
        Planner.Result result;
        try {
            result = planner.plan(manifests);
        } catch (ProblemException e) {
            // A warning may be what explains the error: the server speaks of the API version that it was moved to.
            return Deploy.stopped(Told.warnings(state, planner.warnings(), context), List.of(e), context);
        }
        DeployState warned = Told.warnings(state, result.warnings(), context);
        tell(result, state.request().options().hideDiffs(), context);
        Plan plan = new Plan(
                result.drafts().stream().map(Draft::planned).toList(),
                result.drafts().stream().map(Planning::artifact).toList(),
                result.prune());
        List<ObjectProgress> first =
                result.drafts().stream().map(Planning::progress).toList();
        Replanning whole = work.hasPlan()
                ? Replanning.of(work.plan(), state.progress(), plan, first)
                : new Replanning(plan, first);
        boolean onlyAsked = state.request().options().dryRun();
        return Move.next(warned.planned(work.keep(whole.plan()), whole.progress())
                .to(onlyAsked ? Stage.END : Stage.APPLY, context.clock().millis()));
    }

    /** Tells what the plan has found out: versions, what was bound, what is going to change. */
    static void tell(Planner.Result result, boolean hideDiffs, OperationContext context) {
        for (Draft draft : result.drafts()) {
            PlannedObject planned = draft.planned();
            if (!planned.version().isEmpty()) {
                context.emit(new Event.VersionChosen(
                        planned.ref(), planned.version(), draft.prepared().reused()));
            }
            draft.prepared()
                    .bound()
                    .forEach(artifact -> context.emit(new Event.ArtifactBound(planned.ref(), artifact)));
            if (context.events().wantsChanges()) {
                context.emit(Changes.event(draft, hideDiffs));
            }
        }
        if (!result.prune().isEmpty()) {
            context.emit(new Event.PruneListed(
                    result.prune().stream().map(Plan.Doomed::ref).toList()));
        }
    }

    /** What is in order already is judged from what the plan has read; reading it again would tell nothing new. */
    private static ObjectProgress progress(Draft draft) {
        return draft.planned().way() == Way.NOTHING
                ? ObjectProgress.NONE.seen(StatusRules.of(draft.live().orElseThrow()))
                : ObjectProgress.NONE;
    }

    private static Artifact artifact(Draft draft) {
        if (draft.prepared().artifact() != null) {
            return draft.prepared().artifact();
        }
        // Its name was generated just now.
        var ref = draft.planned().ref();
        return new Artifact(
                Kinds.of(draft.planned().manifest()).artifactType(), ref.name(), ref.namespace(), "", ref.name(), null);
    }
}
