package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.kubernetes.job.ContainerEnd;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJob;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code spinRunJob} returns. */
final class RunJobResults {
    private RunJobResults() {}

    /**
     * The operation and the meaning of its result.
     *
     * @return with an operation of its own, because the deploy in it remembers its plan
     */
    static OperationTypes.Known<RunJobState, RunJobResult> known() {
        return new OperationTypes.Known<>(new RunJob(), RunJobResults::result);
    }

    /** A Job that did not succeed tells how its containers ended, too. */
    private static StageResult result(RunJobResult result) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("outputs", result.outputs());
        value.put(
                "containers",
                result.containers().stream().map(RunJobResults::container).toList());
        value.put("log", result.log());
        value.put("objects", ResultMaps.objects(result.objects()));
        value.put("durationMillis", result.durationMillis());
        return new StageResult(ResultMaps.status(result.status()), value, result.errors());
    }

    private static Map<String, Object> container(ContainerEnd end) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pod", end.pod());
        map.put("container", end.container());
        map.put("exitCode", end.exitCode());
        map.put("reason", end.reason());
        return map;
    }
}
