package io.jenkins.plugins.spindelivery.engine.pipeline.parameter;

import java.util.Set;

/**
 * When a parameter is asked for at all: another one has to compare to a value, as in the form of Spinnaker's manual
 * start.
 *
 * @param parameter the other one's name
 * @param comparator one of {@code = != < <= > >=}; the latter four compare numbers
 * @param value what it is compared to
 */
public record Condition(String parameter, String comparator, String value) {
    static final Set<String> COMPARATORS = Set.of("=", "!=", "<", "<=", ">", ">=");

    /**
     * Whether it holds.
     *
     * @param other the other parameter's value
     * @return the comparison's answer; {@code false} for one of numbers where one side is none
     */
    public boolean holds(String other) {
        return switch (comparator) {
            case "=" -> other.equals(value);
            case "!=" -> !other.equals(value);
            default -> compares(other);
        };
    }

    private boolean compares(String other) {
        try {
            int order = Double.compare(Double.parseDouble(other), Double.parseDouble(value));
            return order < 0 && comparator.startsWith("<")
                    || order > 0 && comparator.startsWith(">")
                    || order == 0 && comparator.endsWith("=");
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
