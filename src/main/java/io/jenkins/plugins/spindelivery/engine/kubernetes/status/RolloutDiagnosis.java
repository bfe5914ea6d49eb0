package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out why an object is not getting ready, and whether waiting longer has any point.
 *
 * <p>It goes in two steps because they cost differently. {@link #of} looks at pods and, when some are in trouble, at
 * ReplicaSets, once per namespace for all objects of a look; call it at each look for what is not stable. {@link #explain} also
 * reads events and logs; call it once, when the trouble is to be told.
 *
 * <p>Only pods of the present template count: an old ReplicaSet in trouble is what the new one is there to replace.
 */
public final class RolloutDiagnosis {
    /** How long something that may come right is given; long enough for a Secret that an operator has yet to make. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a cluster is given to make room for a pod; longer than autoscalers take to add a node. */
    static final Duration PATIENCE_FOR_NODES = Duration.ofMinutes(5);

    private static final int MOST_EXPLAINED = 5;
    private static final int LOG_LINES = 20;
    private static final Set<String> WORKLOADS =
            Set.of("Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job");
    private static final Set<String> GROUPS = Set.of("", "apps", "batch", "extensions");

    private final SharedLists lists;
    private final Clock clock;
    private final Map<String, Boolean> troubled = new HashMap<>();

    /**
     * A look at one moment.
     *
     * @param lists what the cluster has at this moment
     * @param clock the present time, in step with the cluster's to within seconds
     */
    public RolloutDiagnosis(SharedLists lists, Clock clock) {
        this.lists = lists;
        this.clock = clock;
    }

    /**
     * What keeps an object from getting ready.
     *
     * @param object the live object; never changed. Other kinds than workloads and pods have no troubles
     * @return the troubles; none while the controller has not seen the object's latest change. Nothing is thrown for
     *     what the trees hold, nor when something can't be listed
     */
    public Diagnosis of(JsonNode object) {
        List<Trouble.Found> found = new ArrayList<>();
        try {
            collect(Fields.of(object), found);
        } catch (MalformedStatusException e) {
            return new Diagnosis(List.of(), List.of(e.problem()));
        }
        Instant now = clock.instant();
        List<Trouble> troubles = found.stream()
                .sorted(Comparator.comparing(Trouble.Found::outlook)
                        .thenComparing(
                                Comparator.comparing(Trouble.Found::restarts).reversed())
                        .thenComparing(each -> each.object().name()))
                .map(each -> each.judged(stuck(each, now)))
                .sorted(Comparator.comparing(each -> !each.stuck()))
                .toList();
        return new Diagnosis(troubles, unreadable(ObjectRef.of(object).namespace()));
    }

    private List<Problem> unreadable(String namespace) {
        return Stream.of(
                        lists.unreadable("apps/v1", "ReplicaSet", namespace),
                        lists.unreadable("v1", "Pod", namespace),
                        lists.unreadable("v1", "Event", namespace))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean stuck(Trouble.Found found, Instant now) {
        return switch (found.outlook()) {
            case STUCK -> true;
            case DOUBTFUL -> found.lastedFor(PATIENCE, now);
            case SLOW -> found.lastedFor(PATIENCE_FOR_NODES, now);
            case PASSING -> false;
        };
    }

    private void collect(Fields object, List<Trouble.Found> found) {
        String kind = object.text("kind");
        if (!GROUPS.contains(ObjectRef.of(object.json()).group()) || CurrentPods.terminating(object.json())) {
            return;
        }
        if (kind.equals("Pod")) {
            found.addAll(troubles(object));
            return;
        }
        // Jobs have a generation, but never say which one was observed: their template can't change.
        boolean behind = !kind.equals("Job") && StatusRules.behind(object);
        if (!WORKLOADS.contains(kind) || behind) {
            return;
        }
        if (kind.equals("Deployment") && nothingToFind(object)) {
            return;
        }
        CurrentPods pods = CurrentPods.of(object, lists);
        for (ObjectNode pod : pods.current()) {
            troubles(Fields.of(pod))
                    .forEach(each -> found.add(replaced(kind, pod, each) ? each.with(Outlook.PASSING) : each));
        }
        new CreationFailures(object, pods, lists).find().ifPresent(found::add);
        if (kind.equals("StatefulSet")) {
            found.addAll(blockers(object, pods));
        }
    }

    /**
     * Whether a Deployment can't have troubles, so that nobody has to know which ReplicaSets are its own: no pod of the
     * namespace has any, and its controller passes on what ReplicaSets say of refused pods.
     */
    private boolean nothingToFind(Fields deployment) {
        return deployment.condition("ReplicaFailure").filter(Condition::isTrue).isEmpty()
                && !troubled.computeIfAbsent(deployment.text("metadata.namespace"), this::anyTrouble);
    }

    private boolean anyTrouble(String namespace) {
        try {
            return lists.list("v1", "Pod", namespace).stream()
                    .anyMatch(pod -> !troubles(Fields.of(pod)).isEmpty());
        } catch (MalformedStatusException e) {
            return true;
        }
    }

    private static List<Trouble.Found> troubles(Fields pod) {
        boolean fine = pod.text("status.phase").equals("Succeeded") || PodRules.ready(pod);
        return fine || CurrentPods.terminating(pod.json()) ? List.of() : PodTroubles.of(pod);
    }

    /**
     * Whether another pod comes instead: a workload replaces a pod that failed as a whole, such as an evicted one, and
     * a Job counts each failure against its backoffLimit and says itself when it gives up.
     */
    private static boolean replaced(String kind, ObjectNode pod, Trouble.Found found) {
        return !CurrentPods.active(pod) || (kind.equals("Job") && found.exitCode() != null);
    }

    /**
     * Pods of the old revision that the update waits for: under the policy OrderedReady a StatefulSet replaces a pod
     * only when the ones before are ready, so one that crashes blocks even the update that would cure it. At first it
     * may just not have been replaced yet, and while another pod changes its turn may come.
     */
    private static List<Trouble.Found> blockers(Fields statefulSet, CurrentPods pods) {
        boolean ordered = !statefulSet.text("spec.podManagementPolicy").equals("Parallel")
                && statefulSet.count("spec.updateStrategy.rollingUpdate.partition") == 0;
        Outlook outlook = pods.changing() ? Outlook.PASSING : Outlook.DOUBTFUL;
        Instant since = Times.lastChange(statefulSet);
        return pods.old().stream()
                .flatMap(pod -> troubles(Fields.of(pod)).stream())
                .map(each -> ordered && each.outlook() == Outlook.STUCK
                        ? each.blocking(outlook, since)
                        : each.with(Outlook.PASSING))
                .toList();
    }

    /**
     * Tells the troubles with the cluster's last warnings and the last log lines.
     *
     * @param object the object that {@code diagnosis} is about
     * @param diagnosis what {@link #of} found
     * @return one event for each sort of trouble, told by the pod that was restarted most, at most five; without
     *     troubles one with the cluster's warnings about the object itself, if there are any. Events that can't be read
     *     are said to be so in their place; a log that can't be read is empty
     */
    public List<Event.Diagnosed> explain(JsonNode object, Diagnosis diagnosis) {
        ClusterEvents events = new ClusterEvents(lists);
        if (diagnosis.troubles().isEmpty()) {
            return ownWarnings(object, events);
        }
        Map<Sort, List<Trouble>> sorts = diagnosis.troubles().stream()
                .collect(Collectors.groupingBy(Sort::of, LinkedHashMap::new, Collectors.toList()));
        return sorts.values().stream()
                .limit(MOST_EXPLAINED)
                .map(alike -> told(alike.get(0), alike.size(), events))
                .toList();
    }

    private record Sort(String kind, String reason, String container, Integer exitCode) {
        static Sort of(Trouble trouble) {
            return new Sort(trouble.object().kind(), trouble.reason(), trouble.container(), trouble.exitCode());
        }
    }

    private Event.Diagnosed told(Trouble trouble, int alike, ClusterEvents events) {
        String message = trouble.message();
        return new Event.Diagnosed(
                trouble.object(),
                trouble.reason(),
                alike == 1
                        ? message
                        : PodTroubles.problem("pods-alike", message, alike).message(),
                events.lines(trouble.object(), trouble.uid()),
                log(trouble));
    }

    private List<String> log(Trouble trouble) {
        if (trouble.log() == Trouble.Log.NONE) {
            return List.of();
        }
        boolean previous = trouble.log() == Trouble.Log.PREVIOUS;
        List<String> lines = log(trouble, previous);
        // The node may have thrown the previous run's log away.
        return lines.isEmpty() && previous ? log(trouble, false) : lines;
    }

    private List<String> log(Trouble trouble, boolean previous) {
        try {
            return lists.cluster().log(trouble.object(), trouble.container(), previous, LOG_LINES);
        } catch (ProblemException e) {
            return List.of();
        }
    }

    private static List<Event.Diagnosed> ownWarnings(JsonNode object, ClusterEvents events) {
        ObjectRef ref = ObjectRef.of(object);
        List<ClusterEvents.Happening> warnings =
                events.warnings(ref, object.path("metadata").path("uid").asText(""));
        if (warnings.isEmpty()) {
            return List.of();
        }
        ClusterEvents.Happening last = warnings.get(warnings.size() - 1);
        List<String> lines =
                warnings.stream().map(ClusterEvents.Happening::toString).toList();
        return List.of(new Event.Diagnosed(ref, last.reason(), last.message(), lines, List.of()));
    }
}
