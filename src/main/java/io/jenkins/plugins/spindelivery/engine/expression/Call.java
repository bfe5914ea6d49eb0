package io.jenkins.plugins.spindelivery.engine.expression;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * One call of a method or helper.
 *
 * @param method its name, for messages
 * @param target what it is called on; {@code null} for helpers, constructors and static methods
 * @param arguments the values given
 * @param literal whether the first argument is written out in the expression, so that messages may show it
 * @param meter what the work is charged to
 */
record Call(String method, Object target, List<Object> arguments, boolean literal, Meter meter) {

    String text(int index) {
        return argument(index, String.class);
    }

    List<?> list(int index) {
        return argument(index, List.class);
    }

    <T> T argument(int index, Class<T> type) {
        Object value = arguments.get(index);
        if (!type.isInstance(value)) {
            throw unfit(index, type.getSimpleName());
        }
        return type.cast(value);
    }

    int integer(int index) {
        return argument(index, Integer.class);
    }

    long whole(int index) {
        Object value = arguments.get(index);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw unfit(index, "Long");
    }

    Number number(int index) {
        return argument(index, Number.class);
    }

    /** The argument in text form, whatever scalar it is. */
    String asText(int index) {
        return Values.toText(arguments.get(index), meter);
    }

    String targetText() {
        return (String) target;
    }

    Number targetNumber() {
        return (Number) target;
    }

    @SuppressWarnings("unchecked") // lists of the closed world hold its values
    List<Object> targetList() {
        return (List<Object>) target;
    }

    @SuppressWarnings("unchecked") // maps of the closed world have text keys
    Map<String, Object> targetMap() {
        return (Map<String, Object>) target;
    }

    ExpressionFault unfit(int index, String wanted) {
        return new ExpressionFault(
                "expression.argument-type", method, index + 1, wanted, Values.typeName(arguments.get(index)));
    }

    /** A whole number as the closed world has it. */
    static Number whole(BigInteger value) {
        return Values.whole(value);
    }

    static Number whole(long value) {
        return Values.whole(BigInteger.valueOf(value));
    }
}
