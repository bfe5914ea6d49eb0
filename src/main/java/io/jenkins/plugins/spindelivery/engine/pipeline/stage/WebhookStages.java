package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;

/** The webhook. */
final class WebhookStages {
    private WebhookStages() {}

    static List<StageType> all() {
        return List.of(FieldStage.of("spinWebhook", "webhook")
                .with(
                        Field.of("url"),
                        Field.of("method").with(WebhookStages::method, method -> method),
                        Field.of("payload"),
                        Field.of("headers", "customHeaders"),
                        Field.flag("waitForCompletion"),
                        Field.of("statusUrlResolution").with(WebhookStages::resolution, way -> way),
                        Field.of("statusUrl"),
                        Field.of("statusUrlJsonPath"),
                        Field.of("statusJsonPath"),
                        Field.of("progressJsonPath"),
                        Field.of("successStatuses"),
                        Field.of("canceledStatuses"),
                        Field.of("terminalStatuses"),
                        Field.of("failFastStatusCodes"),
                        Field.of("retries"),
                        Field.of("cancelUrl", "cancelEndpoint"),
                        Field.of("cancelMethod"),
                        Field.of("cancelPayload"),
                        Field.of("waitBeforeMonitor"),
                        Field.flag("monitorOnly"))
                .checking((stage, report) -> {
                    if (Trees.blank(stage.path("url")) && !Trees.isTrue(stage.path("monitorOnly"))) {
                        report.cannot("pipeline.stage-field-missing", "url");
                    }
                })
                .ignoring("retryStatusCodes", "expectedArtifactIds")
                .giving((stage, values) -> outputs(values)));
    }

    private static JsonNode method(JsonNode method) {
        String word = Trees.text(method).toUpperCase(Locale.ROOT);
        return word.equals("POST") ? Trees.none() : TextNode.valueOf(word);
    }

    private static JsonNode resolution(JsonNode way) {
        return Trees.text(way).equals("getMethod") ? Trees.none() : way;
    }

    /**
     * The map {@code webhook} of Orca's {@code WebhookStage}, and its older {@code buildInfo}, {@code statusCode} and
     * {@code statusEndpoint}.
     */
    private static ObjectNode outputs(List<JsonNode> values) {
        ObjectNode outputs = Outputs.none();
        JsonNode value = Outputs.first(values);
        ObjectNode webhook = outputs.putObject("webhook");
        copy(value, "statusCode", webhook, "statusCode");
        copy(value, "body", webhook, "body");
        copy(value, "statusUrl", webhook, "statusEndpoint");
        copy(value, "monitor", webhook, "monitor");
        copy(value, "statusCode", outputs, "statusCode");
        copy(value, "statusUrl", outputs, "statusEndpoint");
        JsonNode monitored = value.path("monitor").path("body");
        outputs.set("buildInfo", monitored.isMissingNode() ? value.path("body") : monitored);
        if (Trees.blank(outputs.path("buildInfo"))) {
            outputs.remove("buildInfo");
        }
        return outputs;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        if (!from.path(field).isMissingNode()) {
            to.set(name, from.path(field));
        }
    }
}
