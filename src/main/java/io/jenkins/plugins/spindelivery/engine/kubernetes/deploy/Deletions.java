package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.stream.IntStream;

/** Deletes objects that a deploy no longer wants; what is gone already, or is another object by now, is fine. */
final class Deletions {
    private Deletions() {}

    /**
     * What deleting came to.
     *
     * @param gone what is not there any more
     * @param stops why the rest still is
     */
    record Swept(List<Plan.Doomed> gone, List<ProblemException> stops) {}

    static Swept delete(Cluster cluster, List<Plan.Doomed> doomed, OperationContext context) {
        List<Outcome<Boolean>> outcomes =
                Parallel.tryAll(context.executor(), doomed, one -> delete(cluster, one), (one, outcome) -> {});
        List<Plan.Doomed> gone = IntStream.range(0, doomed.size())
                .filter(i -> outcomes.get(i).failure() == null)
                .mapToObj(doomed::get)
                .toList();
        return new Swept(gone, Outcome.problems(outcomes));
    }

    private static boolean delete(Cluster cluster, Plan.Doomed doomed) {
        try {
            return cluster.delete(doomed.ref(), new DeleteOptions("Background", null, doomed.uid(), false));
        } catch (ApiException e) {
            if (!e.reason().equals("Conflict")) {
                throw e;
            }
            return false;
        }
    }

    /** Records what is gone, and tells what was not recorded before. */
    static DeployState record(DeployState state, List<Plan.Doomed> gone, String code, OperationContext context) {
        DeployState next = state.withDeleted(
                gone.stream().map(doomed -> outcome(doomed.ref(), code)).toList());
        next.deleted()
                .subList(state.deleted().size(), next.deleted().size())
                .forEach(outcome -> context.emit(new Event.ObjectChanged(outcome.ref(), Action.DELETED)));
        return next;
    }

    /** Records what is gone without deleting anything: a move that a crash cut off may have deleted it. */
    static DeployState recordGone(
            DeployState state, Cluster cluster, List<Plan.Doomed> doomed, String code, OperationContext context) {
        return record(state, doomed.stream().filter(one -> isGone(cluster, one)).toList(), code, context);
    }

    /** Whether an object is not there any more, or on its way out. */
    static boolean isGone(Cluster cluster, Plan.Doomed doomed) {
        return cluster.get(doomed.ref())
                .filter(live -> live.path("metadata").path("uid").asText().equals(doomed.uid()))
                .filter(live -> !ObjectWriter.isGoing(live))
                .isEmpty();
    }

    private static ObjectOutcome outcome(ObjectRef ref, String code) {
        return new ObjectOutcome(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                Action.DELETED,
                State.STABLE.word(),
                Problem.of(code, "").message());
    }
}
