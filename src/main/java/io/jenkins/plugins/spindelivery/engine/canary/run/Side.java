package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import java.util.List;
import java.util.Objects;

/**
 * One side of a canary: the new version, or the copy of the live one.
 *
 * @param role {@link #CANARY} or {@link #BASELINE}
 * @param deploy how far its deploy has come, or the taking back of that
 * @param checked the plan that was found to touch nothing of production; {@code null} before
 * @param workload its workload; {@code null} until it is ready
 * @param over whether its deploy has ended and what it made is gone
 * @param objects what became of its objects; empty before that is known
 */
record Side(
        @JsonProperty("role") String role,
        @JsonProperty("deploy") DeployState deploy,
        @JsonProperty("checked") String checked,
        @JsonProperty("workload") ObjectRef workload,
        @JsonProperty("over") boolean over,
        @JsonProperty("objects") List<ObjectOutcome> objects) {
    /** The new version. */
    static final String CANARY = "canary";

    /** The copy of the live version. */
    static final String BASELINE = "baseline";

    Side {
        Objects.requireNonNull(deploy, "deploy");
        objects = objects == null ? List.of() : List.copyOf(objects);
    }

    static Side begin(String role, DeployState deploy) {
        return new Side(role, deploy, null, null, false, List.of());
    }

    /** Whether it is up. */
    boolean ready() {
        return workload != null;
    }

    /** Whether it has a plan that nobody has looked at. */
    boolean isToBeChecked() {
        return deploy.plan() != null && !deploy.plan().equals(checked);
    }

    Side with(DeployState next) {
        return new Side(role, next, checked, workload, over, objects);
    }

    Side checkedNow() {
        return new Side(role, deploy, deploy.plan(), workload, over, objects);
    }

    Side up(ObjectRef live) {
        return new Side(role, deploy, checked, live, over, objects);
    }

    Side ended(List<ObjectOutcome> outcomes) {
        return new Side(role, deploy, checked, workload, true, outcomes);
    }
}
