package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState;

/** What {@code spinDestroy} returns. */
final class DeleteResults {
    private DeleteResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own
     */
    static OperationTypes.Known<DeleteState, DeleteResult> known() {
        return new OperationTypes.Known<>(
                new Delete(), result -> ResultMaps.counted(result, "deleted", Action.DELETED::equals));
    }
}
