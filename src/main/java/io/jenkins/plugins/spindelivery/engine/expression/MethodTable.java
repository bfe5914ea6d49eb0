package io.jenkins.plugins.spindelivery.engine.expression;

import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The methods that may be called on one type of value, by name and number of arguments. Nothing else exists. */
final class MethodTable {
    /** A method of the closed world. */
    @FunctionalInterface
    interface Method {
        Object call(Call call);
    }

    private final Map<String, Map<Integer, Method>> methods = new HashMap<>();

    /** Adds a method; part of building the table. */
    MethodTable add(String name, int arguments, Method method) {
        methods.computeIfAbsent(name, any -> new HashMap<>()).put(arguments, method);
        return this;
    }

    /** Adds a method that any number of arguments up to a largest may be given to; part of building the table. */
    MethodTable add(String name, int least, int most, Method method) {
        for (int count = least; count <= most; count++) {
            add(name, count, method);
        }
        return this;
    }

    boolean has(String name) {
        return methods.containsKey(name);
    }

    Set<String> names() {
        return new TreeSet<>(methods.keySet());
    }

    /**
     * Calls a method that {@link #has} knows.
     *
     * @throws ExpressionFault when it takes another number of arguments or refuses their values
     */
    Object call(Call call) {
        Map<Integer, Method> byCount = methods.get(call.method());
        List<Object> arguments = call.arguments();
        Method method = byCount.get(arguments.size());
        if (method == null) {
            String counts =
                    byCount.keySet().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
            throw new ExpressionFault("expression.argument-count", call.method(), arguments.size(), counts);
        }
        call.meter().step();
        try {
            return method.call(call);
        } catch (IndexOutOfBoundsException e) {
            throw new ExpressionFault.Missing("expression.out-of-range", call.method());
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            // The library's message may quote the value, and any value may be a secret.
            throw new ExpressionFault("expression.call-failed", call.method());
        }
    }
}
