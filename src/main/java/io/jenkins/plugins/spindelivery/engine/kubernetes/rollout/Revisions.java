package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The revisions that the cluster keeps of a workload: of a Deployment its ReplicaSets, of a DaemonSet or StatefulSet its
 * ControllerRevisions. Each holds a whole pod template, which is all that a revision is about.
 */
final class Revisions {
    private static final String NUMBER = "deployment.kubernetes.io/revision";
    private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

    /** The controller's own label of a ReplicaSet's pods. */
    private static final String TEMPLATE_HASH = "pod-template-hash";

    private final ObjectRef owner;
    private final List<Revision> oldestFirst;

    /**
     * One revision.
     *
     * @param number as {@code kubectl rollout history} shows it
     * @param patch a strategic merge patch that brings it back
     */
    record Revision(long number, ObjectNode patch) {}

    private Revisions(ObjectRef owner, List<Revision> oldestFirst) {
        this.owner = owner;
        this.oldestFirst = oldestFirst;
    }

    /**
     * Reads them.
     *
     * @param live a Deployment, DaemonSet or StatefulSet
     * @param cluster where it is
     * @return its revisions
     */
    static Revisions of(ObjectNode live, Cluster cluster) {
        boolean deployment = live.path("kind").asText().equals("Deployment");
        String kind = deployment ? "ReplicaSet" : "ControllerRevision";
        ObjectRef owner = ObjectRef.of(live);
        String uid = live.path("metadata").path("uid").asText();
        List<ObjectNode> all = cluster.resources()
                .find("apps/v1", kind)
                .map(resource -> cluster.list(resource, owner.namespace(), ""))
                .orElse(List.of());
        return new Revisions(
                owner,
                all.stream()
                        .filter(each -> isControlledBy(uid, each))
                        .flatMap(each -> (deployment ? ofReplicaSet(each) : ofControllerRevision(each)).stream())
                        .sorted(Comparator.comparingLong(Revision::number))
                        .toList());
    }

    private static boolean isControlledBy(String uid, ObjectNode object) {
        return StreamSupport.stream(
                        object.path("metadata").path("ownerReferences").spliterator(), false)
                .anyMatch(reference -> reference.path("controller").asBoolean()
                        && reference.path("uid").asText().equals(uid));
    }

    private static Optional<Revision> ofReplicaSet(ObjectNode replicaSet) {
        JsonNode annotations = replicaSet.path("metadata").path("annotations");
        String number = annotations.path(NUMBER).asText();
        if (!number.matches("\\d{1,18}") || !(replicaSet.at("/spec/template") instanceof ObjectNode kept)) {
            return Optional.empty();
        }
        ObjectNode template = kept.deepCopy();
        if (template.at("/metadata/labels") instanceof ObjectNode labels) {
            labels.remove(TEMPLATE_HASH);
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        // Why a revision was made is part of it.
        JsonNode cause = annotations.path(CHANGE_CAUSE);
        ObjectNode restored = patch.withObject("/metadata/annotations");
        if (cause.isTextual()) {
            restored.set(CHANGE_CAUSE, cause);
        } else {
            restored.putNull(CHANGE_CAUSE);
        }
        patch.withObject("/spec").set("template", template.put("$patch", "replace"));
        return Optional.of(new Revision(Long.parseLong(number), patch));
    }

    /** Its data are a strategic merge patch already, as the controllers of both kinds write it. */
    private static Optional<Revision> ofControllerRevision(ObjectNode revision) {
        return revision.path("data") instanceof ObjectNode data
                        && revision.path("revision").isIntegralNumber()
                ? Optional.of(new Revision(revision.path("revision").asLong(), data.deepCopy()))
                : Optional.empty();
    }

    /**
     * The revision to go back to.
     *
     * @param undo its number, or how many back: 1 is the one before the newest
     * @return the revision
     * @throws ProblemException naming those that there are, when it is none of them
     */
    Revision choose(Change.Undo undo) {
        if (undo.revision() != null) {
            return oldestFirst.stream()
                    .filter(revision -> revision.number() == undo.revision())
                    .findFirst()
                    .orElseThrow(() -> missing("kubernetes.rollout-no-revision", undo.revision()));
        }
        long place = oldestFirst.size() - undo.back() - 1;
        if (place < 0) {
            throw missing("kubernetes.rollout-too-far-back", undo.back());
        }
        return oldestFirst.get((int) place);
    }

    private ProblemException missing(String code, long asked) {
        String known = oldestFirst.stream()
                .map(revision -> Long.toString(revision.number()))
                .collect(Collectors.joining(", "));
        return new ProblemException(Category.INPUT, Problem.of(code, owner.toString(), Long.toString(asked), known));
    }
}
