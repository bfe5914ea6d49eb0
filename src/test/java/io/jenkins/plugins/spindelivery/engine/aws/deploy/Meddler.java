package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.function.UnaryOperator;

/** A deploy whose states somebody changes before each move, such as by cancelling or by answering a gate. */
final class Meddler implements Operation<ServerGroupDeployState, AwsResult> {
    private final ServerGroupDeploy deploy = new ServerGroupDeploy();
    private final UnaryOperator<ServerGroupDeployState> between;

    Meddler(UnaryOperator<ServerGroupDeployState> between) {
        this.between = between;
    }

    @Override
    public String type() {
        return deploy.type();
    }

    @Override
    public Class<ServerGroupDeployState> stateType() {
        return deploy.stateType();
    }

    @Override
    public int stateVersion() {
        return deploy.stateVersion();
    }

    @Override
    public Move<ServerGroupDeployState, AwsResult> move(ServerGroupDeployState state, OperationContext context) {
        return deploy.move(between.apply(state), context);
    }

    @Override
    public ServerGroupDeployState cancel(ServerGroupDeployState state) {
        return deploy.cancel(state);
    }
}
