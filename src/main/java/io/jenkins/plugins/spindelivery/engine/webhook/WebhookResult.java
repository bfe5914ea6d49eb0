package io.jenkins.plugins.spindelivery.engine.webhook;

import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a webhook.
 *
 * @param status how it ended
 * @param outputs {@code statusCode} and {@code body} of the call, and of a status {@code statusUrl} and {@code monitor}
 *     with its {@code statusCode}, {@code body}, {@code status} and {@code progress}
 * @param errors why it did not succeed
 * @param durationMillis how long it took
 */
public record WebhookResult(Status status, Map<String, Object> outputs, List<Problem> errors, long durationMillis) {

    static WebhookResult of(WebhookState state, long now) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        if (state.answer() != null) {
            put(outputs, state.answer());
        }
        if (state.look() != null) {
            outputs.put("statusUrl", SafeUrl.display(state.statusUrl()));
            Map<String, Object> monitor = new LinkedHashMap<>();
            put(monitor, state.look().answer());
            monitor.put("status", state.look().value());
            monitor.put("progress", state.look().progress());
            outputs.put("monitor", monitor);
        }
        return new WebhookResult(state.ending(), outputs, state.errors(), Math.max(0, now - state.startedAt()));
    }

    private static void put(Map<String, Object> map, WebhookState.Answer answer) {
        map.put("statusCode", answer.status());
        map.put("body", WebhookBody.document(answer.body()).orElse(answer.body()));
    }
}
