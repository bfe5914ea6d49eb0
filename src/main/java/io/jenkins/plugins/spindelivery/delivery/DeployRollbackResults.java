package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollback;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code spinRollback} of a whole deploy returns. */
final class DeployRollbackResults {
    private DeployRollbackResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own, because it remembers the deploy's plan
     */
    static OperationTypes.Known<DeployRollbackState, DeployResult> known() {
        return new OperationTypes.Known<>(new DeployRollback(), DeployRollbackResults::result);
    }

    private static StageResult result(DeployResult result) {
        long changed = result.objects().stream()
                .filter(object -> object.action() != Action.SKIPPED && object.action() != Action.UNCHANGED)
                .count();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("changed", (int) changed);
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }
}
