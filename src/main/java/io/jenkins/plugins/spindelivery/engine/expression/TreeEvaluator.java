package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Walks over one tree, evaluates the texts in it and gathers what goes wrong. Used once. */
final class TreeEvaluator {
    private static final String OPENING = "${";
    /** A file with more mistakes than this has one cause, and its first lines show it. */
    private static final int MAX_PROBLEMS = 50;
    /** As much as is needed to see what a text begins with. */
    private static final int MAX_START = 200;
    /** How much more parsing a text costs than looking through it. */
    private static final int PARSING_COST = 4;

    private final ExpressionContext context;
    private final Compiler compiler;
    private final Evaluator evaluator;
    private final Meter meter;
    private final Function<JsonPointer, String> where;
    private final Consumer<Problem> warnings;
    private final List<Problem> problems = new ArrayList<>();
    /** Names and positions from the root to where the walk is; a pointer is made only for a message. */
    private final Deque<Object> place = new ArrayDeque<>();

    /** Whether what follows is not tried any more. */
    private boolean exhausted;

    TreeEvaluator(
            ExpressionContext context,
            Compiler compiler,
            Meter meter,
            Function<JsonPointer, String> where,
            Consumer<Problem> warnings) {
        this.context = context;
        this.compiler = compiler;
        this.meter = meter;
        this.where = where;
        this.warnings = warnings;
        this.evaluator = new Evaluator(context.roots(), new Helpers(context, new UrlHelpers(context)), meter);
    }

    JsonNode evaluate(JsonNode tree) {
        JsonNode result = walk(tree);
        if (problems.size() >= MAX_PROBLEMS) {
            problems.add(Problem.of("expression.more-problems", "", problems.size()));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return result;
    }

    private JsonNode walk(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return walkObject(object);
        } else if (node instanceof ArrayNode array) {
            return walkArray(array);
        }
        return node.isTextual() ? text((TextNode) node) : node;
    }

    private JsonNode walkArray(ArrayNode array) {
        ArrayNode changed = null;
        for (int i = 0; i < array.size(); i++) {
            place.addLast(i);
            JsonNode result = walk(array.get(i));
            place.removeLast();
            if (result != array.get(i)) {
                changed = changed == null ? JsonNodeFactory.instance.arrayNode().addAll(array) : changed;
                changed.set(i, result);
            }
        }
        return changed == null ? array : changed;
    }

    private JsonNode walkObject(ObjectNode object) {
        ObjectNode changed = null;
        int position = 0;
        Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            place.addLast(field.getKey());
            String key = key(field.getKey());
            JsonNode value = walk(field.getValue());
            if (changed == null && (value != field.getValue() || !key.equals(field.getKey()))) {
                changed = firstFields(object, position);
            }
            if (changed != null && changed.replace(key, value) != null) {
                report(Problem.of("expression.duplicate-key", here(), Syntax.masked(field.getKey())));
            }
            place.removeLast();
            position++;
        }
        return changed == null ? object : changed;
    }

    private static ObjectNode firstFields(ObjectNode object, int count) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
        for (int i = 0; i < count; i++) {
            Map.Entry<String, JsonNode> field = fields.next();
            copy.set(field.getKey(), field.getValue());
        }
        return copy;
    }

    private String key(String key) {
        if (!key.contains(OPENING)) {
            return key;
        }
        JsonNode result = text(TextNode.valueOf(key));
        if (result.isContainerNode() || result.isNull()) {
            report(Problem.of("expression.key-type", here(), Syntax.masked(key)));
            return key;
        }
        return result.asText();
    }

    /** The result for a text: the very node when nothing in it was evaluated. */
    private JsonNode text(TextNode node) {
        String text = node.textValue();
        StringBuilder result = new StringBuilder();
        int copied = 0;
        int at = text.indexOf(OPENING);
        while (at >= 0 && !exhausted) {
            int from = at + OPENING.length();
            int end = closingBrace(text, from);
            boolean whole = at == 0 && end == text.length() - 1;
            Part part = end < 0 ? unclosed(text, from) : part(text.substring(from, end), whole);
            if (part.result() != null && whole) {
                return part.result();
            } else if (part.result() != null) {
                result.append(text, copied, at).append(part.result().textValue());
                copied = end + 1;
            }
            at = text.indexOf(OPENING, part.inside() ? from : end + 1);
        }
        return copied == 0
                ? node
                : TextNode.valueOf(result.append(text, copied, text.length()).toString());
    }

    private int closingBrace(String text, int from) {
        try {
            return Syntax.closingBrace(text, from, meter);
        } catch (ExpressionFault fault) {
            fail(fault, start(text, from));
            return -1;
        }
    }

    private static String start(String text, int from) {
        return text.substring(from, Math.min(text.length(), from + MAX_START));
    }

    /**
     * What came of the text behind one opening.
     *
     * @param result what takes its place, in mixed text a text; {@code null} when it stays
     * @param inside whether it is no expression, so that one may begin inside it
     */
    private record Part(JsonNode result, boolean inside) {
        static final Part NO_EXPRESSION = new Part(null, true);
        static final Part STAYS = new Part(null, false);
    }

    private Part unclosed(String text, int from) {
        String start = start(text, from);
        compiler.unclosed(start).ifPresent(fault -> warn(fault, start));
        return Part.NO_EXPRESSION;
    }

    private Part part(String expression, boolean whole) {
        try {
            meter.scan(PARSING_COST * (long) expression.length());
            Compiler.Compiled compiled = compiler.compile(expression);
            if (compiled instanceof Compiler.Malformed malformed) {
                malformed.warning().ifPresent(fault -> warn(fault, expression));
                return Part.NO_EXPRESSION;
            } else if (compiled instanceof Compiler.Foreign foreign) {
                foreign.warning().ifPresent(fault -> warn(fault, expression));
                return Part.STAYS;
            }
            return new Part(result(value(compiled), whole), false);
        } catch (ExpressionFault fault) {
            fail(fault, expression);
        } catch (ProblemException e) {
            e.problems().forEach(problem -> report(at(problem)));
        }
        return Part.STAYS;
    }

    private Object value(Compiler.Compiled compiled) {
        if (compiled instanceof Compiler.Refused refused) {
            throw refused.fault();
        } else if (compiled instanceof Compiler.Named named) {
            return context.roots().get(named.root());
        }
        meter.startExpression();
        return evaluator.evaluate(((Compiler.Ready) compiled).root());
    }

    private JsonNode result(Object value, boolean whole) {
        if (whole) {
            return Values.toJson(value, meter);
        }
        String text = Values.toText(value, meter);
        meter.output(text.length());
        return TextNode.valueOf(text);
    }

    private Problem at(Problem problem) {
        String there = problem.where();
        return new Problem(problem.code(), problem.arguments(), there.isEmpty() ? here() : here() + " (" + there + ")");
    }

    private void warn(ExpressionFault fault, String expression) {
        warnings.accept(fault.problem(expression, here()));
    }

    private void fail(ExpressionFault fault, String expression) {
        exhausted |= fault instanceof ExpressionFault.Exhausted;
        report(fault.problem(expression, here()));
    }

    private void report(Problem problem) {
        problems.add(problem);
        exhausted |= problems.size() == MAX_PROBLEMS;
    }

    private String here() {
        JsonPointer pointer = JsonPointer.empty();
        for (Object step : place) {
            pointer =
                    step instanceof Integer index ? pointer.appendIndex(index) : pointer.appendProperty((String) step);
        }
        return where.apply(pointer);
    }
}
