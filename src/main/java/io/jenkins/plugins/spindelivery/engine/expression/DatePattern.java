package io.jenkins.plugins.spindelivery.engine.expression;

import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;

/** What {@code new SimpleDateFormat('yyyy-MM-dd')} gives: the idiom by which Spinnaker's users write dates. */
final class DatePattern {
    /** A letter can be written as many times as digits are wanted, so the pattern bounds the text. */
    private static final int MAX_LENGTH = 100;

    static final MethodTable METHODS = new MethodTable()
            .add("format", 1, call -> ((DatePattern) call.target()).format(call.argument(0, Instant.class)));

    private final SimpleDateFormat format;

    private DatePattern(SimpleDateFormat format) {
        this.format = format;
    }

    static DatePattern of(String pattern, ZoneId zone) {
        if (pattern.length() > MAX_LENGTH) {
            throw new ExpressionFault("expression.pattern-too-long", MAX_LENGTH);
        }
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ENGLISH);
        format.setTimeZone(TimeZone.getTimeZone(zone));
        return new DatePattern(format);
    }

    private String format(Instant instant) {
        return format.format(Date.from(instant));
    }
}
