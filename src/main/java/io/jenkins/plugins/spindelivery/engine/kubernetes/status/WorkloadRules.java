package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import java.util.Optional;

/** The status of what keeps a number of pods running: Deployment, ReplicaSet, StatefulSet, DaemonSet. */
final class WorkloadRules {

    private WorkloadRules() {}

    static ObjectStatus deployment(Fields object) {
        int desired = object.count("spec.replicas", 1);
        if (object.at("status").blank()) {
            ObjectStatus none = object.flag("spec.paused") ? ObjectStatus.paused("paused") : StatusRules.none(object);
            return none.available(false).counting(0, desired);
        }
        boolean available =
                object.condition("Available").filter(Condition::isFalse).isEmpty();
        ObjectStatus verdict = deploymentVerdict(object, desired);
        return verdict.available(available).counting(updatedAndAvailable(object), desired);
    }

    private static ObjectStatus deploymentVerdict(Fields object, int desired) {
        boolean behind = StatusRules.behind(object);
        // While the controller is behind, the condition may tell of a pause that is over.
        if (object.flag("spec.paused") || (!behind && saysPaused(object))) {
            return ObjectStatus.paused("paused");
        }
        if (behind) {
            return StatusRules.beingBehind(object);
        }
        Optional<Condition> progress = object.condition("Progressing");
        if (progress.isPresent() && progress.get().reason().equals("ProgressDeadlineExceeded")) {
            return ObjectStatus.failed("deadline", progress.get().says());
        }
        ObjectStatus counted = deploymentCounts(object, desired);
        boolean unavailable =
                object.condition("Available").filter(Condition::isFalse).isPresent();
        return counted.state() == State.STABLE && unavailable ? ObjectStatus.progressing("unavailable") : counted;
    }

    private static ObjectStatus deploymentCounts(Fields object, int desired) {
        int updated = object.count("status.updatedReplicas");
        int total = object.count("status.replicas");
        if (updated < desired) {
            return podsRefused(object).orElseGet(() -> ObjectStatus.progressing("pods-updated", updated, desired));
        }
        return total > updated
                ? ObjectStatus.progressing("pods-old", total - updated)
                : readiness(object, total, desired);
    }

    private static boolean saysPaused(Fields object) {
        return object.list("status.conditions").stream()
                .anyMatch(each -> each.text("reason").equals("DeploymentPaused"));
    }

    /** New pods that are surely available: the status counts old and new ones together. */
    private static int updatedAndAvailable(Fields object) {
        if (StatusRules.behind(object)) {
            return 0;
        }
        int updated = object.count("status.updatedReplicas");
        int old = object.count("status.replicas") - updated;
        return Math.min(updated, object.count("status.availableReplicas") - Math.max(0, old));
    }

    static ObjectStatus replicaSet(Fields object) {
        int desired = object.count("spec.replicas", 1);
        if (object.at("status").blank()) {
            return StatusRules.none(object).counting(0, desired);
        }
        if (StatusRules.behind(object)) {
            return StatusRules.beingBehind(object).counting(0, desired);
        }
        int total = object.count("status.replicas");
        int labeled = object.count("status.fullyLabeledReplicas");
        int ready = object.count("status.readyReplicas");
        int available = object.count("status.availableReplicas");
        ObjectStatus verdict;
        if (total < desired) {
            verdict = podsRefused(object).orElseGet(() -> ObjectStatus.progressing("pods-created", total, desired));
        } else if (labeled < desired) {
            verdict = ObjectStatus.progressing("pods-labeled", labeled, desired);
        } else {
            verdict = readiness(object, total, desired);
        }
        boolean serves = labeled >= desired && ready >= desired && available >= desired;
        return verdict.available(serves).counting(Math.min(ready, available), desired);
    }

    /** What is left when pods of the right kind are there in the right number. */
    private static ObjectStatus readiness(Fields object, int total, int desired) {
        int ready = object.count("status.readyReplicas");
        int available = object.count("status.availableReplicas");
        if (ready < desired) {
            return ObjectStatus.progressing("pods-ready", ready, desired);
        }
        if (available < desired) {
            return ObjectStatus.progressing("pods-available", available, desired);
        }
        if (total > desired) {
            return ObjectStatus.progressing("pods-surplus", total - desired);
        }
        return ObjectStatus.stable("pods-ready", ready, desired);
    }

    /** The API server refuses the pods, for instance because of a quota. */
    private static Optional<ObjectStatus> podsRefused(Fields object) {
        return object.condition("ReplicaFailure")
                .filter(Condition::isTrue)
                .map(failure -> ObjectStatus.progressing("pods-refused", failure.says()));
    }

    static ObjectStatus statefulSet(Fields object) {
        int desired = object.count("spec.replicas", 1);
        int ready = object.at("status").blank() ? 0 : object.count("status.readyReplicas");
        if (object.text("spec.updateStrategy.type").equals("OnDelete")) {
            // Pods are replaced when somebody deletes them, which may be never.
            return ObjectStatus.stable("on-delete").counting(ready, desired);
        }
        if (object.at("status").blank()) {
            return StatusRules.none(object).counting(0, desired);
        }
        if (StatusRules.behind(object)) {
            return StatusRules.beingBehind(object).counting(0, desired);
        }
        boolean serves = desired == 0 || ready > 0;
        int stillOld = Math.max(0, toUpdate(object, desired) - object.count("status.updatedReplicas"));
        return statefulSetVerdict(object, desired).available(serves).counting(ready - stillOld, desired);
    }

    private static ObjectStatus statefulSetVerdict(Fields object, int desired) {
        int total = object.count("status.replicas");
        int ready = object.count("status.readyReplicas");
        int updated = object.count("status.updatedReplicas");
        if (total < desired) {
            return ObjectStatus.progressing("pods-created", total, desired);
        }
        if (ready < desired) {
            return ObjectStatus.progressing("pods-ready", ready, desired);
        }
        if (object.count("spec.minReadySeconds") > 0 && object.count("status.availableReplicas") < desired) {
            return ObjectStatus.progressing("pods-available", object.count("status.availableReplicas"), desired);
        }
        if (total > desired) {
            return ObjectStatus.progressing("pods-surplus", total - desired);
        }
        Fields partition = object.at("spec.updateStrategy.rollingUpdate.partition");
        if (partition.present()) {
            int wanted = toUpdate(object, desired);
            return updated < wanted
                    ? ObjectStatus.progressing("pods-updated", updated, wanted)
                    : ObjectStatus.stable("pods-ready", ready, desired);
        }
        boolean oneRevision = object.text("status.currentRevision").equals(object.text("status.updateRevision"));
        return object.count("status.currentReplicas") < desired || !oneRevision
                ? ObjectStatus.progressing("pods-updated", updated, desired)
                : ObjectStatus.stable("pods-ready", ready, desired);
    }

    /** How many pods the update is meant to reach: those from the partition up. */
    private static int toUpdate(Fields object, int desired) {
        boolean settled =
                !object.at("spec.updateStrategy.rollingUpdate.partition").present()
                        && object.text("status.currentRevision").equals(object.text("status.updateRevision"));
        return settled ? 0 : Math.max(0, desired - object.count("spec.updateStrategy.rollingUpdate.partition"));
    }

    static ObjectStatus daemonSet(Fields object) {
        if (object.at("status").blank()) {
            return StatusRules.none(object);
        }
        int desired = object.count("status.desiredNumberScheduled");
        int ready = object.count("status.numberReady");
        if (StatusRules.behind(object)) {
            return StatusRules.beingBehind(object).counting(0, desired);
        }
        String strategy = object.text("spec.updateStrategy.type");
        if (!strategy.isEmpty() && !strategy.equals("RollingUpdate")) {
            return ObjectStatus.stable("on-delete").counting(ready, desired);
        }
        int updated = object.count("status.updatedNumberScheduled");
        int done = Math.min(Math.min(ready, object.count("status.numberAvailable")), updated);
        return daemonSetVerdict(object, desired, ready, updated)
                .available(desired == 0 || ready > 0)
                .counting(done, desired);
    }

    private static ObjectStatus daemonSetVerdict(Fields object, int desired, int ready, int updated) {
        int scheduled = object.count("status.currentNumberScheduled");
        int available = object.count("status.numberAvailable");
        if (scheduled < desired) {
            return ObjectStatus.progressing("pods-created", scheduled, desired);
        }
        if (updated < desired) {
            return ObjectStatus.progressing("pods-updated", updated, desired);
        }
        if (ready < desired) {
            return ObjectStatus.progressing("pods-ready", ready, desired);
        }
        if (available < desired) {
            return ObjectStatus.progressing("pods-available", available, desired);
        }
        return ObjectStatus.stable("pods-ready", ready, desired);
    }
}
