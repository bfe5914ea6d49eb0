package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport.Other;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What surrounds the stages of a pipeline: what starts it, and who is told of it. */
final class Surroundings {
    private static final Set<String> WEBHOOKS = Set.of("webhook", "docker", "git");
    private static final Set<String> UPSTREAM = Set.of("jenkins", "pipeline");
    private static final Set<String> NOTIFIED =
            Set.of("slack", "teams", "microsoftteams", "dingtalk", "wecom", "feishu", "cdevents");

    private Surroundings() {}

    static List<Other> triggers(Definition definition) {
        List<Other> triggers = new ArrayList<>();
        List<ObjectNode> all = definition.triggers();
        for (int i = 0; i < all.size(); i++) {
            String type = text(all.get(i), "type");
            triggers.add(new Other(type, List.of(trigger(type, "triggers[" + i + "]"))));
        }
        return triggers;
    }

    private static Finding trigger(String type, String where) {
        if (type.equals("manual")) {
            return new Finding(Weight.NOTE, Problem.of("pipeline.import-trigger-manual", where));
        } else if (WEBHOOKS.contains(type)) {
            return new Finding(Weight.CHANGES, Problem.of("pipeline.import-trigger-webhook", where, type));
        } else if (UPSTREAM.contains(type)) {
            return new Finding(Weight.CHANGES, Problem.of("pipeline.import-trigger-upstream", where, type));
        } else if (type.equals("cron")) {
            return new Finding(Weight.CHANGES, Problem.of("pipeline.import-trigger-cron", where));
        }
        return new Finding(Weight.CANNOT, Problem.of("pipeline.import-trigger-unknown", where, type));
    }

    static List<Other> notifications(Definition definition) {
        List<Other> notifications = new ArrayList<>();
        List<ObjectNode> all = definition.notifications();
        for (int i = 0; i < all.size(); i++) {
            notifications.add(notification(all.get(i), "notifications[" + i + "]"));
        }
        for (StageNode stage : definition.stages()) {
            JsonNode own = stage.json().path("notifications");
            for (int i = 0; i < own.size(); i++) {
                notifications.add(notification(own.get(i), stage.describe() + " notifications[" + i + "]"));
            }
        }
        return notifications;
    }

    private static Other notification(JsonNode entry, String where) {
        String type = text(entry, "type");
        if (type.equals("email")) {
            return new Other(type, List.of());
        }
        return NOTIFIED.contains(type)
                ? new Other(
                        type, List.of(new Finding(Weight.NOTE, Problem.of("pipeline.import-notifier", where, type))))
                : new Other(
                        type,
                        List.of(new Finding(
                                Weight.CANNOT, Problem.of("pipeline.import-notifier-unknown", where, type))));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText("").strip();
    }
}
