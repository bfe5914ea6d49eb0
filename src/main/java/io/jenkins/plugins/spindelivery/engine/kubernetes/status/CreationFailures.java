package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out whether the API server refuses to create a workload's pods, for instance because of a quota.
 *
 * <p>ReplicaSets say so in a condition; of the other kinds only events tell. A refusal is for good only when nothing is
 * under way that could make room: a pod of the workload that is still to become ready, an old pod that the rollout may
 * still take away, or a pod of the namespace that is just ending.
 */
final class CreationFailures {
    private static final String FAILED_CREATE = "FailedCreate";
    private static final Set<String> CREATIONS = Set.of(FAILED_CREATE, "SuccessfulCreate");

    /** What the API server's admission says when the same pod will be refused again. */
    private static final Pattern LASTING = Pattern.compile("exceeded quota|failed quota|violates PodSecurity"
            // What a LimitRange says.
            + "|(minimum|maximum) \\S+ usage per|limit to request ratio per");

    private final Fields workload;
    private final CurrentPods pods;
    private final SharedLists lists;

    CreationFailures(Fields workload, CurrentPods pods, SharedLists lists) {
        this.workload = workload;
        this.pods = pods;
        this.lists = lists;
    }

    /** The refusal, if there is one now. */
    Optional<Trouble.Found> find() {
        return pods.replicaSet() != null ? byCondition(Fields.of(pods.replicaSet())) : byEvents();
    }

    private Optional<Trouble.Found> byCondition(Fields replicaSet) {
        return replicaSet
                .condition("ReplicaFailure")
                .filter(Condition::isTrue)
                .map(each -> found(replicaSet, each.reason(), each.message(), Times.parse(each.since())));
    }

    private Optional<Trouble.Found> byEvents() {
        // Events cost a list: they are asked for only when pods are missing and none is on its way.
        if (missing() <= 0 || pods.coming()) {
            return Optional.empty();
        }
        Instant changed = Times.lastChange(workload);
        return new ClusterEvents(lists)
                .of(ObjectRef.of(workload.json()), workload.text("metadata.uid")).stream()
                        .filter(each -> CREATIONS.contains(each.reason()))
                        // Of two in the same second the success is the one to believe.
                        .max(Comparator.comparing(ClusterEvents.Happening::last)
                                .thenComparing(each -> !each.reason().equals(FAILED_CREATE)))
                        .filter(each -> each.reason().equals(FAILED_CREATE))
                        // A refusal from before the last change says nothing about what was deployed since.
                        .filter(each -> each.last().isAfter(changed))
                        .map(each ->
                                found(workload, FAILED_CREATE, each.message(), Times.later(each.first(), changed)));
    }

    /** How many pods there should be and are not. */
    private int missing() {
        return switch (workload.text("kind")) {
            case "StatefulSet" -> workload.count("spec.replicas", 1) - workload.count("status.replicas");
            case "DaemonSet" -> workload.count("status.desiredNumberScheduled")
                    - workload.count("status.currentNumberScheduled");
            case "Job" -> {
                int left = workload.count("spec.completions", 1) - workload.count("status.succeeded");
                yield Math.min(workload.count("spec.parallelism", 1), left) - workload.count("status.active");
            }
            default -> 0;
        };
    }

    private Trouble.Found found(Fields object, String reason, String message, Instant since) {
        Problem problem = PodTroubles.problem("pods-refused", PodTroubles.joined(reason, message));
        return new Trouble.Found(
                ObjectRef.of(object.json()),
                object.text("metadata.uid"),
                reason,
                problem,
                "",
                null,
                0,
                outlook(message),
                since,
                Trouble.Log.NONE);
    }

    private Outlook outlook(String message) {
        if (pods.coming()) {
            return Outlook.PASSING;
        }
        boolean lasting = LASTING.matcher(message).find();
        return lasting && !oldCanGo() && !endingInNamespace() ? Outlook.STUCK : Outlook.DOUBTFUL;
    }

    /** Whether the rollout takes old pods away before new ones are there. */
    private boolean oldCanGo() {
        return pods.old().stream().anyMatch(CurrentPods::active)
                && !(workload.text("kind").equals("Deployment") && maxUnavailable() == 0);
    }

    private int maxUnavailable() {
        JsonNode value =
                workload.at("spec.strategy.rollingUpdate.maxUnavailable").json();
        int desired = workload.count("spec.replicas", 1);
        String text = value.asText("25%");
        if (!text.matches("[0-9]{1,9}%?")) {
            return 0;
        }
        // Percentages are rounded down, as the Deployment controller does.
        return text.endsWith("%")
                ? (int) (Long.parseLong(text.substring(0, text.length() - 1)) * desired / 100)
                : Integer.parseInt(text);
    }

    private boolean endingInNamespace() {
        return lists.list("v1", "Pod", workload.text("metadata.namespace")).stream()
                .anyMatch(CurrentPods::terminating);
    }
}
