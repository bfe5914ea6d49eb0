package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;

/** Lets a test's own operation return what all operations on AWS return. */
public final class AwsProbeResults {
    private AwsProbeResults() {}

    /** The operation with its result. */
    public static <S extends AwsState<S>> OperationTypes.Known<?, ?> known(AwsOperation<S> operation) {
        return AwsResults.known(operation);
    }
}
