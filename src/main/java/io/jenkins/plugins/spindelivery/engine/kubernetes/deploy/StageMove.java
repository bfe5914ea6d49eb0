package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;

/** The moves of one stage of a deploy. */
@FunctionalInterface
interface StageMove {

    /**
     * Makes one move.
     *
     * @param state a state in this stage
     * @param work the plan and the cluster, when there is a plan already
     * @param context what the move may use
     * @return the next state
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException to end the deploy, or to try the move again
     *     when it is an {@code ApiException} that is passing
     */
    Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context);
}
