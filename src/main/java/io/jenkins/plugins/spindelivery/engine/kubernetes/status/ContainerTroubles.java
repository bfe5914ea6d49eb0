package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import java.util.Set;

/** Finds what is wrong with one container of a pod; the words are the kubelet's. */
final class ContainerTroubles {
    /** The kubelet goes on trying, but with growing pauses and nothing new to try. */
    private static final Set<String> IMAGE_STUCK = Set.of("ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

    /** The first try failed; the next one decides. */
    private static final Set<String> IMAGE_PASSING =
            Set.of("ErrImagePull", "RegistryUnavailable", "ImageInspectError", "SignatureValidationFailed");

    /** Often a ConfigMap or Secret that is missing; it may come a moment after the pod. */
    private static final Set<String> CREATE = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "PreStartHookError",
            "PostStartHookError");

    /** Reasons of an ended container that say no more than its exit code. */
    private static final Set<String> PLAIN_ENDS = Set.of("", "Error", "Completed");

    private final Fields pod;
    private final Fields status;
    private final Fields spec;
    private final boolean init;

    /**
     * One container.
     *
     * @param pod its pod
     * @param status its entry in the pod's status
     * @param init whether it is an init container
     */
    ContainerTroubles(Fields pod, Fields status, boolean init) {
        this.pod = pod;
        this.status = status;
        this.init = init;
        this.spec = pod.list(init ? "spec.initContainers" : "spec.containers").stream()
                .filter(each -> each.text("name").equals(status.text("name")))
                .findFirst()
                .orElse(Fields.of(MissingNode.getInstance()));
    }

    /** What is wrong, if anything is. */
    Optional<Trouble.Found> find() {
        Fields waiting = status.at("state.waiting");
        Fields terminated = status.at("state.terminated");
        if (waiting.present()) {
            return Optional.of(waiting(waiting.text("reason"), waiting.text("message")));
        }
        if (terminated.present()) {
            return terminated(terminated);
        }
        return status.at("state.running").present() ? running() : Optional.empty();
    }

    private Trouble.Found waiting(String reason, String message) {
        Fields last = status.at("lastState.terminated");
        if (reason.equals("CrashLoopBackOff")) {
            Problem problem = last.present()
                    ? problem("crash-loop", name(), exit(last), restarts())
                    : problem("crash-loop-plain", name(), restarts());
            Trouble.Log log = last.present() ? Trouble.Log.PREVIOUS : Trouble.Log.CURRENT;
            return found(reason, problem, last, Outlook.STUCK, log);
        }
        if (IMAGE_STUCK.contains(reason) || IMAGE_PASSING.contains(reason)) {
            Outlook outlook = IMAGE_STUCK.contains(reason) ? Outlook.STUCK : Outlook.PASSING;
            Problem problem = problem("image", reason, name(), image(), message);
            return found(
                    reason, message.isEmpty() ? problem("image-plain", reason, name(), image()) : problem, outlook);
        }
        if (CREATE.contains(reason)) {
            return found(reason, problem("container-create", reason, name(), message), Outlook.DOUBTFUL);
        }
        if (last.present() && exitCode(last) != 0) {
            return restarting(last, Trouble.Log.PREVIOUS);
        }
        Problem problem = reason.isEmpty()
                ? problem("container-waiting", name())
                : problem("container-starting", name(), PodTroubles.joined(reason, message));
        return found(reason.isEmpty() ? "Waiting" : reason, problem, Outlook.PASSING);
    }

    private Optional<Trouble.Found> terminated(Fields end) {
        String policy = restartPolicy();
        boolean toRunOn = init ? sidecar() : policy.equals("Always");
        if (exitCode(end) == 0 && !toRunOn) {
            return Optional.empty();
        }
        return Optional.of(policy.equals("Never") ? failed(end) : restarting(end, Trouble.Log.CURRENT));
    }

    private Trouble.Found restarting(Fields end, Trouble.Log log) {
        Problem problem = problem("container-restarting", name(), exit(end), restarts());
        return found(endReason(end), problem, end, Outlook.PASSING, log);
    }

    /** It runs; whether that is enough is for its readiness probe to say. */
    private Optional<Trouble.Found> running() {
        if (status.flag("ready")) {
            return Optional.empty();
        }
        Fields last = status.at("lastState.terminated");
        if (last.present()) {
            Problem problem = problem("container-restarted", name(), exit(last), restarts());
            return Optional.of(found(endReason(last), problem, last, Outlook.PASSING, Trouble.Log.PREVIOUS));
        }
        if (init && !sidecar()) {
            Problem problem = problem("container-init", name());
            return Optional.of(found("PodInitializing", problem, last, Outlook.PASSING, Trouble.Log.CURRENT));
        }
        boolean probed = spec.at("readinessProbe").present();
        Problem problem = problem(probed ? "container-unready" : "container-running", name());
        return Optional.of(found("NotReady", problem, last, Outlook.PASSING, Trouble.Log.CURRENT));
    }

    /** It ended with an error, if it did; for a pod that failed because of it. */
    Optional<Trouble.Found> failed() {
        Fields end = status.at("state.terminated");
        return end.present() && exitCode(end) != 0 ? Optional.of(failed(end)) : Optional.empty();
    }

    private Trouble.Found failed(Fields end) {
        Problem problem = problem("container-failed", name(), exit(end));
        return found(endReason(end), problem, end, Outlook.STUCK, Trouble.Log.CURRENT);
    }

    private Trouble.Found found(String reason, Problem problem, Outlook outlook) {
        return found(reason, problem, Fields.of(MissingNode.getInstance()), outlook, Trouble.Log.NONE);
    }

    private Trouble.Found found(String reason, Problem problem, Fields end, Outlook outlook, Trouble.Log log) {
        return new Trouble.Found(
                ObjectRef.of(pod.json()),
                pod.text("metadata.uid"),
                reason,
                problem,
                name(),
                end.present() ? (Integer) exitCode(end) : null,
                restarts(),
                outlook,
                PodTroubles.began(pod),
                log);
    }

    private String name() {
        return status.text("name");
    }

    private int restarts() {
        return status.count("restartCount");
    }

    private String image() {
        String inSpec = spec.text("image");
        return inSpec.isEmpty() ? status.text("image") : inSpec;
    }

    /** An init container is a sidecar by its own policy alone; the pod's applies to its failures. */
    private boolean sidecar() {
        return init && spec.text("restartPolicy").equals("Always");
    }

    /** The container's own policy (sidecars have one) before the pod's. */
    private String restartPolicy() {
        String own = spec.text("restartPolicy");
        String policy = own.isEmpty() ? pod.text("spec.restartPolicy") : own;
        return policy.isEmpty() ? "Always" : policy;
    }

    private static Problem problem(String code, Object... arguments) {
        return PodTroubles.problem(code, arguments);
    }

    private static String endReason(Fields end) {
        String reason = end.text("reason");
        return reason.isEmpty() ? "Error" : reason;
    }

    /** Exit code and, where it says more, the reason: {@code 137 (OOMKilled)}. */
    private static String exit(Fields end) {
        String reason = end.text("reason");
        return PLAIN_ENDS.contains(reason) ? String.valueOf(exitCode(end)) : exitCode(end) + " (" + reason + ")";
    }

    private static int exitCode(Fields end) {
        return end.integer("exitCode");
    }
}
