package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionHistory;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The versions beyond {@code strategy.spinnaker.io/max-version-history}. Never among them is the version just used, nor one
 * that a live workload with replicas, or a live pod, still mentions.
 */
final class Surplus {
    /** What can mention a version; each is asked for only when there is something to delete. */
    private static final List<ObjectRef> MENTIONING = List.of(
            new ObjectRef("apps/v1", "Deployment", "", ""),
            new ObjectRef("apps/v1", "ReplicaSet", "", ""),
            new ObjectRef("apps/v1", "StatefulSet", "", ""),
            new ObjectRef("apps/v1", "DaemonSet", "", ""),
            new ObjectRef("batch/v1", "Job", "", ""),
            new ObjectRef("batch/v1", "CronJob", "", ""),
            new ObjectRef("v1", "Pod", "", ""));

    private final Plan plan;
    private final LiveObjects live;

    Surplus(Work work, OperationContext context) {
        this.plan = work.plan();
        this.live = new LiveObjects(work.cluster(), context.executor());
    }

    /** The versions that may go now. */
    List<Plan.Doomed> find() {
        Set<ObjectRef> justUsed =
                plan.objects().stream().map(PlannedObject::ref).collect(Collectors.toSet());
        return plan.objects().stream()
                .filter(planned -> !planned.version().isEmpty() && planned.maxVersionHistory() > 0)
                .flatMap(planned -> surplus(planned, live, justUsed).stream())
                .toList();
    }

    private static List<Plan.Doomed> surplus(PlannedObject planned, LiveObjects live, Set<ObjectRef> justUsed) {
        ObjectRef ref = planned.ref();
        List<ObjectNode> versions = live.all(ref.apiVersion(), ref.kind(), ref.namespace());
        VersionHistory history = VersionHistory.of(Kinds.of(planned.manifest()), planned.baseName(), versions);
        Set<String> mustStay = new HashSet<>();
        for (ObjectRef used : justUsed) {
            if (used.kind().equals(ref.kind()) && used.namespace().equals(ref.namespace())) {
                mustStay.add(used.name());
            }
        }
        if (history.surplus(planned.maxVersionHistory(), mustStay).isEmpty()) {
            return List.of();
        }
        mustStay.addAll(mentioned(ref, live));
        return history.surplus(planned.maxVersionHistory(), mustStay).stream()
                .map(entry -> Plan.Doomed.of(
                        new ObjectRef(ref.apiVersion(), ref.kind(), ref.namespace(), entry.name()), entry.object()))
                .toList();
    }

    private static Set<String> mentioned(ObjectRef version, LiveObjects live) {
        String artifactType = Kinds.of(version.apiVersion(), version.kind()).artifactType();
        Set<String> names = new HashSet<>();
        for (ObjectRef type : MENTIONING) {
            for (ObjectNode object : live.all(type.apiVersion(), type.kind(), version.namespace())) {
                if (runs(object)) {
                    Stream.concat(Mentions.in(object).stream(), Mentions.unbound(object).stream())
                            .filter(mention -> mention.type().equals(artifactType))
                            .forEach(mention -> names.add(mention.name()));
                }
            }
        }
        return names;
    }

    /** A workload that was scaled to nothing has no pods that could miss what it mentions. */
    private static boolean runs(JsonNode object) {
        return object.path("spec").path("replicas").asInt(1) > 0;
    }
}
