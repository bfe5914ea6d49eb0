package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what keeps one pod from getting ready, in the pod's own status. */
final class PodTroubles {

    private PodTroubles() {}

    /**
     * What is wrong with a pod that is not ready.
     *
     * @param pod the pod
     * @return the worst first; empty when it merely has not come far enough to tell
     * @throws MalformedStatusException when its status can't be read
     */
    static List<Trouble.Found> of(Fields pod) {
        if (pod.text("status.phase").equals("Failed")) {
            return List.of(failed(pod));
        }
        List<Trouble.Found> found = new ArrayList<>();
        unscheduled(pod).ifPresent(found::add);
        for (Fields container : pod.list("status.initContainerStatuses")) {
            new ContainerTroubles(pod, container, true).find().ifPresent(found::add);
        }
        boolean initialized = found.isEmpty();
        for (Fields container : pod.list("status.containerStatuses")) {
            new ContainerTroubles(pod, container, false)
                    .find()
                    // While init containers are in trouble, the others wait for them and tell nothing new.
                    .filter(each -> initialized || each.outlook() != Outlook.PASSING)
                    .ifPresent(found::add);
        }
        if (found.isEmpty()) {
            outside(pod).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(Trouble.Found::outlook));
        return found;
    }

    /** A pod that failed as a whole: evicted, or its containers ended and are not restarted. */
    private static Trouble.Found failed(Fields pod) {
        for (boolean init : List.of(true, false)) {
            for (Fields container : pod.list(init ? "status.initContainerStatuses" : "status.containerStatuses")) {
                Optional<Trouble.Found> failed = new ContainerTroubles(pod, container, init).failed();
                if (failed.isPresent()) {
                    return failed.get();
                }
            }
        }
        String reason = pod.text("status.reason");
        String says = joined(reason, pod.text("status.message"));
        Problem problem = says.isEmpty() ? problem("pod-failed") : problem("failed", says);
        return ofPod(pod, reason.isEmpty() ? "Failed" : reason, problem, Outlook.STUCK);
    }

    private static Optional<Trouble.Found> unscheduled(Fields pod) {
        return pod.condition("PodScheduled")
                .filter(Condition::isFalse)
                .map(each -> ofPod(pod, each.reason(), problem("unscheduled", each.says()), Outlook.SLOW));
    }

    /** All containers are ready, but something outside has not agreed: a readiness gate, or its node is lost. */
    private static Optional<Trouble.Found> outside(Fields pod) {
        if (pod.condition("ContainersReady").filter(Condition::isTrue).isEmpty()) {
            return Optional.empty();
        }
        return pod.condition("Ready").filter(each -> !each.isTrue()).map(each -> {
            boolean gate = each.reason().equals("ReadinessGatesNotReady");
            return gate
                    ? ofPod(pod, each.reason(), problem("readiness-gate", each.message()), Outlook.PASSING)
                    : ofPod(pod, "NodeNotReady", problem("node", pod.text("spec.nodeName")), Outlook.PASSING);
        });
    }

    static Trouble.Found ofPod(Fields object, String reason, Problem problem, Outlook outlook) {
        return new Trouble.Found(
                ObjectRef.of(object.json()),
                object.text("metadata.uid"),
                reason,
                problem,
                "",
                null,
                0,
                outlook,
                began(object),
                Trouble.Log.NONE);
    }

    /** When the node took the pod, or else when it was created. */
    static Instant began(Fields pod) {
        return Times.first(pod.text("status.startTime"), pod.text("metadata.creationTimestamp"));
    }

    static Problem problem(String code, Object... arguments) {
        return Problem.of("kubernetes.status-" + code, "", arguments);
    }

    static String joined(String reason, String message) {
        return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
    }
}
