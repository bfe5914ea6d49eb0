package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import java.util.List;

/**
 * The status of one pod. Unlike with Spinnaker a pod that failed has failed, and so has one whose container can't
 * start without somebody changing something; one that ended with an error and is restarted is still progressing.
 */
final class PodRules {

    private PodRules() {}

    static ObjectStatus pod(Fields pod) {
        int containers = pod.list("spec.containers").size();
        if (pod.at("status").blank()) {
            return StatusRules.none(pod).counting(0, containers);
        }
        int ready = (int) pod.list("status.containerStatuses").stream()
                .filter(each -> each.flag("ready"))
                .count();
        return byPhase(pod, pod.text("status.phase")).counting(ready, containers);
    }

    private static ObjectStatus byPhase(Fields pod, String phase) {
        return switch (phase) {
            case "" -> StatusRules.none(pod);
            case "Succeeded" -> ObjectStatus.stable("pod-succeeded");
            case "Running" -> ready(pod) ? ObjectStatus.stable("ready") : unready(pod);
            case "Pending", "Failed" -> unready(pod);
                // Unknown: the node has not been heard of.
            default -> ObjectStatus.unknown("phase", phase);
        };
    }

    /** Whether a pod runs and is ready; a running one without condition and containers is believed to be. */
    static boolean ready(Fields pod) {
        return pod.text("status.phase").equals("Running")
                && pod.condition("Ready").map(Condition::isTrue).orElseGet(() -> containersReady(pod));
    }

    private static boolean containersReady(Fields pod) {
        return pod.list("status.containerStatuses").stream().allMatch(each -> each.flag("ready"));
    }

    private static ObjectStatus unready(Fields pod) {
        List<Trouble.Found> troubles = PodTroubles.of(pod);
        if (troubles.isEmpty()) {
            return ObjectStatus.progressing("pod-starting").available(false);
        }
        Trouble.Found worst = troubles.get(0);
        State state = worst.outlook() == Outlook.STUCK ? State.FAILED : State.PROGRESSING;
        return new ObjectStatus(state, false, worst.problem(), 0, 0);
    }
}
