package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes up for the checks of objects that depend on a Namespace or CustomResourceDefinition of the same request: once
 * that is there, and before any of the objects is written.
 */
final class DeferredChecks {
    private DeferredChecks() {}

    /**
     * What a check came to.
     *
     * @param obstacles what has to happen first, each with its object; empty when the group may be written
     * @param warnings what the server warned of, and what could not be checked
     */
    record Verdict(List<Problem> obstacles, List<Problem> warnings) {}

    /**
     * Checks a group of objects.
     *
     * @param cluster where
     * @param plan the whole plan
     * @param group what is written next
     * @param full whether to dry-run
     * @param context lends threads
     * @return whether they may be written
     * @throws ProblemException when the server would refuse one
     */
    static Verdict of(Cluster cluster, Plan plan, List<PlannedObject> group, boolean full, OperationContext context) {
        List<PlannedObject> deferred =
                group.stream().filter(PlannedObject::deferred).toList();
        if (deferred.isEmpty()) {
            return new Verdict(List.of(), List.of());
        }
        if (deferred.stream().anyMatch(planned -> !isServed(cluster, planned.ref()))) {
            // Established a moment ago; the server's discovery follows.
            cluster.forgetResources();
        }
        boolean established = established(cluster, plan);
        List<Problem> unserved = deferred.stream()
                .filter(planned -> !established || !isServed(cluster, planned.ref()))
                .map(planned -> Problem.of(
                        "kubernetes.deploy-not-served-yet", planned.ref().toString()))
                .toList();
        return unserved.isEmpty() && full ? dryRun(cluster, deferred, context) : new Verdict(unserved, List.of());
    }

    private static Verdict dryRun(Cluster cluster, List<PlannedObject> deferred, OperationContext context) {
        DryRun dryRun = new DryRun(cluster);
        List<Outcome<DryRun.Answer>> answers = Parallel.tryAll(
                context.executor(),
                deferred,
                planned -> dryRun.ask(planned, Optional.empty()),
                (planned, answer) -> {});
        Map<Boolean, List<ProblemException>> refusals =
                Outcome.problems(answers).stream().collect(Collectors.partitioningBy(DryRun::missesServiceAccount));
        if (!refusals.get(false).isEmpty()) {
            throw Stops.asOne(refusals.get(false));
        }
        List<Problem> warnings = answers.stream()
                .filter(answer -> answer.failure() == null)
                .flatMap(answer -> answer.value().warnings().stream())
                .toList();
        return new Verdict(Stops.problems(refusals.get(true)), warnings);
    }

    /**
     * Whether the request's own CustomResourceDefinitions are ready for objects of their kinds.
     *
     * @throws ProblemException when the server does not take one, for instance because its names are taken
     */
    private static boolean established(Cluster cluster, Plan plan) {
        boolean all = true;
        for (PlannedObject planned : plan.objects()) {
            if (planned.ref().kind().equals("CustomResourceDefinition")) {
                all &= cluster.get(planned.ref())
                        .map(StatusRules::of)
                        .filter(status -> isEstablished(planned.ref(), status))
                        .isPresent();
            }
        }
        return all;
    }

    private static boolean isEstablished(ObjectRef definition, ObjectStatus status) {
        if (status.state() == State.FAILED) {
            throw new ProblemException(
                    Category.FAILED,
                    Problem.of("kubernetes.deploy-object-failed", definition.toString(), status.message()));
        }
        return status.state() == State.STABLE;
    }

    private static boolean isServed(Cluster cluster, ObjectRef ref) {
        return cluster.resources().find(ref.apiVersion(), ref.kind()).isPresent();
    }
}
