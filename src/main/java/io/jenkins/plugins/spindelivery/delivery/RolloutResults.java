package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState;

/** What {@code spinScale}, {@code spinRollback} and their like return. */
final class RolloutResults {
    private RolloutResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own
     */
    static OperationTypes.Known<RolloutState, RolloutResult> known() {
        return new OperationTypes.Known<>(
                new RolloutChange(), result -> ResultMaps.counted(result, "changed", ResultMaps::isChange));
    }
}
