package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The traffic guard for whoever takes workloads away as a whole: deletes them, or scales them to nothing. */
public final class WorkloadGuard {
    private final Look look;

    /**
     * Looks at everything as it is now.
     *
     * @param cluster where the workloads are
     * @param context lends threads and tells the time
     */
    public WorkloadGuard(Cluster cluster, OperationContext context) {
        this.look = new Look(cluster, context, true);
    }

    /**
     * Checks that some other pod stays behind each Service that sends requests to the pods of these workloads.
     *
     * @param leaving live objects of any kind: pods, and what controls pods, directly or through ReplicaSets
     * @throws ProblemException with the numbers, when none would stay
     */
    public void check(Collection<ObjectNode> leaving) {
        Map<String, Set<String>> byNamespace = new HashMap<>();
        for (ObjectNode object : leaving) {
            ObjectRef ref = ObjectRef.of(object);
            if (!ref.namespace().isEmpty()) {
                byNamespace
                        .computeIfAbsent(ref.namespace(), first -> new HashSet<>())
                        .addAll(pods(object, ref));
            }
        }
        byNamespace.forEach((namespace, pods) -> {
            if (!pods.isEmpty()) {
                look.services(namespace)
                        .forEach(service -> TrafficGuard.check(
                                look, namespace + "/" + service, pods, 0, "kubernetes.traffic-guard-workload"));
            }
        });
    }

    private Set<String> pods(ObjectNode object, ObjectRef ref) {
        Set<String> pods = new HashSet<>();
        if (ref.kind().equals("Pod")) {
            pods.add(Look.uid(object));
        }
        pods.addAll(Leaving.uids(look.podsOf(ref.namespace(), Look.uid(object))));
        if (ref.kind().equals("Deployment")) {
            look.replicaSetsOf(ref.namespace(), Look.uid(object))
                    .forEach(set -> pods.addAll(Leaving.uids(look.podsOf(ref.namespace(), Look.uid(set)))));
        }
        return pods;
    }
}
