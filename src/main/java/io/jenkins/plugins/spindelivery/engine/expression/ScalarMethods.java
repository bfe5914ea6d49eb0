package io.jenkins.plugins.spindelivery.engine.expression;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** The methods of numbers, booleans, dates and times. */
final class ScalarMethods {
    static final MethodTable NUMBERS = any().add("intValue", 0, call -> Math.toIntExact(integral(call)))
            .add("longValue", 0, call -> Call.whole(integral(call)))
            .add("doubleValue", 0, call -> call.targetNumber().doubleValue())
            .add("compareTo", 1, call -> Operators.compare("compareTo", call.target(), call.number(0)));

    static final MethodTable BOOLEANS = any().add("booleanValue", 0, Call::target);

    static final MethodTable INSTANTS = any().add(
                    "getTime", 0, call -> Call.whole(((Instant) call.target()).toEpochMilli()))
            .add("toEpochMilli", 0, call -> Call.whole(((Instant) call.target()).toEpochMilli()))
            .add("getEpochSecond", 0, call -> Call.whole(((Instant) call.target()).getEpochSecond()))
            .add("plusSeconds", 1, call -> ((Instant) call.target()).plusSeconds(call.whole(0)))
            .add("minusSeconds", 1, call -> ((Instant) call.target()).minusSeconds(call.whole(0)))
            .add("plusMillis", 1, call -> ((Instant) call.target()).plusMillis(call.whole(0)))
            .add("minusMillis", 1, call -> ((Instant) call.target()).minusMillis(call.whole(0)))
            .add("plus", 2, call -> ((Instant) call.target()).plus(call.whole(0), unit(call, 1)))
            .add("minus", 2, call -> ((Instant) call.target()).minus(call.whole(0), unit(call, 1)))
            .add("truncatedTo", 1, call -> ((Instant) call.target()).truncatedTo(unit(call, 0)))
            .add("isBefore", 1, call -> ((Instant) call.target()).isBefore(call.argument(0, Instant.class)))
            .add("isAfter", 1, call -> ((Instant) call.target()).isAfter(call.argument(0, Instant.class)));

    static final MethodTable DATES = any().add("getYear", 0, call -> ((LocalDate) call.target()).getYear())
            .add("getMonthValue", 0, call -> ((LocalDate) call.target()).getMonthValue())
            .add("getDayOfMonth", 0, call -> ((LocalDate) call.target()).getDayOfMonth())
            .add("getDayOfYear", 0, call -> ((LocalDate) call.target()).getDayOfYear())
            .add("getDayOfWeek", 0, call -> ((LocalDate) call.target()).getDayOfWeek())
            .add("plusDays", 1, call -> ((LocalDate) call.target()).plusDays(call.whole(0)))
            .add("plusWeeks", 1, call -> ((LocalDate) call.target()).plusWeeks(call.whole(0)))
            .add("plusMonths", 1, call -> ((LocalDate) call.target()).plusMonths(call.whole(0)))
            .add("plusYears", 1, call -> ((LocalDate) call.target()).plusYears(call.whole(0)))
            .add("minusDays", 1, call -> ((LocalDate) call.target()).minusDays(call.whole(0)))
            .add("minusWeeks", 1, call -> ((LocalDate) call.target()).minusWeeks(call.whole(0)))
            .add("minusMonths", 1, call -> ((LocalDate) call.target()).minusMonths(call.whole(0)))
            .add("minusYears", 1, call -> ((LocalDate) call.target()).minusYears(call.whole(0)))
            .add("isBefore", 1, call -> ((LocalDate) call.target()).isBefore(call.argument(0, LocalDate.class)))
            .add("isAfter", 1, call -> ((LocalDate) call.target()).isAfter(call.argument(0, LocalDate.class)));

    static final MethodTable TIMES = any().add("toLocalDate", 0, call -> ((LocalDateTime) call.target()).toLocalDate())
            .add("getHour", 0, call -> ((LocalDateTime) call.target()).getHour())
            .add("getMinute", 0, call -> ((LocalDateTime) call.target()).getMinute())
            .add("getDayOfWeek", 0, call -> ((LocalDateTime) call.target()).getDayOfWeek())
            .add("plus", 2, call -> ((LocalDateTime) call.target()).plus(call.whole(0), unit(call, 1)))
            .add("minus", 2, call -> ((LocalDateTime) call.target()).minus(call.whole(0), unit(call, 1)))
            .add("truncatedTo", 1, call -> ((LocalDateTime) call.target()).truncatedTo(unit(call, 0)))
            .add("isBefore", 1, call -> ((LocalDateTime) call.target()).isBefore(call.argument(0, LocalDateTime.class)))
            .add("isAfter", 1, call -> ((LocalDateTime) call.target()).isAfter(call.argument(0, LocalDateTime.class)));

    static final MethodTable DAYS = any().add("getValue", 0, call -> ((DayOfWeek) call.target()).getValue())
            .add("plus", 1, call -> ((DayOfWeek) call.target()).plus(call.whole(0)))
            .add("minus", 1, call -> ((DayOfWeek) call.target()).minus(call.whole(0)));

    static final MethodTable UNITS = any().add("between", 2, ScalarMethods::between);

    private ScalarMethods() {}

    private static MethodTable any() {
        return new MethodTable()
                .add("toString", 0, call -> Values.toText(call.target(), call.meter()))
                .add(
                        "equals",
                        1,
                        call -> Operators.same(call.target(), call.arguments().get(0), call.meter()));
    }

    /** The number without its fraction; an error when it is too large for a long. */
    private static long integral(Call call) {
        Number number = call.targetNumber();
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        double value = number.doubleValue();
        // 2^63 itself is no long, and comparing with Long.MAX_VALUE would round up to it.
        if (!(Math.abs(value) < 0x1p63)) {
            throw new ArithmeticException();
        }
        return (long) value;
    }

    private static ChronoUnit unit(Call call, int index) {
        return call.argument(index, ChronoUnit.class);
    }

    private static Number between(Call call) {
        ChronoUnit unit = (ChronoUnit) call.target();
        Object from = call.arguments().get(0);
        if (from instanceof Instant start) {
            return Call.whole(unit.between(start, call.argument(1, Instant.class)));
        } else if (from instanceof LocalDateTime start) {
            return Call.whole(unit.between(start, call.argument(1, LocalDateTime.class)));
        }
        return Call.whole(unit.between(call.argument(0, LocalDate.class), call.argument(1, LocalDate.class)));
    }
}
