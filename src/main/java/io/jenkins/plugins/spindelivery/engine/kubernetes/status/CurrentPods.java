package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The pods that a workload's rollout is about: those of its present template, not those it is about to replace.
 *
 * @param current the pods of the present template
 * @param old the pods of earlier templates
 * @param replicaSet a Deployment's ReplicaSet of the present template, a ReplicaSet itself; else {@code null}
 */
record CurrentPods(List<ObjectNode> current, List<ObjectNode> old, JsonNode replicaSet) {
    private static final String HASH = "pod-template-hash";
    private static final CurrentPods NONE = new CurrentPods(List.of(), List.of(), null);

    static CurrentPods of(Fields workload, SharedLists lists) {
        return switch (workload.text("kind")) {
            case "Deployment" -> ofDeployment(workload, lists);
            case "StatefulSet" -> byLabel(workload, lists, "controller-revision-hash", updateRevision(workload));
            case "DaemonSet" -> byLabel(workload, lists, "pod-template-generation", templateGeneration(workload));
            case "ReplicaSet", "ReplicationController" -> new CurrentPods(
                    pods(workload, lists), List.of(), workload.json());
            case "Job" -> new CurrentPods(pods(workload, lists), List.of(), null);
            default -> NONE;
        };
    }

    private static List<ObjectNode> pods(Fields owner, SharedLists lists) {
        return lists.controlledBy("v1", "Pod", owner.text("metadata.namespace"), owner.text("metadata.uid"));
    }

    /**
     * The Deployment controller's own way to tell: the current ReplicaSet is the oldest one whose template is the
     * Deployment's but for the hash label. Revision annotations lag behind while the controller works, and then a new
     * rollout would fail for the pods of the old one.
     */
    private static CurrentPods ofDeployment(Fields deployment, SharedLists lists) {
        String namespace = deployment.text("metadata.namespace");
        JsonNode template = withoutHash(deployment.at("spec.template").json());
        List<ObjectNode> owned =
                lists.controlledBy("apps/v1", "ReplicaSet", namespace, deployment.text("metadata.uid"));
        Optional<ObjectNode> current = owned.stream()
                .filter(each -> withoutHash(each.path("spec").path("template")).equals(template))
                .min(Comparator.comparing(
                        each -> each.path("metadata").path("creationTimestamp").asText("")));
        if (current.isEmpty()) {
            return NONE;
        }
        List<ObjectNode> old = owned.stream()
                .filter(each -> each != current.get())
                .flatMap(each -> pods(Fields.of(each), lists).stream())
                .toList();
        return new CurrentPods(pods(Fields.of(current.get()), lists), old, current.get());
    }

    private static JsonNode withoutHash(JsonNode template) {
        JsonNode labels = template.path("metadata").path("labels");
        if (!labels.has(HASH)
                && !template.path("metadata").path("creationTimestamp").isNull()) {
            return template;
        }
        ObjectNode copy = template.deepCopy();
        ObjectNode metadata = copy.withObjectProperty("metadata");
        // Older servers write a creation time of null into templates.
        metadata.remove("creationTimestamp");
        metadata.withObjectProperty("labels").remove(HASH);
        return copy;
    }

    private static String updateRevision(Fields statefulSet) {
        return statefulSet.text("status.updateRevision");
    }

    /** What the DaemonSet controller writes on each pod; the annotation is how apps/v1 shows it on the DaemonSet. */
    private static String templateGeneration(Fields daemonSet) {
        JsonNode annotations = daemonSet.at("metadata.annotations").json();
        return annotations.path("deprecated.daemonset.template.generation").asText("");
    }

    private static CurrentPods byLabel(Fields workload, SharedLists lists, String label, String wanted) {
        Predicate<ObjectNode> present = pod -> wanted.isEmpty()
                || pod.path("metadata").path("labels").path(label).asText("").equals(wanted);
        List<ObjectNode> all = pods(workload, lists);
        return new CurrentPods(
                all.stream().filter(present).toList(),
                all.stream().filter(present.negate()).toList(),
                null);
    }

    /** Whether a pod of the present template is still to become ready. */
    boolean coming() {
        return current.stream().anyMatch(each -> active(each) && !PodRules.ready(Fields.of(each)));
    }

    /** Whether a pod is still to become ready or to end. */
    boolean changing() {
        return coming() || Stream.concat(current.stream(), old.stream()).anyMatch(CurrentPods::terminating);
    }

    /** Whether a pod still takes part: it neither ended nor is being deleted. */
    static boolean active(JsonNode pod) {
        String phase = pod.path("status").path("phase").asText("");
        return !phase.equals("Succeeded") && !phase.equals("Failed") && !terminating(pod);
    }

    static boolean terminating(JsonNode pod) {
        return !pod.path("metadata").path("deletionTimestamp").asText("").isEmpty();
    }
}
