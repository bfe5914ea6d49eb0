package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.webhook.AnswerRules;
import io.jenkins.plugins.spindelivery.engine.webhook.StatusRules;
import io.jenkins.plugins.spindelivery.engine.webhook.StatusUrl;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of a {@link SpinWebhookStep}. */
final class WebhookInput {
    private static final String SEPARATOR = "[,;]|\\R";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final SpinWebhookStep step;
    private final StepInput input;

    WebhookInput(SpinWebhookStep step, StepInput input) {
        this.step = step;
        this.input = input;
    }

    /** The request; meaningless when {@link StepInput#check} throws. */
    WebhookRequest request() {
        String header = text("credentialHeader", step.getCredentialHeader());
        return new WebhookRequest(
                call("method", step.getMethod(), "url", step.getUrl(), "payload", step.getPayload()),
                headers(),
                input.text("credentialsId", step.getCredentialsId()),
                header.isEmpty() ? "Authorization" : header,
                input.context().run().getExternalizableId(),
                step.isWaitForCompletion() || step.isMonitorOnly(),
                input.text("statusUrl", step.getStatusUrl()),
                step.isMonitorOnly(),
                resolution(),
                input.text("statusUrlJsonPath", step.getStatusUrlJsonPath()),
                new AnswerRules(codes(), retries()),
                new StatusRules(
                        input.text("statusJsonPath", step.getStatusJsonPath()),
                        input.text("progressJsonPath", step.getProgressJsonPath()),
                        words("successStatuses", step.getSuccessStatuses()),
                        words("canceledStatuses", step.getCanceledStatuses()),
                        words("terminalStatuses", step.getTerminalStatuses())),
                call(
                        "cancelMethod",
                        step.getCancelMethod(),
                        "cancelUrl",
                        step.getCancelUrl(),
                        "cancelPayload",
                        step.getCancelPayload()),
                input.duration("waitBeforeMonitor", (String) step.getWaitBeforeMonitor(), Duration.ZERO)
                        .toSeconds(),
                step.isRepeatUnanswered(),
                input.duration(
                                "timeout",
                                (String) step.getTimeout(),
                                Duration.ofSeconds(WebhookRequest.DEFAULT_TIMEOUT_SECONDS))
                        .toSeconds());
    }

    private String text(String field, Object value) {
        return input.text(field, (String) value);
    }

    private Call call(
            String methodField, Object method, String urlField, String url, String payloadField, Object payload) {
        return new Call(text(methodField, method), input.text(urlField, url), payload(payloadField, payload));
    }

    /** JSON is evaluated as a tree: a value must not become part of the JSON around it. */
    private String payload(String field, Object given) {
        if (given == null) {
            return "";
        }
        if (given instanceof String text) {
            Optional<JsonNode> tree = json(text);
            return tree.isEmpty()
                    ? input.text(field, text)
                    : input.tree(field, tree.get()).toString();
        }
        return input.tree(field, Values.tree(given)).toString();
    }

    private static Optional<JsonNode> json(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree != null && tree.isContainerNode() ? Optional.of(tree) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        map("headers", step.getHeaders()).fields().forEachRemaining(header -> {
            if (header.getKey().toUpperCase(Locale.ROOT).startsWith("X-SPINNAKER-")) {
                input.warn(Problem.of("webhook.header-dropped", "headers", header.getKey()));
            } else {
                headers.put(header.getKey(), header.getValue().asText());
            }
        });
        return headers;
    }

    private ObjectNode map(String field, Object given) {
        if (given != null) {
            try {
                if (input.tree(field, ParameterText.tree(given)) instanceof ObjectNode map) {
                    return map;
                }
            } catch (ProblemException e) {
                input.refuse(Problem.of("step.map-form", field));
            }
        }
        return JSON.createObjectNode();
    }

    private StatusUrl resolution() {
        String word = text("statusUrlResolution", step.getStatusUrlResolution());
        Optional<StatusUrl> known = StatusUrl.of(word);
        if (known.isEmpty()) {
            input.refuse(Problem.of(
                    "step.value-word", "statusUrlResolution", word, "getMethod, locationHeader, webhookResponse"));
        }
        return known.orElse(StatusUrl.GET_METHOD);
    }

    private List<String> words(String field, Object given) {
        return input.parts(field, given, SEPARATOR);
    }

    private List<Integer> codes() {
        List<Integer> codes = new ArrayList<>();
        words("failFastStatusCodes", step.getFailFastStatusCodes())
                .forEach(text -> code("failFastStatusCodes", text).ifPresent(codes::add));
        return codes;
    }

    private Optional<Integer> code(String field, String text) {
        if (text.matches("[1-5]\\d\\d")) {
            return Optional.of(Integer.valueOf(text));
        }
        input.refuse(Problem.of("step.status-code-bad", field, text));
        return Optional.empty();
    }

    /** Spinnaker writes a map with {@code maxAttempts} where a number would do; both are taken. */
    private Map<Integer, Integer> retries() {
        Map<Integer, Integer> retries = new LinkedHashMap<>();
        map("retries", step.getRetries()).fields().forEachRemaining(entry -> {
            JsonNode value = entry.getValue().isObject() ? entry.getValue().path("maxAttempts") : entry.getValue();
            Long most = input.number("retries", value.asText());
            code("retries", entry.getKey()).ifPresent(code -> {
                if (most != null) {
                    retries.put(code, (int) Math.min(most, 1_000_000));
                }
            });
        });
        return retries;
    }
}
