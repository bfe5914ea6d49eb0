package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ArtifactBinder;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageMatching;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts a change of one live object into the words of the API. */
final class Drafting {
    /** kubectl's own mark of a restart: another value in the pod template makes new pods. */
    private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

    private static final Set<String> SCALABLE = Set.of("Deployment", "ReplicaSet", "StatefulSet");
    private static final Set<String> ROLLING = Set.of("Deployment", "DaemonSet", "StatefulSet");
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final Cluster cluster;
    private final Clock clock;
    private final String account;

    Drafting(Cluster cluster, Clock clock, String account) {
        this.cluster = cluster;
        this.clock = clock;
        this.account = account;
    }

    /**
     * What a change means for one object.
     *
     * @throws ProblemException when it means nothing for this kind, or for how the object is
     */
    Draft draft(Change change, ObjectNode live) {
        if (change instanceof Change.Scale scale) {
            return scale(scale, live);
        }
        if (change instanceof Change.Undo undo) {
            return undo(undo, live);
        }
        if (change instanceof Change.Restart) {
            return restart(live);
        }
        if (change instanceof Change.Patch patch) {
            return patch(patch, live);
        }
        return pause(change instanceof Change.Pause, live);
    }

    private static Draft scale(Change.Scale scale, ObjectNode live) {
        require(SCALABLE, live, "kubernetes.rollout-not-scalable");
        if (live.path("kind").asText().equals("ReplicaSet")) {
            refuseOwned(live);
        }
        int present = live.path("spec").path("replicas").asInt(1);
        int wanted = scale.relative() ? present + scale.replicas() : scale.replicas();
        if (wanted < 0) {
            throw refused("kubernetes.rollout-below-zero", live, present, scale.replicas());
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/spec").put("replicas", wanted);
        return Draft.of(PatchStrategy.MERGE, patch)
                .noting(Problem.of("kubernetes.rollout-scaling", name(live), present, wanted));
    }

    /** Its Deployment would put it back at once. */
    private static void refuseOwned(ObjectNode replicaSet) {
        for (JsonNode owner : replicaSet.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                String which =
                        owner.path("kind").asText() + " " + owner.path("name").asText();
                throw refused("kubernetes.rollout-scale-owned", replicaSet, which);
            }
        }
    }

    private Draft undo(Change.Undo undo, ObjectNode live) {
        require(ROLLING, live, "kubernetes.rollout-no-revisions");
        requireRunning(live);
        Revisions revisions = Revisions.of(live, cluster);
        Revisions.Revision back = revisions.choose(undo);
        return Draft.of(PatchStrategy.STRATEGIC, back.patch())
                .noting(Problem.of("kubernetes.rollout-back-to", name(live), back.number()))
                .warning(onDelete(live));
    }

    private Draft restart(ObjectNode live) {
        require(ROLLING, live, "kubernetes.rollout-no-restart");
        requireRunning(live);
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/spec/template/metadata/annotations")
                .put(
                        RESTARTED_AT,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        return Draft.of(PatchStrategy.MERGE, patch).warning(onDelete(live));
    }

    private static Draft pause(boolean paused, ObjectNode live) {
        require(Set.of("Deployment"), live, paused ? "kubernetes.rollout-no-pause" : "kubernetes.rollout-no-resume");
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/spec").put("paused", paused);
        return Draft.of(PatchStrategy.MERGE, patch);
    }

    private Draft patch(Change.Patch change, ObjectNode live) {
        boolean list = change.strategy() == PatchStrategy.JSON;
        if (list != change.patch().isArray() || !change.patch().isContainerNode()) {
            throw refused(
                    list ? "kubernetes.rollout-patch-no-list" : "kubernetes.rollout-patch-no-object",
                    live,
                    word(change));
        }
        if (change.patch().isEmpty()) {
            throw refused("kubernetes.rollout-patch-empty", live);
        }
        if (list) {
            return Draft.of(PatchStrategy.JSON, change.patch());
        }
        ObjectNode patch = change.patch().deepCopy();
        return new Draft(change.strategy(), patch, bind(change, patch, live), List.of(), List.of());
    }

    private static String word(Change.Patch change) {
        return change.strategy().name().toLowerCase(Locale.ROOT);
    }

    /** Only what the patch itself mentions: the rest of the object is not what it is about. */
    private List<Artifact> bind(Change.Patch change, ObjectNode patch, ObjectNode live) {
        ObjectNode mentioning = JsonNodeFactory.instance.objectNode();
        mentioning.set("apiVersion", live.path("apiVersion"));
        mentioning.set("kind", live.path("kind"));
        mentioning.putObject("metadata").put("namespace", ObjectRef.of(live).namespace());
        if (patch.has("spec")) {
            mentioning.set("spec", patch.get("spec"));
        }
        return new ArtifactBinder(change.required(), change.optional(), ImageMatching.NAME_AND_TAG, account)
                .bind(mentioning);
    }

    /** A rollout that stands still would not follow, and waiting for it would last for ever. */
    private static void requireRunning(ObjectNode live) {
        if (live.path("spec").path("paused").asBoolean()) {
            throw refused("kubernetes.rollout-is-paused", live);
        }
    }

    /** Under this strategy the controller leaves it to people to delete the old pods. */
    private static List<Problem> onDelete(ObjectNode live) {
        boolean byHand =
                live.path("spec").path("updateStrategy").path("type").asText().equals("OnDelete");
        return byHand ? List.of(Problem.of("kubernetes.rollout-on-delete", name(live))) : List.of();
    }

    private static void require(Set<String> kinds, ObjectNode live, String otherwise) {
        boolean one = ObjectRef.of(live).group().equals("apps")
                && kinds.contains(live.path("kind").asText());
        if (!one) {
            throw refused(otherwise, live, live.path("kind").asText());
        }
    }

    /** What the server says of a strategic patch for a custom resource does not say what to do. */
    static ProblemException explained(ApiException fault, PatchStrategy strategy, ObjectRef ref) {
        return fault.status() == UNSUPPORTED_MEDIA_TYPE && strategy == PatchStrategy.STRATEGIC
                ? new ProblemException(
                        Category.INPUT,
                        List.of(Problem.of("kubernetes.rollout-patch-not-strategic", ref.toString(), ref.kind())),
                        fault)
                : fault;
    }

    private static ProblemException refused(String code, ObjectNode live, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, name(live), arguments));
    }

    private static String name(ObjectNode live) {
        return ObjectRef.of(live).toString();
    }
}
