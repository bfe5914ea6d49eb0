package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The status of a live object: {@link StatusRules}, and what only other objects of the cluster tell.
 *
 * <p>A claim whose StorageClass binds with the first pod that uses it (WaitForFirstConsumer) is stable until such a pod
 * is scheduled: waiting for it would wait for ever when the deploy brings no such pod.
 */
public final class LiveStatus {
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
    private static final List<String> PROVISIONER =
            List.of("volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner");

    private LiveStatus() {}

    /**
     * The status of an object, with a look at its surroundings where it needs one (at most one list per poll).
     *
     * @param object the live object; never changed
     * @param lists what the cluster has
     * @return how it is doing; nothing is thrown for what the tree holds
     */
    public static ObjectStatus of(JsonNode object, SharedLists lists) {
        ObjectStatus status = StatusRules.of(object);
        boolean pendingClaim = status.state() == State.PROGRESSING
                && object.path("kind").asText("").equals("PersistentVolumeClaim")
                && object.path("apiVersion").asText("").equals("v1")
                && object.path("status").path("phase").asText("").equals("Pending")
                && object.path("metadata").path("deletionTimestamp").asText("").isEmpty();
        return pendingClaim && waitsForConsumer(object, lists)
                ? ObjectStatus.stable("claim-consumer").available(false)
                : status;
    }

    private static boolean waitsForConsumer(JsonNode claim, SharedLists lists) {
        JsonNode annotations = claim.path("metadata").path("annotations");
        if (annotations.has(SELECTED_NODE)) {
            return false;
        }
        String name = claim.path("spec")
                .path("storageClassName")
                .asText(annotations.path(OLD_CLASS).asText(""));
        if (name.isEmpty()) {
            return false;
        }
        List<? extends JsonNode> classes = lists.list("storage.k8s.io/v1", "StorageClass", "");
        if (lists.unreadable("storage.k8s.io/v1", "StorageClass", "").isPresent()) {
            // A credential for one namespace may not see classes. Then the claim itself tells: the annotation appears
            // as soon as a volume is being made, which for such a class is after a pod asked for it.
            return PROVISIONER.stream().noneMatch(annotations::has);
        }
        return classes.stream()
                .filter(each -> each.path("metadata").path("name").asText("").equals(name))
                .anyMatch(each -> each.path("volumeBindingMode").asText("").equals("WaitForFirstConsumer"));
    }
}
