package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The parts of what steps return, in the words of the command line's JSON. */
final class ResultMaps {
    private ResultMaps() {}

    /**
     * What most steps return: the status, the objects, and how many of them were changed.
     *
     * @param result what came of the operation
     * @param counter the word for the number
     * @param counts whether an object that this was done to is counted
     */
    static StageResult counted(ObjectsResult result, String counter, Predicate<Action> counts) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.put("objects", objects(result.objects()));
        value.put(counter, (int) result.objects().stream()
                .map(ObjectOutcome::action)
                .filter(counts)
                .count());
        value.put("durationMillis", result.durationMillis());
        return new StageResult(status(result.status()), value, result.errors());
    }

    /** Whether an object is not what it was. */
    static boolean isChange(Action action) {
        return action != Action.UNCHANGED && action != Action.SKIPPED;
    }

    static StageStatus status(Status status) {
        return switch (status) {
            case SUCCEEDED -> StageStatus.SUCCEEDED;
            case FAILED -> StageStatus.FAILED;
            case TIMED_OUT -> StageStatus.TIMED_OUT;
            case CANCELLED -> StageStatus.CANCELLED;
            case REFUSED -> StageStatus.REFUSED;
        };
    }

    static List<Map<String, Object>> objects(List<ObjectOutcome> objects) {
        return objects.stream().map(ResultMaps::object).toList();
    }

    static List<Map<String, Object>> artifacts(List<Artifact> artifacts) {
        return artifacts.stream().map(ResultMaps::artifact).toList();
    }

    private static Map<String, Object> object(ObjectOutcome object) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", object.apiVersion());
        map.put("kind", object.kind());
        map.put("namespace", object.namespace());
        map.put("name", object.name());
        map.put("action", object.action().word());
        map.put("status", object.status());
        map.put("message", object.message());
        return map;
    }

    private static Map<String, Object> artifact(Artifact artifact) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", artifact.type());
        map.put("name", artifact.name());
        map.put("location", artifact.location());
        map.put("version", artifact.version());
        map.put("reference", artifact.reference());
        return map;
    }
}
