package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One text for all trees that mean the same: keys sorted, no white space, numbers by their value ({@code 1}, {@code 1.0}
 * and {@code 1e0} are one). It is for comparing and hashing, not for sending.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    static String of(JsonNode tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            writeObject(node, out);
        } else if (node.isArray()) {
            writeArray(node, out);
        } else if (node.isNumber()) {
            out.append(number(node));
        } else {
            out.append(node);
        }
    }

    private static void writeObject(JsonNode node, StringBuilder out) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        keys.sort(null);
        char separator = '{';
        for (String key : keys) {
            out.append(separator).append(TextNode.valueOf(key)).append(':');
            write(node.get(key), out);
            separator = ',';
        }
        out.append(keys.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(JsonNode node, StringBuilder out) {
        char separator = '[';
        for (JsonNode item : node) {
            out.append(separator);
            write(item, out);
            separator = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    /** Digits and exponent apart, so that 1e999999 does not become a million zeros. */
    static String number(JsonNode node) {
        if (node.isFloatingPointNumber() && node.isDouble() && !Double.isFinite(node.doubleValue())) {
            return node.asText();
        }
        BigDecimal value = node.decimalValue().stripTrailingZeros();
        return value.signum() == 0 ? "0" : value.unscaledValue() + "e" + -value.scale();
    }
}
