package io.jenkins.plugins.spindelivery.step;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.OperationTypes;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookCall;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookResult;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The operation of {@link SpinWebhookStep}, and what the step returns. */
@Extension
public final class WebhookOperations implements OperationTypes {
    @Override
    public Optional<Known<?, ?>> find(String type) {
        return type.equals(SpinWebhookStep.TYPE)
                ? Optional.of(new Known<>(new WebhookCall(new WebhookSenders()), WebhookOperations::result))
                : Optional.empty();
    }

    private static StageResult result(WebhookResult result) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", result.status().word());
        value.putAll(result.outputs());
        value.put("durationMillis", result.durationMillis());
        return new StageResult(StageStatus.valueOf(result.status().name()), value, result.errors());
    }
}
