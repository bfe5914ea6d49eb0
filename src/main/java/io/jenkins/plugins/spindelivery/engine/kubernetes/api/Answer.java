package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    /** How long the server asks to wait; {@code null} unless it said so in seconds, the only form Kubernetes uses. */
    Duration retryAfter() {
        try {
            String seconds = first("Retry-After").strip();
            return seconds.isEmpty() ? null : Duration.ofSeconds(Math.max(0, Integer.parseInt(seconds)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Never the body: it may hold secrets. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
