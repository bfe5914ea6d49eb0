package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a canary's step returns. */
final class CanaryResults {
    private CanaryResults() {}

    /** The operation and the meaning of its result. */
    static OperationTypes.Known<CanaryState, CanaryResult> known() {
        return new OperationTypes.Known<>(new Canary(), CanaryResults::result);
    }

    private static StageResult result(CanaryResult result) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("verdict", result.verdict() == null ? null : result.verdict().word());
        value.put("score", result.score());
        value.put(
                "intervals",
                result.intervals().stream().map(CanaryResults::interval).toList());
        List<JudgeResult.Metric> metrics =
                result.judged() == null ? List.of() : result.judged().metrics();
        value.put("metrics", metrics.stream().map(CanaryResults::metric).toList());
        value.put("name", result.name());
        value.put("baseline", result.baseline());
        value.put("namespace", result.namespace());
        value.put("label", result.label());
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }

    private static Map<String, Object> interval(CanaryResult.Interval interval) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("number", interval.number());
        map.put("startMillis", interval.startMillis());
        map.put("endMillis", interval.endMillis());
        map.put("score", interval.score());
        map.put("verdict", interval.verdict().word());
        return map;
    }

    private static Map<String, Object> metric(JudgeResult.Metric metric) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", metric.name());
        map.put("classification", metric.classification().word());
        map.put("reason", metric.reason());
        map.put("critical", metric.critical());
        return map;
    }
}
