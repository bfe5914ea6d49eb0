package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code spinScale}, {@code spinRollback} and their like return. */
final class RolloutResults {
    private RolloutResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own
     */
    static OperationTypes.Known<RolloutState, RolloutResult> known() {
        return new OperationTypes.Known<>(new RolloutChange(), RolloutResults::result);
    }

    private static StageResult result(RolloutResult result) {
        long changed = result.objects().stream()
                .filter(object -> object.action() != Action.UNCHANGED && object.action() != Action.SKIPPED)
                .count();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("changed", (int) changed);
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }
}
