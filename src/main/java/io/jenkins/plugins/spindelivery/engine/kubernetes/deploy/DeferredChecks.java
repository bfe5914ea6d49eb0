package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * Makes up for the checks of objects that depend on a Namespace or CustomResourceDefinition of the same request: once
 * that is there, and before any of the objects is written.
 */
final class DeferredChecks {
    private DeferredChecks() {}

    /**
     * Checks a group of objects.
     *
     * @param cluster where
     * @param plan the whole plan
     * @param group what is written next
     * @param full whether to dry-run
     * @param context lends threads
     * @return whether they may be written; {@code false} when what they depend on is not ready yet
     * @throws ProblemException when the server would refuse one
     */
    static boolean passed(
            Cluster cluster, Plan plan, List<PlannedObject> group, boolean full, OperationContext context) {
        List<PlannedObject> deferred =
                group.stream().filter(PlannedObject::deferred).toList();
        if (deferred.isEmpty()) {
            return true;
        }
        if (!established(cluster, plan)) {
            return false;
        }
        for (PlannedObject planned : deferred) {
            if (!isServed(cluster, planned.ref())) {
                // Established a moment ago; the server's discovery follows.
                cluster.forgetResources();
                if (!isServed(cluster, planned.ref())) {
                    return false;
                }
            }
        }
        if (full) {
            dryRun(cluster, deferred, context);
        }
        return true;
    }

    private static void dryRun(Cluster cluster, List<PlannedObject> deferred, OperationContext context) {
        DryRun dryRun = new DryRun(cluster);
        List<Outcome<DryRun.Answer>> answers = Parallel.tryAll(
                context.executor(),
                deferred,
                planned -> dryRun.ask(planned, Optional.empty()),
                (planned, answer) -> {});
        List<ProblemException> refused = Outcome.problems(answers);
        if (!refused.isEmpty()) {
            throw ProblemException.together(refused);
        }
    }

    /** Whether the request's own CustomResourceDefinitions are ready for objects of their kinds. */
    private static boolean established(Cluster cluster, Plan plan) {
        return plan.objects().stream()
                .map(PlannedObject::ref)
                .filter(ref -> ref.kind().equals("CustomResourceDefinition"))
                .allMatch(ref -> cluster.get(ref)
                        .filter(live -> StatusRules.of(live).state() == State.STABLE)
                        .isPresent());
    }

    private static boolean isServed(Cluster cluster, ObjectRef ref) {
        return cluster.resources().find(ref.apiVersion(), ref.kind()).isPresent();
    }
}
