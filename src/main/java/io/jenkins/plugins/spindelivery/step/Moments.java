package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as people and Pipelines write them. */
final class Moments {
    /**
     * Milliseconds since 1970, as {@code currentBuild.startTimeInMillis} has them. They have had 13 digits since 2001; a
     * number with fewer would be seconds, which is a mistake that nobody would notice.
     */
    private static final Pattern MILLIS = Pattern.compile("\\d{13}");

    private Moments() {}

    /**
     * A moment.
     *
     * @param text ISO 8601 with its offset, such as {@code 2026-03-01T09:00:00Z}, or milliseconds since 1970
     * @return empty for anything else
     */
    static Optional<Instant> parse(String text) {
        if (MILLIS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A moment, or how long something lasts up to another one.
     *
     * @param text as {@link #parse}, or a duration with its unit, such as {@code 1h}
     * @param end the other one
     * @return empty for anything else
     */
    static Optional<Instant> parse(String text, Instant end) {
        boolean hasUnit = !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
        return parse(text).or(() -> hasUnit ? Durations.parse(text).map(end::minus) : Optional.empty());
    }
}
