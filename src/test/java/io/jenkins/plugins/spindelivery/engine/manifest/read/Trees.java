package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Compares trees by what they mean: 1 and 1.0 are the same number, whatever class holds it. */
public final class Trees {
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.isIntegralNumber() && b.isIntegralNumber()
                    ? a.bigIntegerValue().compareTo(b.bigIntegerValue())
                    : Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
        }
        return a.equals(b) ? 0 : 1;
    };

    private Trees() {}

    /** Whether both mean the same. */
    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }
}
