package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/** Values as sources write them. */
final class Numbers {
    private Numbers() {}

    /**
     * A value: a number, or a text such as {@code 0.5}, {@code NaN}, {@code +Inf}; {@code null} is NaN.
     *
     * @return empty when it is nothing of that
     */
    static OptionalDouble of(JsonNode value) {
        if (value.isNull()) {
            return OptionalDouble.of(Double.NaN);
        } else if (value.isNumber()) {
            return OptionalDouble.of(value.doubleValue());
        } else if (!value.isTextual()) {
            return OptionalDouble.empty();
        }
        return switch (value.textValue().strip()) {
            case "NaN", "" -> OptionalDouble.of(Double.NaN);
            case "+Inf", "Inf", "Infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-Inf", "-Infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> parsed(value.textValue().strip());
        };
    }

    private static OptionalDouble parsed(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
