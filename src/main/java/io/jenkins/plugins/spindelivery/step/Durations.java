package io.jenkins.plugins.spindelivery.step;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
final class Durations {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s?)?");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text such as {@code 2d}, {@code 1h30m}, {@code 90s}, or plain seconds
     * @return empty when it is no duration, or zero
     */
    static Optional<Duration> parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(number(parts.group(1)))
                .plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .plusSeconds(number(parts.group(4)));
        return Optional.of(duration).filter(length -> !length.isZero());
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
