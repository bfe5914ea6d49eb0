package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
     * @param prune what is going to be deleted
     * @param options a rollback needs to delete, too
     * @throws ProblemException naming everything that is not allowed
     */
    void check(List<PlannedObject> objects, List<Plan.Doomed> prune, DeployOptions options) {
        Map<Need, Set<String>> needs = new LinkedHashMap<>();
        for (PlannedObject planned : objects) {
            if (planned.way() != Way.NOTHING) {
                verbs(planned, options).forEach(verb -> add(needs, verb, planned.ref()));
            }
        }
        prune.forEach(doomed -> add(needs, "delete", doomed.ref()));
        List<Problem> refused = Parallel.map(executor, List.copyOf(needs.entrySet()), this::ask).stream()
                .filter(Objects::nonNull)
                .toList();
        if (!refused.isEmpty()) {
            throw new ProblemException(Category.ACCESS, refused);
        }
    }

    private void add(Map<Need, Set<String>> needs, String verb, ObjectRef ref) {
        cluster.resources().find(ref.apiVersion(), ref.kind()).ifPresent(resource -> needs.computeIfAbsent(
                        new Need(verb, resource, ref.namespace()), need -> new LinkedHashSet<>())
                .add(ref.name()));
    }

    /** Most roles allow a verb for a whole type; some only for objects of certain names, which creating never knows. */
    private Problem ask(Map.Entry<Need, Set<String>> asked) {
        Need need = asked.getKey();
        boolean allowed = cluster.may(need.verb(), need.resource(), need.namespace(), "")
                || (!need.verb().equals("create")
                        && asked.getValue().stream()
                                .allMatch(name -> cluster.may(need.verb(), need.resource(), need.namespace(), name)));
        return allowed ? null : need.refused();
    }

    private static Set<String> verbs(PlannedObject planned, DeployOptions options) {
        Set<String> verbs = new LinkedHashSet<>();
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
        if (options.rollbackOnFailure()) {
            verbs.add(isNew ? "delete" : "patch");
        }
        return verbs;
    }
}
