package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code spinDeploy} returns. */
final class DeployResults {
    private DeployResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own, because a deploy remembers its plan
     */
    static OperationTypes.Known<DeployState, DeployResult> known() {
        return new OperationTypes.Known<>(
                new Deploy(), DeployResults::result, result -> Optional.ofNullable(result.before())
                        .map(RollbackPoint::write));
    }

    /** A deploy that did not succeed tells its objects, too: what was applied stays applied. */
    static StageResult result(DeployResult result) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("id", result.id());
        value.put("artifacts", ResultMaps.artifacts(result.artifacts()));
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }
}
