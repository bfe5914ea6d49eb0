package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server answered: status, headers (names in lower case) and the whole body. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    private static final int LONGEST_SECONDS = 9;

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

    /**
     * How long the server asks to wait; {@code null} when it does not say so in a form of RFC 9110, section 10.2.3. Kubernetes
     * gives seconds; a date, which a load balancer may give, counts from the answer's own date, since clocks differ.
     */
    Duration retryAfter() {
        String wish = first("Retry-After").strip();
        if (wish.matches("-?\\d+")) {
            // So many digits are a long time, whatever they say.
            return wish.length() > LONGEST_SECONDS
                    ? Duration.ofDays(1)
                    : Duration.ofSeconds(Math.max(0, Long.parseLong(wish)));
        }
        return date().flatMap(now -> instant(wish).map(until -> Duration.between(now, until)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .orElse(null);
    }

    /** When the server gave this answer, by its own clock; empty when it does not say. */
    Optional<Instant> date() {
        return instant(first("Date"));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Never the body: it may hold secrets. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
