package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/** Deletes objects that a deploy no longer wants; what is gone already, or is another object by now, is fine. */
final class Deletions {
    private Deletions() {}

    static void delete(Cluster cluster, List<Plan.Doomed> doomed, OperationContext context) {
        Parallel.map(context.executor(), doomed, one -> {
            try {
                return cluster.delete(one.ref(), new DeleteOptions("Background", null, one.uid(), false));
            } catch (ApiException e) {
                if (!e.reason().equals("Conflict")) {
                    throw e;
                }
                return false;
            }
        });
    }

    static ObjectOutcome outcome(ObjectRef ref, String code) {
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
