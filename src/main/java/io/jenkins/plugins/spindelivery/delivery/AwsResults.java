package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the steps for AWS return: all the same, and what the operation puts out beside it. */
final class AwsResults {
    private AwsResults() {}

    /**
     * An operation and the meaning of its result.
     *
     * @param operation the operation
     * @return with this operation
     */
    static <S extends AwsState<S>> OperationTypes.Known<S, AwsResult> known(AwsOperation<S> operation) {
        return new OperationTypes.Known<>(operation, AwsResults::result);
    }

    private static StageResult result(AwsResult result) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.putAll(result.outputs());
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }
}
