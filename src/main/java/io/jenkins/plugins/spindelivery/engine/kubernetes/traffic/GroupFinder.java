package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Criterion;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionHistory;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the ReplicaSets that a request is about, and what has to be known of them before anything is written. */
final class GroupFinder {
    private final TrafficState state;
    private final Cluster cluster;
    private final LiveObjects live;

    GroupFinder(TrafficState state, Cluster cluster, OperationContext context) {
        this.state = state;
        this.cluster = cluster;
        this.live = new LiveObjects(cluster, context.executor());
    }

    static boolean isReplicaSet(ObjectRef ref) {
        return ref.kind().equals("ReplicaSet") && ref.group().equals("apps");
    }

    /** What a deploy says of its ReplicaSets: enough to remove them again, should it come to no more. */
    static List<Group> deployed(DeployResult result) {
        return result.objects().stream()
                .filter(object -> isReplicaSet(object.ref()) && object.action() != Action.DELETED)
                .map(object -> new Group(
                        object.ref(),
                        "",
                        List.of(),
                        Map.of(),
                        Map.of(),
                        0,
                        object.action() == Action.CREATED,
                        false,
                        Group.Fate.LEFT))
                .toList();
    }

    /** The ReplicaSets that a request names. */
    List<Group> named() {
        TargetFinder finder = new TargetFinder(cluster);
        List<ObjectNode> found = finder.find(state.request().target());
        if (found.isEmpty()) {
            throw finder.missing(state.request().target());
        }
        List<Problem> wrong = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (ObjectNode object : found) {
            Optional<Problem> why = whyNot(object);
            if (why.isPresent()) {
                wrong.add(why.get());
            } else {
                groups.add(group(object, services(object, state.request().services()), false));
            }
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
        return groups;
    }

    private static Optional<Problem> whyNot(ObjectNode object) {
        ObjectRef ref = ObjectRef.of(object);
        if (!isReplicaSet(ref)) {
            return Optional.of(Problem.of("kubernetes.traffic-kind", ref.toString(), ref.kind()));
        }
        return Look.controller(object).isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of("kubernetes.traffic-owned", ref.toString(), owner(object)));
    }

    private static String owner(ObjectNode object) {
        return object.at("/metadata/ownerReferences/0/kind").asText() + " "
                + object.at("/metadata/ownerReferences/0/name").asText();
    }

    private static List<String> services(ObjectNode object, List<String> given) {
        List<String> names = given.isEmpty() ? Services.annotated(object) : given;
        if (names.isEmpty()) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of(
                            "kubernetes.traffic-no-services",
                            ObjectRef.of(object).toString(),
                            SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS));
        }
        return names.stream().map(Services::name).toList();
    }

    private Group group(ObjectNode object, List<String> services, boolean created) {
        ObjectRef ref = ObjectRef.of(object);
        Map<String, String> labels = Services.labels(services, ref, live);
        Set<String> own = new HashSet<>(labels.keySet());
        own.removeIf(label -> !object.at("/spec/selector/matchLabels").has(label));
        if (!own.isEmpty()) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of(
                            "kubernetes.traffic-own-label",
                            ref.toString(),
                            String.join(", ", own),
                            String.join(", ", services)));
        }
        return new Group(
                ref,
                Look.uid(object),
                services,
                labels,
                PodLabels.present(object.at("/spec/template"), labels),
                object.at("/spec/replicas").asInt(1),
                created,
                false,
                Group.Fate.LEFT);
    }

    /** What the deploy has made, with what it is going to be. */
    List<Group> entering(List<Group> older) {
        Map<ObjectRef, Group> before = new LinkedHashMap<>();
        state.entering().forEach(group -> before.put(group.ref(), group));
        List<Group> groups = new ArrayList<>();
        before.forEach((ref, group) -> {
            ObjectNode object = replicaSet(ref);
            Group known = group(object, services(object, List.of()), group.created());
            groups.add(known.growingTo(group.created() ? size(object, older) : known.target()));
        });
        return groups;
    }

    private ObjectNode replicaSet(ObjectRef ref) {
        return live.find(ref)
                .orElseThrow(() ->
                        new ProblemException(Category.FAILED, Problem.of("kubernetes.traffic-gone", ref.toString())));
    }

    private int size(ObjectNode object, List<Group> older) {
        TrafficState.Size size = state.sizes().get(base(object));
        if (size == null) {
            return object.at("/spec/replicas").asInt(1);
        }
        // The older ones are sorted by age.
        return size.live() && !older.isEmpty() ? older.get(older.size() - 1).target() : size.replicas();
    }

    private static String base(ObjectNode object) {
        return SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_NAME)
                .orElse("");
    }

    /** The ReplicaSets of the same clusters that were there before, the oldest first; some of them are doomed. */
    List<Group> older() {
        Set<ObjectRef> fresh = state.entering().stream().map(Group::ref).collect(Collectors.toSet());
        Map<ObjectRef, Group> older = new LinkedHashMap<>();
        for (ObjectRef ref : fresh) {
            ObjectNode newest = replicaSet(ref);
            List<ObjectNode> all = live.all(ref.apiVersion(), ref.kind(), ref.namespace());
            Set<String> surplus = surplus(newest, all, fresh);
            for (ObjectNode one : Criterion.oldestFirst(all)) {
                if (!fresh.contains(ObjectRef.of(one)) && isOlder(one, newest)) {
                    Group group = group(one, servicesLeft(one), false);
                    boolean doomed = surplus.contains(group.ref().name()) || isDoomed(one);
                    older.put(group.ref(), doomed ? group.thatIsDoomed() : group);
                }
            }
        }
        return List.copyOf(older.values());
    }

    /** Of the Services that an older one names, those that are still there. */
    private List<String> servicesLeft(ObjectNode object) {
        List<String> names =
                Services.annotated(object).isEmpty() ? state.request().services() : Services.annotated(object);
        String namespace = object.at("/metadata/namespace").asText();
        return names.stream()
                .map(Services::name)
                .filter(name -> live.find(new ObjectRef("v1", "Service", namespace, name))
                        .filter(service -> !service.at("/spec/selector").isEmpty())
                        .isPresent())
                .toList();
    }

    private static boolean isOlder(ObjectNode one, ObjectNode newest) {
        return same(one, newest, SpinnakerAnnotations.MONIKER_APPLICATION)
                && same(one, newest, SpinnakerAnnotations.MONIKER_CLUSTER)
                && Look.controller(one).isEmpty()
                && !Look.isGoing(one);
    }

    private static boolean same(ObjectNode one, ObjectNode other, String annotation) {
        Optional<String> text = SpinnakerAnnotations.text(one, annotation);
        return text.isPresent() && text.equals(SpinnakerAnnotations.text(other, annotation));
    }

    /** One that never came up is no way back, so red/black does not keep it; one that serves in part is kept. */
    private boolean isDoomed(ObjectNode one) {
        return switch (state.request().strategy()) {
            case NONE, ROLLING_RED_BLACK -> false;
            case HIGHLANDER -> true;
            case RED_BLACK -> {
                ObjectStatus status = StatusRules.of(one);
                boolean serves = one.at("/status/readyReplicas").asInt() > 0
                        && one.at("/status/availableReplicas").asInt() > 0;
                yield status.state() != State.STABLE && status.state() != State.FAILED && !serves;
            }
        };
    }

    /** What the deploy itself did not delete, because the new one had no pods yet. */
    private Set<String> surplus(ObjectNode newest, List<ObjectNode> all, Set<ObjectRef> fresh) {
        Optional<Integer> keep = SpinnakerAnnotations.text(newest, SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::valueOf);
        if (state.request().strategy() != TrafficStrategy.ROLLING_RED_BLACK
                || keep.filter(n -> n > 0).isEmpty()) {
            return Set.of();
        }
        Set<String> used = fresh.stream().map(ObjectRef::name).collect(Collectors.toSet());
        return VersionHistory.of(Kinds.of(newest), base(newest), all).surplus(keep.get(), used).stream()
                .map(VersionHistory.Entry::name)
                .collect(Collectors.toSet());
    }

    /** Whether a deploy has made any of them; one that is used again has its pods and its traffic already. */
    static List<ObjectRef> reused(List<Group> entering) {
        return entering.stream()
                .filter(group -> !group.created())
                .map(Group::ref)
                .toList();
    }

    /** For a result: what the deploy has told, without the ReplicaSets that are told otherwise. */
    static List<ObjectOutcome> others(TrafficState.Deployed result, List<Group> groups) {
        Set<ObjectRef> told = groups.stream().map(Group::ref).collect(Collectors.toSet());
        return result.objects().stream()
                .filter(object -> !told.contains(object.ref()))
                .toList();
    }
}
