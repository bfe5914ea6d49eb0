package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Words and icons for stages. */
final class StageWords {
    /** The types that have a name for people; a record of a later version may hold others. */
    private static final Set<String> TYPES = Set.of(
            "deploy",
            "plan",
            "destroy",
            "delete",
            "status",
            "judge",
            "job",
            "canary",
            "canary-analysis",
            "find",
            "run-job",
            "rollback",
            "scale",
            "restart",
            "pause",
            "resume",
            "patch",
            "enable",
            "disable",
            "bake",
            "find-image",
            "clean-images",
            "server-group",
            "resize-server-group",
            "enable-server-group",
            "disable-server-group",
            "destroy-server-group",
            "rollback-server-group",
            "load-balancer",
            "security-group",
            "find-artifact",
            "bake-manifest",
            "wait",
            "variables",
            "preconditions",
            "webhook");

    /** The order in which counts are told: what needs attention first. */
    private static final List<String> ORDER = List.of("failed", "progressing", "paused", "unknown", "stable");

    private static final Map<StageStatus, String> ICONS = Map.of(
            StageStatus.RUNNING, "symbol-status-nobuilt-anime",
            StageStatus.PAUSED, "symbol-pause-circle-outline plugin-ionicons-api",
            StageStatus.CANCELLING, "symbol-status-aborted-anime",
            StageStatus.SUCCEEDED, "symbol-status-blue",
            StageStatus.FAILED, "symbol-status-red",
            StageStatus.TIMED_OUT, "symbol-status-red",
            StageStatus.CANCELLED, "symbol-status-aborted",
            StageStatus.REFUSED, "symbol-status-red",
            StageStatus.REJECTED, "symbol-status-aborted",
            StageStatus.SKIPPED, "symbol-status-nobuilt");

    private StageWords() {}

    static String type(String type) {
        return TYPES.contains(type) ? Words.of("view.type-" + type) : type;
    }

    static String status(StageStatus status) {
        return Words.of("view.status-" + status.name().toLowerCase(Locale.ROOT).replace("_", ""));
    }

    static String icon(StageStatus status) {
        return ICONS.get(status);
    }

    static String objects(int count) {
        return count == 1 ? Words.of("view.objects-one") : Words.of("view.objects-many", count);
    }

    /** Such as "3 objects: 1 progressing, 2 stable"; empty without objects. */
    static String counts(List<ObjectRecord> objects) {
        if (objects.isEmpty()) {
            return "";
        }
        Map<String, Integer> counts = new TreeMap<>();
        objects.forEach(object -> counts.merge(object.status(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        for (String status : ORDER) {
            if (counts.containsKey(status)) {
                parts.add(Words.of("view.count", counts.get(status), Words.of("view.object-" + status)));
            }
        }
        String all = objects(objects.size());
        return parts.isEmpty() ? all : Words.of("view.counts", all, String.join(Words.of("view.comma"), parts));
    }
}
