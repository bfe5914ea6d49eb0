package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts labels on a ReplicaSet's pod template and pods, or takes them off. Only what is different is written, so that
 * repeating it comes to the same: pods that were made meanwhile, by a template that was about to change, are seen by the
 * next look.
 */
final class PodLabels {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static final int INVALID = 422;

    /** It is gone, or somebody else was faster, which the next look sees. */
    private static final Set<String> NOBODY = Set.of("NotFound", "Conflict");

    private final Cluster cluster;
    private final OperationContext context;

    PodLabels(Cluster cluster, OperationContext context) {
        this.cluster = cluster;
        this.context = context;
    }

    /** Whether labels are there (or, for taking off, none of them is). */
    static boolean are(JsonNode holder, Map<String, String> labels, boolean there) {
        JsonNode present = holder.path("metadata").path("labels");
        return labels.entrySet().stream()
                .allMatch(label -> there
                        == label.getValue().equals(present.path(label.getKey()).textValue()));
    }

    /** Those of the labels that a pod or a template has. */
    static Map<String, String> present(JsonNode holder, Map<String, String> labels) {
        Map<String, String> present = new TreeMap<>();
        labels.forEach((label, value) -> {
            if (value.equals(holder.path("metadata").path("labels").path(label).textValue())) {
                present.put(label, value);
            }
        });
        return present;
    }

    /**
     * Brings the template and all pods to what they are to be.
     *
     * @return whether anything had to be written
     */
    boolean write(Look look, Group group, Map<String, String> labels, boolean on) {
        boolean template = look.replicaSet(group)
                .filter(live -> !are(live.at("/spec/template"), labels, on))
                .isPresent();
        if (template) {
            ObjectNode patch = patch(group.uid());
            labels(patch.putObject("spec").putObject("template"), labels, on);
            send(group.ref(), patch);
        }
        return write(look.pods(group), group, labels, on) || template;
    }

    /** Brings some pods to what they are to be. */
    boolean write(List<ObjectNode> pods, Group group, Map<String, String> labels, boolean on) {
        List<ObjectNode> wrong =
                pods.stream().filter(pod -> !are(pod, labels, on)).toList();
        List<Outcome<Boolean>> outcomes = Parallel.tryAll(
                context.executor(),
                wrong,
                pod -> {
                    ObjectNode patch = patch(Look.uid(pod));
                    labels(patch, labels, on);
                    send(new ObjectRef("v1", "Pod", group.ref().namespace(), Look.name(pod)), patch);
                    return true;
                },
                (pod, outcome) -> {});
        List<ProblemException> stops = Outcome.problems(outcomes);
        if (!stops.isEmpty()) {
            throw stops.get(0);
        }
        return !wrong.isEmpty();
    }

    /** With the uid, so that nothing else of the same name is changed. */
    private static ObjectNode patch(String uid) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", uid);
        return patch;
    }

    private static void labels(ObjectNode holder, Map<String, String> labels, boolean on) {
        ObjectNode target = holder.withObjectProperty("metadata").withObjectProperty("labels");
        labels.forEach((label, value) -> target.put(label, on ? value : null));
    }

    private void send(ObjectRef ref, ObjectNode patch) {
        try {
            cluster.patch(ref, MERGE_PATCH, patch, WriteOptions.DEFAULT);
        } catch (ApiException e) {
            if (!NOBODY.contains(e.reason()) && !isAnother(e, ref, patch)) {
                throw e;
            }
        }
    }

    /** To the server another uid is a field that can't be changed. */
    private boolean isAnother(ApiException fault, ObjectRef ref, ObjectNode patch) {
        return fault.status() == INVALID
                && cluster.get(ref)
                        .filter(live -> Look.uid(live).equals(Look.uid(patch)))
                        .isEmpty();
    }
}
