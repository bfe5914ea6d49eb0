package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mention;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds out, before the first write, whether a whole deploy can go back. */
final class RollbackCheck {
    /** The kinds whose versions pods mention. */
    private static final Map<String, String> VERSIONED =
            Map.of("kubernetes/configMap", "ConfigMap", "kubernetes/secret", "Secret");

    private final RollbackPoint point;
    private final DeployRollbackRequest request;
    private final Cluster cluster;
    private final OperationContext context;
    private final LiveObjects live;

    RollbackCheck(RollbackPoint point, DeployRollbackRequest request, Cluster cluster, OperationContext context) {
        this.point = point;
        this.request = request;
        this.cluster = cluster;
        this.context = context;
        this.live = new LiveObjects(cluster, context.executor());
    }

    /**
     * Checks.
     *
     * @throws ProblemException naming everything that stands in the way
     */
    void check() {
        List<Integer> changed = changed(point.deploy());
        live.fetch(changed.stream().map(this::ref).toList());
        List<Problem> problems = new ArrayList<>();
        point.lost().forEach(ref -> problems.add(Problem.of("kubernetes.rollback-lost", ref.toString())));
        if (!request.force()) {
            changed.forEach(i -> sinceThen(i).ifPresent(problems::add));
        }
        problems.addAll(missing(changed));
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        List<PlannedObject> written =
                changed.stream().map(i -> point.plan().objects().get(i)).toList();
        List<ObjectRef> made = point.removed().stream().map(ObjectRef::of).toList();
        new AccessCheck(cluster, context.executor())
                .check(
                        written,
                        List.of(),
                        made,
                        point.deploy().request().options().withRollback());
        if (!request.force()) {
            checkNothingIsThereAgain();
        }
    }

    /** What somebody has made anew is theirs; unless it is what is going to be made, as after half a rollback. */
    private void checkNothingIsThereAgain() {
        List<Problem> problems = new ArrayList<>();
        for (ObjectNode manifest : point.removed()) {
            ObjectRef ref = ObjectRef.of(manifest);
            Optional<ObjectNode> now = live.find(ref);
            if (now.isPresent() && !ObjectDiff.of(now.get(), tried(manifest)).isEmpty()) {
                problems.add(Problem.of("kubernetes.rollback-there-again", ref.toString()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }

    private ObjectNode tried(ObjectNode manifest) {
        return cluster.apply(manifest, WriteOptions.DEFAULT.withForce(true).withDryRun(true))
                .object();
    }

    static List<Integer> changed(DeployState deploy) {
        return IntStream.range(0, deploy.progress().size())
                .filter(i -> deploy.progress().get(i).changed())
                .boxed()
                .toList();
    }

    private ObjectRef ref(int place) {
        return point.plan().objects().get(place).ref();
    }

    /** What has become of an object since the deploy, if it is not any more as the deploy left it. */
    private Optional<Problem> sinceThen(int place) {
        ObjectProgress left = point.deploy().progress().get(place);
        String where = ref(place).toString();
        Optional<ObjectNode> object = live.find(ref(place));
        boolean created = point.plan().objects().get(place).restore().way() == Restore.Way.DELETE;
        if (object.isEmpty()) {
            // What the deploy made is to go anyway.
            return created ? Optional.empty() : Optional.of(Problem.of("kubernetes.rollback-gone", where));
        }
        boolean another = !left.uid().isEmpty()
                && !object.get().at("/metadata/uid").asText().equals(left.uid());
        if (another) {
            return Optional.of(Problem.of("kubernetes.rollback-replaced", where));
        }
        boolean same = left.owned().isEmpty() || left.owned().equals(OwnedDigest.of(object.get()));
        return same ? Optional.empty() : Optional.of(Problem.of("kubernetes.rollback-changed", where));
    }

    /** Versions that the old state mentions and that are gone for good: its pods would not start. */
    private List<Problem> missing(List<Integer> changed) {
        Set<String> back = new HashSet<>();
        point.removed().forEach(object -> back.add(ObjectRef.of(object).toString()));
        Set<Problem> missing = new LinkedHashSet<>();
        for (int i : changed) {
            Restore restore = point.plan().objects().get(i).restore();
            if (restore.way() != Restore.Way.APPLY) {
                continue;
            }
            for (Mention mention : Mentions.in(restore.manifest())) {
                version(mention, ref(i).namespace())
                        .filter(ref -> !back.contains(ref.toString()))
                        .filter(ref -> live.find(ref).isEmpty())
                        .ifPresent(
                                ref -> missing.add(Problem.of("kubernetes.rollback-missing", ref(i).toString(), ref)));
            }
        }
        return List.copyOf(missing);
    }

    private static Optional<ObjectRef> version(Mention mention, String namespace) {
        return Optional.ofNullable(VERSIONED.get(mention.type()))
                .filter(kind -> Moniker.ofName(mention.name()).sequence() != null)
                .map(kind -> new ObjectRef("v1", kind, namespace, mention.name()));
    }
}
