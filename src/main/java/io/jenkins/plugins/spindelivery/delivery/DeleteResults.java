package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code spinDestroy} returns. */
final class DeleteResults {
    private DeleteResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own
     */
    static OperationTypes.Known<DeleteState, DeleteResult> known() {
        return new OperationTypes.Known<>(new Delete(), DeleteResults::result);
    }

    private static StageResult result(DeleteResult result) {
        long deleted = result.objects().stream()
                .filter(object -> object.action() == Action.DELETED)
                .count();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("deleted", (int) deleted);
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }
}
