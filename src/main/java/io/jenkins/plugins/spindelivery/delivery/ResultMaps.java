package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of what steps return, in the words of the command line's JSON. */
final class ResultMaps {
    private ResultMaps() {}

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
