package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.pipeline.work.Wait;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.WaitResult;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code spinWait} returns. */
final class WaitResults {
    private WaitResults() {}

    static OperationTypes.Known<?, ?> known() {
        return new OperationTypes.Known<>(new Wait(), WaitResults::result);
    }

    private static StageResult result(WaitResult ended) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("skipped", !ended.skippedBy().isEmpty());
        value.put("skippedBy", ended.skippedBy());
        return new StageResult(StageStatus.valueOf(ended.status().name()), value, List.of());
    }
}
