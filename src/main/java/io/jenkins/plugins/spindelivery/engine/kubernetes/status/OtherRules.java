package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import java.util.Optional;

/** The status of built-in kinds that run nothing themselves but still take time to become what they should be. */
final class OtherRules {

    private OtherRules() {}

    /** A Service of type LoadBalancer waits for its address; the others are ready when they are there. */
    static ObjectStatus service(Fields object) {
        if (!object.text("spec.type").equals("LoadBalancer")) {
            return ObjectStatus.stable("nothing-to-wait-for");
        }
        return object.list("status.loadBalancer.ingress").stream()
                .findFirst()
                .map(first -> ObjectStatus.stable("address", first.text("ip") + first.text("hostname")))
                .orElseGet(() -> ObjectStatus.progressing("address-none"));
    }

    /**
     * A claim waits for its volume. Whether it waits in vain because its class binds with the first pod that uses it is
     * written in the class and not in the claim: {@link LiveStatus} looks there.
     */
    static ObjectStatus claim(Fields object) {
        String phase = object.at("status").blank() ? "" : object.text("status.phase");
        return switch (phase) {
            case "" -> StatusRules.none(object);
            case "Bound" -> ObjectStatus.stable("claim-bound", object.text("spec.volumeName"));
            case "Lost" -> ObjectStatus.failed("claim-lost", object.text("spec.volumeName"));
            case "Pending" -> ObjectStatus.progressing("claim-pending").available(false);
            default -> ObjectStatus.unknown("phase", phase);
        };
    }

    static ObjectStatus volume(Fields object) {
        String phase = object.at("status").blank() ? "" : object.text("status.phase");
        return switch (phase) {
            case "" -> StatusRules.none(object);
            case "Available", "Bound", "Released" -> ObjectStatus.stable("phase", phase);
            case "Pending" -> ObjectStatus.progressing("phase", phase).available(false);
            case "Failed" -> ObjectStatus.failed(
                    "failed", PodTroubles.joined(object.text("status.reason"), object.text("status.message")));
            default -> ObjectStatus.unknown("phase", phase);
        };
    }

    static ObjectStatus namespace(Fields object) {
        String phase = object.at("status").blank() ? "" : object.text("status.phase");
        return switch (phase) {
            case "" -> StatusRules.none(object);
            case "Active" -> ObjectStatus.stable("phase", phase);
            case "Terminating" -> ObjectStatus.progressing("deleting").available(false);
            default -> ObjectStatus.unknown("phase", phase);
        };
    }

    static ObjectStatus customResourceDefinition(Fields object) {
        if (object.at("status").blank()) {
            return StatusRules.none(object);
        }
        Optional<Condition> refused = object.condition("NamesAccepted").filter(Condition::isFalse);
        if (refused.isPresent()) {
            return ObjectStatus.failed("names-refused", refused.get().says());
        }
        return awaited(object, "Established");
    }

    static ObjectStatus apiService(Fields object) {
        return object.at("status").blank() ? StatusRules.none(object) : awaited(object, "Available");
    }

    private static ObjectStatus awaited(Fields object, String type) {
        Optional<Condition> condition = object.condition(type);
        if (condition.isEmpty()) {
            return StatusRules.none(object);
        }
        return condition.get().isTrue()
                ? ObjectStatus.stable("condition-good", type)
                : ObjectStatus.progressing(
                                "condition",
                                type,
                                condition.get().status(),
                                condition.get().says())
                        .available(false);
    }

    /**
     * An autoscaler is progressing while the number of pods it wants is not the number there is, and while it can't
     * work at all: then the number it wants means nothing. It is not its fault when its target is scaled to 0 by hand.
     */
    static ObjectStatus autoscaler(Fields object) {
        if (object.at("status").blank()) {
            return StatusRules.none(object);
        }
        Optional<Condition> able = object.condition("AbleToScale").filter(Condition::isFalse);
        if (able.isPresent()) {
            return ObjectStatus.progressing("autoscaler-unable", able.get().says());
        }
        Optional<Condition> active = object.condition("ScalingActive").filter(Condition::isFalse);
        if (active.isPresent() && active.get().reason().equals("ScalingDisabled")) {
            return ObjectStatus.stable("autoscaler-off", active.get().says());
        }
        if (active.isPresent()) {
            return ObjectStatus.progressing("autoscaler-unable", active.get().says());
        }
        int current = object.count("status.currentReplicas");
        int desired = object.count("status.desiredReplicas");
        return current == desired
                ? ObjectStatus.stable("autoscaler", desired).counting(current, desired)
                : ObjectStatus.progressing("autoscaler-scaling", current, desired)
                        .counting(current, desired);
    }
}
