package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.operation.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server answered: status, headers (names in lower case) and the whole body. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    boolean successful() {
        return status >= 200 && status < 300;
    }

    List<String> all(String header) {
        return headers.getOrDefault(header.toLowerCase(Locale.ROOT), List.of());
    }

    String first(String header) {
        List<String> values = all(header);
        return values.isEmpty() ? "" : values.get(0);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** How long the server asks to wait; {@code null} when it does not say so. */
    Duration retryAfter() {
        return RetryAfter.of(first("Retry-After"), first("Date")).orElse(null);
    }

    /** When the server gave this answer, by its own clock; empty when it does not say. */
    Optional<Instant> date() {
        return RetryAfter.instant(first("Date"));
    }

    /** Never the body: it may hold secrets. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
