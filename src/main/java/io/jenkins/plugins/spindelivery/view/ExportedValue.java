package io.jenkins.plugins.spindelivery.view;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step returned, in types that Jenkins' JSON and XML know: a record is read with exact numbers, which they refuse. */
final class ExportedValue {
    private static final int BITS_OF_LONG = 63;

    private ExportedValue() {}

    /**
     * The same value without exact numbers.
     *
     * @param value maps, lists, texts, numbers, booleans, {@code null}
     * @return with doubles and longs in place of exact numbers; whole numbers that are larger are doubles too, as JSON's
     *     readers have them anyway
     */
    static Object of(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, of(each)));
            return copy;
        } else if (value instanceof List<?> list) {
            return list.stream().map(ExportedValue::of).toList();
        } else if (value instanceof BigInteger whole && whole.bitLength() <= BITS_OF_LONG) {
            return whole.longValue();
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            return ((Number) value).doubleValue();
        }
        return value;
    }
}
