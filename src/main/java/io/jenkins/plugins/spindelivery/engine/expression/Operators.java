package io.jenkins.plugins.spindelivery.engine.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the operators mean: as in SpEL, but whole numbers do not overflow, and nothing grows without end. */
final class Operators {
    /** More than a thousand digits is no number for a manifest. */
    private static final int MAX_BITS = 4_096;

    private Operators() {}

    /** {@code +} on numbers, and on a text and any scalar. */
    static Object plus(Object left, Object right, Meter meter) {
        if (left instanceof String || right instanceof String) {
            return concatenate(Values.toText(left, meter), Values.toText(right, meter), meter);
        }
        return arithmetic("+", left, right);
    }

    static String concatenate(String left, String right, Meter meter) {
        meter.makeText((long) left.length() + right.length());
        return left + right;
    }

    /** {@code *} on numbers, and on a text and a whole number. */
    static Object multiply(Object left, Object right, Meter meter) {
        if (left instanceof String text && right instanceof Integer times) {
            return TextMethods.repeat(text, times, meter);
        }
        return arithmetic("*", left, right);
    }

    /** {@code + - * / % ^} on two numbers; decimal as soon as one of them is. */
    static Number arithmetic(String operator, Object left, Object right) {
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            throw unfit(operator, left, right);
        }
        if (a instanceof Double || b instanceof Double) {
            return decimal(operator, a.doubleValue(), b.doubleValue());
        }
        return whole(operator, big(a), big(b));
    }

    private static Double decimal(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "%" -> a % b;
            default -> Math.pow(a, b);
        };
    }

    private static Number whole(String operator, BigInteger a, BigInteger b) {
        if (b.signum() == 0 && (operator.equals("/") || operator.equals("%"))) {
            throw new ExpressionFault("expression.division-by-zero");
        }
        BigInteger result =
                switch (operator) {
                    case "+" -> a.add(b);
                    case "-" -> a.subtract(b);
                    case "*" -> a.multiply(b);
                    case "/" -> a.divide(b);
                    case "%" -> a.remainder(b);
                    default -> null;
                };
        return result == null ? power(a, b) : bounded(result);
    }

    private static Number power(BigInteger base, BigInteger exponent) {
        if (exponent.signum() < 0) {
            return Math.pow(base.doubleValue(), exponent.doubleValue());
        }
        BigInteger bits = exponent.multiply(
                BigInteger.valueOf(base.abs().subtract(BigInteger.ONE).bitLength()));
        if (bits.compareTo(BigInteger.valueOf(MAX_BITS)) > 0) {
            throw new ExpressionFault("expression.limit-number");
        }
        // 0, 1 and -1 stay small whatever the exponent, which may be too large for an int.
        return base.abs().bitLength() <= 1
                ? bounded(base.pow(exponent.signum() == 0 ? 0 : exponent.testBit(0) ? 1 : 2))
                : bounded(base.pow(exponent.intValueExact()));
    }

    private static Number bounded(BigInteger number) {
        if (number.bitLength() > MAX_BITS) {
            throw new ExpressionFault("expression.limit-number");
        }
        return Values.whole(number);
    }

    private static BigInteger big(Number number) {
        return number instanceof BigInteger whole ? whole : BigInteger.valueOf(number.longValue());
    }

    /** Which of two values of one kind comes first: negative, 0 or positive. The operator is for the message. */
    static int compare(String operator, Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return compareNumbers(a, b);
        }
        if (left instanceof Comparable<?> && right != null && left.getClass() == right.getClass()) {
            @SuppressWarnings("unchecked") // all comparable values compare with their own class
            Comparable<Object> comparable = (Comparable<Object>) left;
            return comparable.compareTo(right);
        }
        throw unfit(operator, left, right);
    }

    private static int compareNumbers(Number a, Number b) {
        if (a instanceof Double || b instanceof Double) {
            if (!Double.isFinite(a.doubleValue()) || !Double.isFinite(b.doubleValue())) {
                return Double.compare(a.doubleValue(), b.doubleValue());
            }
            return exact(a).compareTo(exact(b));
        }
        return big(a).compareTo(big(b));
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Double decimal ? new BigDecimal(decimal) : new BigDecimal(big(number));
    }

    /** {@code ==}: numbers by their value, everything else by its content. */
    static boolean same(Object left, Object right, Meter meter) {
        meter.step();
        if (left instanceof Number a && right instanceof Number b) {
            return compareNumbers(a, b) == 0;
        } else if (left instanceof String text && right instanceof String other) {
            meter.scan(Math.min(text.length(), other.length()));
            return text.equals(other);
        } else if (left instanceof List<?> list && right instanceof List<?> other) {
            return sameItems(list, other, meter);
        } else if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            return map.size() == other.size()
                    && map.entrySet().stream()
                            .allMatch(entry -> other.containsKey(entry.getKey())
                                    && same(entry.getValue(), other.get(entry.getKey()), meter));
        }
        return left == null ? right == null : left.equals(right);
    }

    private static boolean sameItems(List<?> list, List<?> other, Meter meter) {
        if (list.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        return list.stream().allMatch(item -> same(item, others.next(), meter));
    }

    /** A condition: a boolean, or one of the texts that Spring takes for one. */
    static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof String text && text.length() <= 5) {
            switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "on", "yes", "1":
                    return true;
                case "false", "off", "no", "0":
                    return false;
                default:
            }
        }
        throw new ExpressionFault("expression.no-condition", Values.typeName(value));
    }

    static ExpressionFault unfit(String operator, Object left, Object right) {
        return new ExpressionFault(
                "expression.operator-types", operator, Values.typeName(left), Values.typeName(right));
    }
}
