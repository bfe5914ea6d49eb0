package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveReport;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveReport.Judged;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusSummary;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code spinStatus} returns; never the contents of objects. */
final class StatusValue {
    private StatusValue() {}

    /**
     * The statuses as maps.
     *
     * @param report the statuses
     * @param objects the objects in the same order
     * @return with the worst state as {@code overall}
     */
    static Map<String, Object> of(LiveReport report, List<ObjectNode> objects) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            list.add(object(report.objects().get(i), objects.get(i)));
        }
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(
                "overall",
                StatusSummary.of(report.objects().stream().map(Judged::status).toList())
                        .overall()
                        .word());
        value.put("objects", list);
        return value;
    }

    private static Map<String, Object> object(Judged judged, ObjectNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", judged.ref().apiVersion());
        map.put("kind", judged.ref().kind());
        map.put("namespace", judged.ref().namespace());
        map.put("name", judged.ref().name());
        map.put("status", judged.status().state().word());
        map.put("message", judged.status().message());
        map.put("ready", judged.status().ready());
        map.put("desired", judged.status().desired());
        map.put("images", Mentions.images(object));
        return map;
    }
}
