package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState;

/** What {@code spinEnable}, {@code spinDisable} and a {@code spinDeploy} with a traffic strategy return. */
final class TrafficResults {
    private TrafficResults() {}

    /**
     * The operation and the meaning of its result, which is that of a deploy.
     *
     * @return with an operation of its own, because the deploy in it remembers its plan
     */
    static OperationTypes.Known<TrafficState, DeployResult> known() {
        return new OperationTypes.Known<>(new Traffic(), DeployResults::result);
    }
}
