package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.StrategyReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes the Services of a deploy with traffic into its manifests, and finds what can't be done with them. */
public final class TrafficManifests {
    /** Whose pods would all be made anew by the labels of a Service, or have no others to take over from them. */
    private static final Set<String> OTHER_WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet", "Pod");

    private TrafficManifests() {}

    /**
     * The manifests with the annotation {@code traffic.spinnaker.io/load-balancers} on each ReplicaSet. An equal list that
     * is there already is fine, as in Spinnaker.
     *
     * @param manifests as read, with expressions evaluated
     * @param services as {@code NAME} or {@code service NAME}; none leaves all as it is
     * @param strategy what becomes of the older ReplicaSets
     * @param percentages the steps of a rolling red/black
     * @return the manifests for the deploy
     * @throws ProblemException with all that is wrong
     */
    public static List<Manifest> with(
            List<Manifest> manifests, List<String> services, TrafficStrategy strategy, List<Integer> percentages) {
        List<String> full = Services.full(services);
        List<Problem> problems = new ArrayList<>(percentages(strategy, percentages));
        List<Manifest> changed = new ArrayList<>();
        boolean any = false;
        for (Manifest manifest : manifests) {
            boolean replicaSet = isReplicaSet(manifest);
            any |= replicaSet;
            refuseOther(manifest).ifPresent(problems::add);
            if (replicaSet) {
                check(manifest, full, strategy).ifPresent(problems::add);
            }
            changed.add(replicaSet && !full.isEmpty() ? annotated(manifest, full) : manifest);
        }
        if (!any && problems.isEmpty()) {
            problems.add(Problem.of("kubernetes.traffic-no-replicaset", ""));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return changed;
    }

    private static boolean isReplicaSet(Manifest manifest) {
        return GroupFinder.isReplicaSet(manifest.ref());
    }

    private static Optional<Problem> refuseOther(Manifest manifest) {
        Kind kind = Kinds.of(manifest.json());
        return OTHER_WORKLOADS.contains(kind.name()) && kind.podTemplate() != null
                ? Optional.of(Problem.of(
                        "kubernetes.traffic-deploy-kind",
                        manifest.source().where(),
                        manifest.ref().toString(),
                        manifest.ref().kind()))
                : Optional.empty();
    }

    private static Optional<Problem> check(Manifest manifest, List<String> full, TrafficStrategy strategy) {
        List<String> annotated = Services.annotated(manifest.json());
        String where =
                manifest.source().where(SpinnakerAnnotations.pointer(SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS));
        if (full.isEmpty() && annotated.isEmpty()) {
            return Optional.of(
                    Problem.of("kubernetes.traffic-no-services", where, SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS));
        }
        if (!full.isEmpty() && !annotated.isEmpty() && !annotated.equals(full)) {
            return Optional.of(Problem.of(
                    "kubernetes.traffic-annotation",
                    where,
                    manifest.ref().toString(),
                    String.join(", ", annotated),
                    String.join(", ", full)));
        }
        DeployStrategy own =
                StrategyReader.read(manifest, DeployStrategy.Method.APPLY).strategy();
        boolean keepsOld = strategy == TrafficStrategy.RED_BLACK || strategy == TrafficStrategy.ROLLING_RED_BLACK;
        if (keepsOld && own.maxVersionHistory() != null && own.maxVersionHistory() < 2) {
            return Optional.of(Problem.of(
                    "kubernetes.traffic-history",
                    manifest.source()
                            .where(SpinnakerAnnotations.pointer(SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY)),
                    manifest.ref().toString(),
                    SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY,
                    own.maxVersionHistory()));
        }
        return Optional.empty();
    }

    private static Manifest annotated(Manifest manifest, List<String> full) {
        ObjectNode copy = manifest.json().deepCopy();
        copy.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS, Services.annotation(full));
        return manifest.with(copy);
    }

    private static List<Problem> percentages(TrafficStrategy strategy, List<Integer> percentages) {
        int last = 0;
        for (int percentage : percentages) {
            if (percentage <= last || percentage >= 100) {
                return List.of(Problem.of("kubernetes.traffic-percentages", "", percentages));
            }
            last = percentage;
        }
        return percentages.isEmpty() || strategy == TrafficStrategy.ROLLING_RED_BLACK
                ? List.of()
                : List.of(Problem.of("kubernetes.traffic-percentages-useless", "", strategy.word()));
    }

    /** How large ReplicaSets that begin empty are to become, by their names without version. */
    static Map<String, TrafficState.Size> sizes(List<Manifest> manifests) {
        Map<String, TrafficState.Size> sizes = new TreeMap<>();
        for (Manifest manifest : manifests) {
            if (isReplicaSet(manifest)) {
                boolean live = StrategyReader.read(manifest, DeployStrategy.Method.APPLY)
                        .strategy()
                        .useSourceCapacity();
                int replicas = manifest.json().at("/spec/replicas").asInt(1);
                sizes.put(manifest.ref().name(), new TrafficState.Size(replicas, live));
            }
        }
        return sizes;
    }
}
