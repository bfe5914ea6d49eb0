package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The methods of lists and maps: the reading ones of {@link List} and {@link Map}. */
final class CollectionMethods {
    static final MethodTable LISTS = new MethodTable()
            .add("size", 0, call -> call.targetList().size())
            .add("isEmpty", 0, call -> call.targetList().isEmpty())
            .add("get", 1, call -> call.targetList().get(call.integer(0)))
            .add("contains", 1, call -> indexOf(call.targetList(), call) >= 0)
            .add("indexOf", 1, call -> indexOf(call.targetList(), call))
            .add("subList", 2, CollectionMethods::subList)
            .add("toString", 0, call -> Values.jsonText(call.target(), call.meter()))
            .add(
                    "equals",
                    1,
                    call -> Operators.same(call.target(), call.arguments().get(0), call.meter()));

    static final MethodTable MAPS = new MethodTable()
            .add("size", 0, call -> call.targetMap().size())
            .add("isEmpty", 0, call -> call.targetMap().isEmpty())
            .add("get", 1, call -> call.targetMap().get(call.text(0)))
            .add("getOrDefault", 2, CollectionMethods::getOrDefault)
            .add("containsKey", 1, call -> call.targetMap().containsKey(call.text(0)))
            .add("containsValue", 1, call -> indexOf(call.targetMap().values(), call) >= 0)
            .add("keySet", 0, call -> copy(call.targetMap().keySet(), call.meter()))
            .add("values", 0, call -> copy(call.targetMap().values(), call.meter()))
            .add("entrySet", 0, call -> entries(call.targetMap(), call.meter()))
            .add("toString", 0, call -> Values.jsonText(call.target(), call.meter()))
            .add(
                    "equals",
                    1,
                    call -> Operators.same(call.target(), call.arguments().get(0), call.meter()));

    private CollectionMethods() {}

    /** The entries of a map, each a map of {@code key} and {@code value}. */
    static List<Object> entries(Map<String, Object> map, Meter meter) {
        List<Object> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            meter.step();
            entries.add(Evaluator.mapOf("key", key, "value", value));
        });
        return entries;
    }

    private static int indexOf(Collection<Object> values, Call call) {
        int index = 0;
        for (Object value : values) {
            if (Operators.same(value, call.arguments().get(0), call.meter())) {
                return index;
            }
            index++;
        }
        return -1;
    }

    private static Object getOrDefault(Call call) {
        return call.targetMap().getOrDefault(call.text(0), call.arguments().get(1));
    }

    private static List<Object> subList(Call call) {
        return copy(call.targetList().subList(call.integer(0), call.integer(1)), call.meter());
    }

    private static List<Object> copy(Collection<?> values, Meter meter) {
        meter.charge(values.size());
        return new ArrayList<>(values);
    }
}
