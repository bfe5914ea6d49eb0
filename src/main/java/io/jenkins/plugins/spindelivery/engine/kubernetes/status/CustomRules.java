package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The status of custom resources, and of built-in kinds without a rule of their own, by the API conventions that
 * kstatus reads too: observedGeneration, then the conditions Stalled, Failed, Reconciling, Ready and Available.
 *
 * <p>An object that shows none of these has nothing to wait for. That also holds for a custom resource whose controller
 * has not written its first status yet: nobody can tell it from one that never gets any.
 */
final class CustomRules {
    private static final List<String> GOOD = List.of("Ready", "Available");

    private CustomRules() {}

    static ObjectStatus conditions(Fields object) {
        if (object.at("status").blank()) {
            return ObjectStatus.stable("nothing-to-wait-for");
        }
        long generation = object.generation("metadata.generation");
        Optional<Long> observed = observedGeneration(object);
        if (observed.isPresent() && observed.get() < generation) {
            return ObjectStatus.progressing("behind", generation, observed.get());
        }
        for (String bad : List.of("Stalled", "Failed")) {
            Optional<Condition> condition = object.condition(bad).filter(Condition::isTrue);
            if (condition.isPresent()) {
                return outdated(condition.get(), generation)
                        .orElseGet(() -> ObjectStatus.failed(
                                "condition", bad, "True", condition.get().says()));
            }
        }
        Optional<Condition> reconciling = object.condition("Reconciling").filter(Condition::isTrue);
        if (reconciling.isPresent()) {
            return ObjectStatus.progressing(
                    "condition", "Reconciling", "True", reconciling.get().says());
        }
        for (String good : GOOD) {
            Optional<Condition> condition = object.condition(good);
            if (condition.isPresent()) {
                return outdated(condition.get(), generation).orElseGet(() -> readiness(good, condition.get()));
            }
        }
        return ObjectStatus.stable("nothing-to-wait-for");
    }

    private static ObjectStatus readiness(String type, Condition condition) {
        return condition.isTrue()
                ? ObjectStatus.stable("condition-good", type)
                : ObjectStatus.progressing("condition", type, condition.status(), condition.says())
                        .available(!condition.isFalse());
    }

    /** A condition that was set for an earlier generation says nothing about this one. */
    private static Optional<ObjectStatus> outdated(Condition condition, long generation) {
        return condition.observedGeneration() > 0 && condition.observedGeneration() < generation
                ? Optional.of(ObjectStatus.progressing("behind", generation, condition.observedGeneration()))
                : Optional.empty();
    }

    /** Controllers write it as a number, some as text (Argo Rollouts); what is neither is not ours to judge. */
    private static Optional<Long> observedGeneration(Fields object) {
        JsonNode observed = object.at("status.observedGeneration").json();
        boolean number = observed.isIntegralNumber() || observed.asText("").matches("[0-9]{1,18}");
        return number ? Optional.of(observed.asLong()) : Optional.empty();
    }
}
