package io.jenkins.plugins.spindelivery.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How long a server asks to wait before the next try: the header of RFC 9110, section 10.2.3. */
public final class RetryAfter {
    private static final int LONGEST_SECONDS = 9;

    private RetryAfter() {}

    /**
     * The wish of an answer. Most servers give seconds; a date, which a load balancer may give, counts from the answer's
     * own date, since clocks differ.
     *
     * @param retryAfter the header {@code Retry-After}; empty without one
     * @param date the header {@code Date}; empty without one
     * @return the wish; empty when there is none that can be understood
     */
    public static Optional<Duration> of(String retryAfter, String date) {
        String wish = retryAfter.strip();
        if (wish.matches("-?\\d+")) {
            // So many digits are a long time, whatever they say.
            return Optional.of(
                    wish.length() > LONGEST_SECONDS
                            ? Duration.ofDays(1)
                            : Duration.ofSeconds(Math.max(0, Long.parseLong(wish))));
        }
        return instant(date)
                .flatMap(now -> instant(wish).map(until -> Duration.between(now, until)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    /**
     * A time as HTTP headers have it.
     *
     * @param header such as {@code Tue, 15 Nov 1994 08:12:31 GMT}; may be empty
     * @return the time; empty when it is no such text
     */
    public static Optional<Instant> instant(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
