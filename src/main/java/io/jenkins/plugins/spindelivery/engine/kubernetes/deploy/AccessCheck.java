package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

/** Asks the cluster, before anything is written, whether the credential may do all that a plan needs. */
final class AccessCheck {
    private final Cluster cluster;
    private final Executor executor;

    /** One thing to be allowed. */
    private record Need(String verb, ApiResource resource, String namespace) {
        Problem refused() {
            return namespace.isEmpty()
                    ? Problem.of("kubernetes.deploy-forbidden-everywhere", "", verb, resource.plural())
                    : Problem.of("kubernetes.deploy-forbidden", "", verb, resource.plural(), namespace);
        }
    }

    AccessCheck(Cluster cluster, Executor executor) {
        this.cluster = cluster;
        this.executor = executor;
    }

    /**
     * Checks all at once.
     *
     * @param objects what is going to be written
     * @param options a rollback or prune needs to delete, too
     * @throws ProblemException naming everything that is not allowed
     */
    void check(Collection<PlannedObject> objects, DeployOptions options) {
        Set<Need> needs = new LinkedHashSet<>();
        for (PlannedObject planned : objects) {
            if (planned.way() != Way.NOTHING) {
                cluster.resources()
                        .find(planned.ref().apiVersion(), planned.ref().kind())
                        .ifPresent(resource -> needs.addAll(needs(planned, resource, options)));
            }
        }
        List<Problem> refused = Parallel.map(executor, List.copyOf(needs), this::ask).stream()
                .filter(Objects::nonNull)
                .toList();
        if (!refused.isEmpty()) {
            throw new ProblemException(Category.ACCESS, refused);
        }
    }

    private Problem ask(Need need) {
        return cluster.may(need.verb(), need.resource(), need.namespace(), "") ? null : need.refused();
    }

    private static List<Need> needs(PlannedObject planned, ApiResource resource, DeployOptions options) {
        List<String> verbs = new ArrayList<>();
        boolean isNew = planned.uid().isEmpty();
        switch (planned.way()) {
            case APPLY -> verbs.add("patch");
            case REPLACE -> verbs.add("update");
            case RECREATE -> verbs.add("delete");
            default -> {
                // Creating is asked for below.
            }
        }
        if (isNew || planned.way() == Way.RECREATE || planned.way() == Way.CREATE) {
            verbs.add("create");
        }
        if (isNew && options.rollbackOnFailure()) {
            verbs.add("delete");
        }
        return verbs.stream()
                .distinct()
                .map(verb -> new Need(verb, resource, planned.ref().namespace()))
                .toList();
    }
}
