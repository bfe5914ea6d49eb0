package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollback;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackState;

/** What {@code spinRollback} of a whole deploy returns. */
final class DeployRollbackResults {
    private DeployRollbackResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own, because it remembers the deploy's plan
     */
    static OperationTypes.Known<DeployRollbackState, DeployResult> known() {
        return new OperationTypes.Known<>(
                new DeployRollback(), result -> ResultMaps.counted(result, "changed", ResultMaps::isChange));
    }
}
