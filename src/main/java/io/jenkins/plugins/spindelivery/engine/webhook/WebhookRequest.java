package io.jenkins.plugins.spindelivery.engine.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.JsonPaths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A webhook to call, and how to find out what came of it.
 *
 * @param call the request; its URL is empty when there is only something to wait for
 * @param headers of the call, the looks at the status, and the cancel, at the servers that are named here
 * @param credentialId what proves one's identity there; empty for nothing
 * @param credentialHeader the header that carries it
 * @param owner whose credentials are looked through
 * @param awaits whether to wait for a status
 * @param statusUrl where the status is, when the answer does not say it
 * @param monitorOnly whether nothing is called, and only waited
 * @param resolution where the status is otherwise
 * @param statusUrlPath JSONPath to the status' URL in the answer
 * @param answers what the statuses of HTTP mean
 * @param rules what the body of the status means
 * @param cancel the request that stops what was begun; its URL is empty for none
 * @param delaySeconds how long to wait before the first look
 * @param repeatUnanswered whether a call may be made twice when nobody knows whether it arrived
 * @param timeoutSeconds how long to wait for the end
 */
public record WebhookRequest(
        @JsonProperty("call") Call call,
        @JsonProperty("headers") Map<String, String> headers,
        @JsonProperty("credentialId") String credentialId,
        @JsonProperty("credentialHeader") String credentialHeader,
        @JsonProperty("owner") String owner,
        @JsonProperty("wait") boolean awaits,
        @JsonProperty("statusUrl") String statusUrl,
        @JsonProperty("monitorOnly") boolean monitorOnly,
        @JsonProperty("resolution") StatusUrl resolution,
        @JsonProperty("statusUrlPath") String statusUrlPath,
        @JsonProperty("answers") AnswerRules answers,
        @JsonProperty("rules") StatusRules rules,
        @JsonProperty("cancel") Call cancel,
        @JsonProperty("delaySeconds") long delaySeconds,
        @JsonProperty("repeatUnanswered") boolean repeatUnanswered,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {
    /** How large what is sent may be, in bytes. */
    public static final int MAX_PAYLOAD = 1 << 20;
    /** How long to wait for the end unless told otherwise, in seconds; Spinnaker's time. */
    public static final long DEFAULT_TIMEOUT_SECONDS = 3_600;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final int MAX_HEADERS = 100;

    /**
     * One request.
     *
     * @param method such as {@code POST}
     * @param url where to
     * @param payload what to send; empty for nothing
     */
    public record Call(
            @JsonProperty("method") String method,
            @JsonProperty("url") String url,
            @JsonProperty("payload") String payload) {
        /** No request. */
        public static final Call NONE = new Call("POST", "", "");

        /** Upper case, and {@code POST} for none, as in Spinnaker. */
        public Call {
            method = method.isEmpty() ? "POST" : method.toUpperCase(Locale.ROOT);
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(payload, "payload");
        }

        /** Whether making it twice comes to the same as making it once (RFC 9110, 9.2.2). */
        boolean isRepeatable() {
            return REPEATABLE.contains(method);
        }

        /** The body; {@code null} for none. */
        String body() {
            return payload.isEmpty() || method.equals("GET") || method.equals("HEAD") ? null : payload;
        }
    }

    public WebhookRequest {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(resolution, "resolution");
        Objects.requireNonNull(answers, "answers");
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(cancel, "cancel");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * What is wrong with the request, found out without sending anything.
     *
     * @return empty when nothing is
     */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (monitorOnly) {
            if (statusUrl.isEmpty() && call.url().isEmpty()) {
                problems.add(Problem.of("webhook.url-none", "statusUrl"));
            }
        } else {
            check("url", call, problems);
        }
        if (!cancel.url().isEmpty()) {
            check("cancelUrl", cancel, problems);
        }
        if (!statusUrl.isEmpty() && !HttpSource.isUrl(statusUrl)) {
            problems.add(Problem.of("webhook.url-bad", "statusUrl", SafeUrl.display(statusUrl)));
        }
        if (headers.size() > MAX_HEADERS) {
            problems.add(Problem.of("webhook.headers-many", "headers", MAX_HEADERS));
        }
        headers.forEach((name, value) -> {
            if (!HttpExchange.isHeader(name, value)) {
                // The value may be secret.
                problems.add(Problem.of("webhook.header-bad", "headers", name));
            }
        });
        if (!HttpExchange.isHeader(credentialHeader, "")) {
            problems.add(Problem.of("webhook.header-bad", "credentialHeader", credentialHeader));
        }
        path("statusJsonPath", rules.path(), problems);
        path("progressJsonPath", rules.progressPath(), problems);
        path("statusUrlJsonPath", statusUrlPath, problems);
        if (waitsByAnswer() && statusUrlPath.isEmpty()) {
            problems.add(Problem.of("webhook.status-url-path-none", "statusUrlJsonPath"));
        }
        if (!rules.path().isEmpty()
                && rules.success().isEmpty()
                && rules.terminal().isEmpty()
                && !awaits) {
            problems.add(Problem.of("webhook.status-unused", "statusJsonPath"));
        }
        return problems;
    }

    private boolean waitsByAnswer() {
        return awaits && !monitorOnly && statusUrl.isEmpty() && resolution == StatusUrl.WEBHOOK_RESPONSE;
    }

    private static void check(String field, Call call, List<Problem> problems) {
        if (call.url().isEmpty()) {
            problems.add(Problem.of("webhook.url-none", field));
        } else if (!HttpSource.isUrl(call.url())) {
            problems.add(Problem.of("webhook.url-bad", field, SafeUrl.display(call.url())));
        }
        if (!METHODS.contains(call.method())) {
            problems.add(Problem.of("webhook.method-unknown", field, call.method()));
        }
        if (call.payload().getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD) {
            problems.add(Problem.of("webhook.payload-large", field, MAX_PAYLOAD));
        }
    }

    private static void path(String field, String path, List<Problem> problems) {
        try {
            if (!path.isEmpty()) {
                JsonPaths.of(field, path);
            }
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        }
    }

    /** What is sent to a URL: headers and credential go to the servers that somebody has named, and to no other one. */
    WebhookSender.Message message(Call what, String requestId) {
        boolean trusted = List.of(call.url(), statusUrl, cancel.url()).stream()
                .filter(url -> !url.isEmpty())
                .anyMatch(url -> SafeUrl.origin(url).equalsIgnoreCase(SafeUrl.origin(what.url())));
        Map<String, String> all = new LinkedHashMap<>();
        if (what.body() != null) {
            all.put("Content-Type", "application/json");
        }
        all.put("Accept", "application/json, */*;q=0.5");
        if (!requestId.isEmpty()) {
            all.put("X-Request-Id", requestId);
        }
        if (trusted) {
            headers.forEach((name, value) -> {
                all.keySet().removeIf(name::equalsIgnoreCase);
                all.put(name, value);
            });
        }
        WebhookSender.Credential credential = trusted && !credentialId.isEmpty()
                ? new WebhookSender.Credential(credentialId, credentialHeader, owner)
                : WebhookSender.Credential.NONE;
        return new WebhookSender.Message(what.method(), what.url(), all, what.body(), credential);
    }
}
