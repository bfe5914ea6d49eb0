package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.util.LinkedHashMap;
import java.util.Map;

/** A found object as plain data, the same for a Pipeline and for the command line's JSON. */
public final class FoundValue {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FoundValue() {}

    /**
     * The object as a map.
     *
     * @param found what was found
     * @return texts, numbers, lists and maps; {@code replicas} is missing where the object does not say
     */
    public static Map<String, Object> of(FoundObject found) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", found.ref().apiVersion());
        map.put("kind", found.ref().kind());
        map.put("namespace", found.ref().namespace());
        map.put("name", found.ref().name());
        map.put("version", found.version());
        map.put("application", found.application());
        map.put("cluster", found.cluster());
        map.put("created", found.created());
        if (found.replicas() != null) {
            map.put("replicas", found.replicas());
        }
        map.put("status", found.status().state().word());
        map.put("message", found.status().message());
        map.put("ready", found.status().ready());
        map.put("desired", found.status().desired());
        map.put("images", found.images());
        map.put(
                "artifacts",
                found.artifacts().stream().map(FoundValue::artifact).toList());
        map.put("labels", found.labels());
        map.put("manifest", JSON.convertValue(found.manifest(), Map.class));
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
