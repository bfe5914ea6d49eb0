package io.jenkins.plugins.spindelivery.engine.expression;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.IntLiteral;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.ast.VariableReference;

/** Follows paths such as {@code parameters.list.?[size > 1].![name][0].trim()}, one step at a time. */
final class PathEvaluator {
    private static final Map<Class<?>, MethodTable> SCALARS = Map.of(
            String.class, TextMethods.TABLE,
            Boolean.class, ScalarMethods.BOOLEANS,
            Instant.class, ScalarMethods.INSTANTS,
            LocalDate.class, ScalarMethods.DATES,
            LocalDateTime.class, ScalarMethods.TIMES,
            DayOfWeek.class, ScalarMethods.DAYS,
            ChronoUnit.class, ScalarMethods.UNITS,
            DatePattern.class, DatePattern.METHODS);

    private final Evaluator evaluator;
    private final Meter meter;

    PathEvaluator(Evaluator evaluator, Meter meter) {
        this.evaluator = evaluator;
        this.meter = meter;
    }

    /** A bare name: a root, or an entry of the item. */
    Object head(SpelNode node, Object item) {
        return property(item, (PropertyOrFieldReference) node, evaluator.isRoot(item) ? "#root" : "#this");
    }

    /** A whole path. */
    Object compound(SpelNode path) {
        Object value = evaluator.child(path, 0);
        StringBuilder walked = new StringBuilder(shown(path.getChild(0)));
        for (int i = 1; i < path.getChildCount(); i++) {
            SpelNode part = path.getChild(i);
            value = step(value, part, walked.toString());
            walked.append(part instanceof PropertyOrFieldReference ? "." : "").append(shown(part));
        }
        return value;
    }

    /** One step from a value that messages call by the path that led to it. */
    Object step(Object target, SpelNode part, String walked) {
        meter.step();
        if (target == null) {
            if (Evaluator.isNullSafe(part)) {
                return null;
            }
            throw new ExpressionFault.Missing("expression.null-target", walked);
        }
        if (part instanceof PropertyOrFieldReference name) {
            return property(target, name, walked);
        } else if (part instanceof MethodReference call) {
            return call(target, call);
        } else if (part instanceof Projection) {
            return projection(target, part);
        } else if (part instanceof Selection) {
            return selection(target, part);
        }
        return index(target, part.getChild(0), walked);
    }

    private Object property(Object target, PropertyOrFieldReference node, String walked) {
        String name = node.getName();
        if (target instanceof Map<?, ?> map) {
            if (map.containsKey(name) || Evaluator.isNullSafe(node)) {
                return map.get(name);
            }
            throw new ExpressionFault.MissingEntry(map, name, walked);
        } else if (target instanceof Types.Type type && type.constants().containsKey(name)) {
            return type.constants().get(name);
        } else if (target instanceof List<?> list && name.equals("length")) {
            // Where Spinnaker has an array, as from split(), there is a list here.
            return list.size();
        }
        throw new ExpressionFault("expression.no-property", walked, typeName(target), name);
    }

    private Object call(Object target, MethodReference node) {
        MethodTable table = table(target);
        String name = node.getName();
        if (!table.has(name)) {
            String near = Names.nearest(name, table.names()).orElse("");
            throw near.isEmpty()
                    ? new ExpressionFault("expression.no-method", typeName(target), name, Names.list(table.names()))
                    : new ExpressionFault("expression.no-method-near", typeName(target), name, near);
        }
        return table.call(new Call(name, target, evaluator.children(node, 0), false, meter));
    }

    private static MethodTable table(Object target) {
        if (target instanceof Map) {
            return CollectionMethods.MAPS;
        } else if (target instanceof List) {
            return CollectionMethods.LISTS;
        } else if (target instanceof Number) {
            return ScalarMethods.NUMBERS;
        }
        return target instanceof Types.Type type ? type.methods() : SCALARS.get(target.getClass());
    }

    private Object index(Object target, SpelNode index, String walked) {
        if (target instanceof Map<?, ?> map) {
            return entry(map, index, walked);
        }
        Object position = evaluator.evaluate(index);
        if (target instanceof List<?> list && position instanceof Integer at) {
            if (at < 0 || at >= list.size()) {
                throw new ExpressionFault.Missing("expression.index", walked, at, list.size());
            }
            return list.get(at);
        } else if (target instanceof String text && position instanceof Integer at) {
            if (at < 0 || at >= text.length()) {
                throw new ExpressionFault.Missing("expression.index", walked, at, text.length());
            }
            return String.valueOf(text.charAt(at));
        }
        throw new ExpressionFault("expression.no-index", walked, typeName(target), Values.typeName(position));
    }

    /** In brackets behind a map a bare name is the key, as in SpEL. */
    private Object entry(Map<?, ?> map, SpelNode index, String walked) {
        boolean bare = index instanceof PropertyOrFieldReference;
        Object key = bare ? ((PropertyOrFieldReference) index).getName() : evaluator.evaluate(index);
        String name = Values.toText(key, meter);
        if (map.containsKey(name)) {
            return map.get(name);
        }
        if (bare || index instanceof StringLiteral || index instanceof IntLiteral) {
            throw new ExpressionFault.MissingEntry(map, name, walked);
        }
        // A computed key is a value, and a value may be a secret.
        throw new ExpressionFault.Missing("expression.missing-computed", walked);
    }

    private Object projection(Object target, SpelNode node) {
        List<Object> results = new ArrayList<>();
        for (Object item : items(target)) {
            results.add(evaluator.evaluateFor(item, node.getChild(0)));
        }
        return Collections.unmodifiableList(results);
    }

    private List<Object> items(Object target) {
        if (target instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        } else if (target instanceof Map<?, ?> map) {
            return CollectionMethods.entries(Values.textKeys(map), meter);
        }
        throw new ExpressionFault("expression.no-items", typeName(target));
    }

    private Object selection(Object target, SpelNode node) {
        List<Object> found = new ArrayList<>();
        boolean first = node.toStringAST().startsWith("^");
        boolean last = node.toStringAST().startsWith("$");
        for (Object item : items(target)) {
            if (Operators.truth(evaluator.evaluateFor(item, node.getChild(0)))) {
                found.add(item);
                if (first) {
                    break;
                }
            }
        }
        List<Object> chosen = last && !found.isEmpty() ? found.subList(found.size() - 1, found.size()) : found;
        if (target instanceof Map) {
            return asMap(chosen);
        }
        return first || last ? (chosen.isEmpty() ? null : chosen.get(0)) : Collections.unmodifiableList(found);
    }

    private static Map<String, Object> asMap(List<Object> entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Object entry : entries) {
            map.put((String) ((Map<?, ?>) entry).get("key"), ((Map<?, ?>) entry).get("value"));
        }
        return Collections.unmodifiableMap(map);
    }

    private static String typeName(Object target) {
        return target instanceof Types.Type type ? type.name() : Values.typeName(target);
    }

    /** A part of a path as messages show it; what is computed or called with is left out. */
    private static String shown(SpelNode part) {
        if (part instanceof PropertyOrFieldReference name) {
            return name.getName();
        } else if (part instanceof MethodReference call) {
            return "." + call.getName() + "(…)";
        }
        if (part instanceof VariableReference) {
            return part.toStringAST();
        }
        return part instanceof Indexer ? "[…]" : "…";
    }
}
