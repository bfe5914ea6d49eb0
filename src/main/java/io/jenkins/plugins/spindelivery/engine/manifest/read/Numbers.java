package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as go-yaml v2 reads them and as {@code sigs.k8s.io/yaml} writes them. */
final class Numbers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Up to here each whole number has a float of its own. */
    private static final double EXACT = 1L << 53;
    /** No shortest form of a single-precision float needs more digits. */
    private static final int FLOAT_DIGITS = 9;

    private Numbers() {}

    /**
     * The number that a word means.
     *
     * <p>Whole numbers may be binary, octal ({@code 0o7} and {@code 07}), decimal or hexadecimal, with {@code _}
     * between digits; what does not fit 64 bits is a float, and what is too large for a float is no number.
     *
     * @param word starts with a digit, a sign or a dot
     * @return the number, or {@code null} when the word means none
     */
    static JsonNode parse(String word) {
        if (word.charAt(0) == '.') {
            return separatesDigits(word) ? decimal(word.replace("_", "")) : null;
        }
        String digits = word.indexOf('_') < 0 ? word : word.replace("_", "");
        JsonNode integer = integer(digits);
        return integer == null ? decimal(digits) : integer;
    }

    /** Whether each {@code _} stands between two digits: behind a dot go-yaml is stricter than elsewhere. */
    private static boolean separatesDigits(String word) {
        for (int i = word.indexOf('_'); i >= 0; i = word.indexOf('_', i + 1)) {
            if (!isDigit(word, i - 1) || !isDigit(word, i + 1)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode integer(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        boolean negative = text.startsWith("-");
        int at = signed ? 1 : 0;
        int base = 10;
        if (text.startsWith("0", at) && at + 1 < text.length()) {
            base = base(text.charAt(at + 1));
            at += base == 8 && isDigit(text, at + 1) ? 1 : 2;
        }
        if (base == 2 && !signed && (text.startsWith("-", at) || text.startsWith("+", at))) {
            // go-yaml takes a sign behind 0b too.
            signed = true;
            negative = text.startsWith("-", at);
            at++;
        }
        return base == 0 || at >= text.length() ? null : integer(text, at, base, signed, negative);
    }

    /** The base that the character behind a leading zero tells; 0 for none. */
    private static int base(char c) {
        return switch (c) {
            case 'b', 'B' -> 2;
            case 'o', 'O', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> 8;
            case 'x', 'X' -> 16;
            default -> 0;
        };
    }

    private static JsonNode integer(String text, int from, int base, boolean signed, boolean negative) {
        long value = 0;
        long most = Long.divideUnsigned(-1, base);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, base) : -1;
            if (digit < 0 || Long.compareUnsigned(value, most) > 0) {
                return null;
            }
            long next = value * base + digit;
            if (Long.compareUnsigned(next, digit) < 0) {
                return null;
            }
            value = next;
        }
        if (negative) {
            return value >= 0 || value == Long.MIN_VALUE ? node(-value) : null;
        }
        if (value >= 0) {
            return node(value);
        }
        return signed ? null : NODES.numberNode(new BigInteger(Long.toUnsignedString(value)));
    }

    /** The smallest node that holds it, as Jackson's parser makes it: trees from here and from a cluster are equal. */
    private static JsonNode node(long value) {
        return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode decimal(String text) {
        if (!isDecimal(text)) {
            return null;
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? null : NODES.numberNode(value);
    }

    /** Sign, digits with at most one dot among them, exponent; by hand, as each number of each manifest comes by. */
    private static boolean isDecimal(String text) {
        int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int whole = digits(text, at);
        at += whole;
        int fraction = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            fraction = digits(text, at + 1);
            at += 1 + fraction;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            int exponent = digits(text, at);
            at += exponent;
            return exponent > 0 && at == text.length();
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (isDigit(text, at)) {
            at++;
        }
        return at - from;
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /**
     * A float as JSON. A whole one becomes an integer, as Go writes it: {@code replicas: 1.0} is 1 for kubectl.
     *
     * @param value any float
     * @return the number; {@code null} for infinity and "not a number"
     */
    static JsonNode value(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) <= EXACT ? node((long) value) : NODES.numberNode(value);
    }

    /**
     * A float as the key of a map: Go's shortest form of it in single precision ({@code %g}).
     *
     * @param value any float
     * @return the key
     */
    static String key(double value) {
        float single = (float) value;
        if (Float.isNaN(single)) {
            return ".nan";
        }
        if (Float.isInfinite(single)) {
            return single > 0 ? ".inf" : "-.inf";
        }
        String sign = Float.floatToRawIntBits(single) < 0 ? "-" : "";
        if (single == 0) {
            return sign + "0";
        }
        BigDecimal shortest = shortest(Math.abs(single)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        // Outside these bounds Go writes an exponent.
        if (exponent >= -4 && exponent < 6) {
            return sign + shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return sign + mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** The fewest digits that still mean this very float; before Java 19 {@link Float#toString} may give more. */
    private static BigDecimal shortest(float positive) {
        BigDecimal exact = new BigDecimal(positive);
        for (int digits = 1; digits < FLOAT_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.floatValue() == positive) {
                return rounded;
            }
        }
        return exact.round(new MathContext(FLOAT_DIGITS, RoundingMode.HALF_EVEN));
    }
}
