package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;

/** The move of one stage. */
@FunctionalInterface
interface TrafficMove {

    Move<TrafficState, DeployResult> move(TrafficState state, Cluster cluster, OperationContext context);
}
