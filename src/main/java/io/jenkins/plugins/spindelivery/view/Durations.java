package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import java.time.Duration;

/** Lengths of time as people say them. */
public final class Durations {
    private static final long SECONDS_WITH_TENTHS = 10;

    private Durations() {}

    /**
     * A length of time in at most two units.
     *
     * @param millis in milliseconds; negative counts as none
     * @return such as {@code 3.2 s}, {@code 2 min 5 s}, {@code 4 h 10 min} or {@code 2 d 3 h}, in the reader's language
     */
    public static String text(long millis) {
        Duration length = Duration.ofMillis(Math.max(0, millis));
        if (!length.isZero() && length.toSeconds() < SECONDS_WITH_TENTHS) {
            return Words.of(
                    "view.seconds", Long.toString(length.toMillis() / 1000) + "." + length.toMillis() / 100 % 10);
        }
        if (length.toMinutes() == 0) {
            return Words.of("view.seconds", length.toSeconds());
        }
        if (length.toHours() == 0) {
            return two("view.minutes", length.toMinutes(), "view.seconds", length.toSecondsPart());
        }
        if (length.toDays() == 0) {
            return two("view.hours", length.toHours(), "view.minutes", length.toMinutesPart());
        }
        return two("view.days", length.toDays(), "view.hours", length.toHoursPart());
    }

    private static String two(String large, long many, String small, int few) {
        String first = Words.of(large, many);
        return few == 0 ? first : first + " " + Words.of(small, few);
    }
}
