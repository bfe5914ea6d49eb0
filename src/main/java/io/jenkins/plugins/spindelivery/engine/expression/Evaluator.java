package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BooleanLiteral;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.FloatLiteral;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.IntLiteral;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.LongLiteral;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.NullLiteral;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpDivide;
import org.springframework.expression.spel.ast.OpEQ;
import org.springframework.expression.spel.ast.OpGE;
import org.springframework.expression.spel.ast.OpGT;
import org.springframework.expression.spel.ast.OpLE;
import org.springframework.expression.spel.ast.OpLT;
import org.springframework.expression.spel.ast.OpMinus;
import org.springframework.expression.spel.ast.OpModulus;
import org.springframework.expression.spel.ast.OpMultiply;
import org.springframework.expression.spel.ast.OpNE;
import org.springframework.expression.spel.ast.OpOr;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.Operator;
import org.springframework.expression.spel.ast.OperatorBetween;
import org.springframework.expression.spel.ast.OperatorMatches;
import org.springframework.expression.spel.ast.OperatorNot;
import org.springframework.expression.spel.ast.OperatorPower;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.RealLiteral;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.SpelNodeImpl;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Evaluates one parsed expression that {@link Analysis} has let through. The table of rules is the closed world: a kind
 * of node that is not in it does not exist.
 */
final class Evaluator {
    /** What a kind of node means. */
    @FunctionalInterface
    private interface Rule {
        Object evaluate(Evaluator evaluator, SpelNode node);
    }

    private static final Map<Class<?>, Rule> RULES = Map.ofEntries(
            Map.entry(StringLiteral.class, Evaluator::literal),
            Map.entry(IntLiteral.class, Evaluator::literal),
            Map.entry(LongLiteral.class, Evaluator::literal),
            Map.entry(RealLiteral.class, Evaluator::literal),
            Map.entry(FloatLiteral.class, Evaluator::literal),
            Map.entry(BooleanLiteral.class, Evaluator::literal),
            Map.entry(NullLiteral.class, Evaluator::literal),
            Map.entry(InlineList.class, Evaluator::inlineList),
            Map.entry(InlineMap.class, Evaluator::inlineMap),
            Map.entry(PropertyOrFieldReference.class, (e, node) -> e.path.head(node, e.item)),
            Map.entry(MethodReference.class, (e, node) -> e.path.step(e.item, node, "#this")),
            Map.entry(Projection.class, (e, node) -> e.path.step(e.item, node, "#this")),
            Map.entry(Selection.class, (e, node) -> e.path.step(e.item, node, "#this")),
            Map.entry(Indexer.class, (e, node) -> e.path.step(e.item, node, "#this")),
            Map.entry(CompoundExpression.class, (e, node) -> e.path.compound(node)),
            Map.entry(VariableReference.class, Evaluator::variable),
            Map.entry(FunctionReference.class, Evaluator::function),
            Map.entry(
                    TypeReference.class, (e, node) -> Types.find(typeName(node)).orElseThrow()),
            Map.entry(ConstructorReference.class, Evaluator::constructor),
            Map.entry(Ternary.class, Evaluator::ternary),
            Map.entry(Elvis.class, Evaluator::elvis),
            Map.entry(OpAnd.class, (e, node) -> e.truth(node, 0) && e.truth(node, 1)),
            Map.entry(OpOr.class, (e, node) -> e.truth(node, 0) || e.truth(node, 1)),
            Map.entry(OperatorNot.class, (e, node) -> !e.truth(node, 0)),
            Map.entry(OpEQ.class, (e, node) -> Operators.same(e.child(node, 0), e.child(node, 1), e.meter)),
            Map.entry(OpNE.class, (e, node) -> !Operators.same(e.child(node, 0), e.child(node, 1), e.meter)),
            Map.entry(OpLT.class, (e, node) -> e.compare(node) < 0),
            Map.entry(OpLE.class, (e, node) -> e.compare(node) <= 0),
            Map.entry(OpGT.class, (e, node) -> e.compare(node) > 0),
            Map.entry(OpGE.class, (e, node) -> e.compare(node) >= 0),
            Map.entry(OperatorBetween.class, Evaluator::between),
            Map.entry(OperatorMatches.class, Evaluator::matches),
            Map.entry(OpPlus.class, Evaluator::plus),
            Map.entry(OpMinus.class, Evaluator::minus),
            Map.entry(OpMultiply.class, (e, node) -> Operators.multiply(e.child(node, 0), e.child(node, 1), e.meter)),
            Map.entry(OpDivide.class, (e, node) -> Operators.arithmetic("/", e.child(node, 0), e.child(node, 1))),
            Map.entry(OpModulus.class, (e, node) -> Operators.arithmetic("%", e.child(node, 0), e.child(node, 1))),
            Map.entry(OperatorPower.class, (e, node) -> Operators.arithmetic("^", e.child(node, 0), e.child(node, 1))));

    private final Map<String, Object> roots;
    private final Helpers helpers;
    private final Meter meter;
    private final PathEvaluator path;
    /** What a bare name belongs to: the roots, or the item of a projection or selection. */
    private Object item;

    Evaluator(Map<String, Object> roots, Helpers helpers, Meter meter) {
        this.roots = roots;
        this.helpers = helpers;
        this.meter = meter;
        this.path = new PathEvaluator(this, meter);
        this.item = roots;
    }

    /** Whether there is a rule for this kind of node. */
    static boolean knows(SpelNode node) {
        return RULES.containsKey(node.getClass());
    }

    /** What a node without a rule is called in messages. */
    static String nameOf(SpelNode node) {
        if (node instanceof Operator operator) {
            return operator.getOperatorName();
        }
        return node instanceof Assign ? "=" : node.getClass().getSimpleName();
    }

    /** The name in {@code T(…)}, with brackets if it is an array's. */
    static String typeName(SpelNode node) {
        String text = node.toStringAST();
        return text.substring("T(".length(), text.length() - 1);
    }

    /**
     * The value of a node.
     *
     * @throws ExpressionFault when there is none
     */
    Object evaluate(SpelNode node) {
        meter.step();
        return RULES.get(node.getClass()).evaluate(this, node);
    }

    /** The value of a node with another meaning for bare names. */
    Object evaluateFor(Object newItem, SpelNode node) {
        Object outer = item;
        item = newItem;
        try {
            return evaluate(node);
        } finally {
            item = outer;
        }
    }

    /** Whether bare names are roots here. */
    boolean isRoot(Object target) {
        return target == roots;
    }

    Object child(SpelNode node, int index) {
        return evaluate(node.getChild(index));
    }

    List<Object> children(SpelNode node, int from) {
        List<Object> values = new ArrayList<>();
        for (int i = from; i < node.getChildCount(); i++) {
            values.add(child(node, i));
        }
        return values;
    }

    private boolean truth(SpelNode node, int index) {
        return Operators.truth(child(node, index));
    }

    private Object literal(SpelNode node) {
        Object value = ((Literal) node).getLiteralValue().getValue();
        return value instanceof Number number ? Values.fromNumber(number) : value;
    }

    private Object inlineList(SpelNode node) {
        return Collections.unmodifiableList(children(node, 0));
    }

    private Object inlineMap(SpelNode node) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < node.getChildCount(); i += 2) {
            SpelNode key = node.getChild(i);
            String name =
                    key instanceof PropertyOrFieldReference bare ? bare.getName() : Values.toText(evaluate(key), meter);
            map.put(name, child(node, i + 1));
        }
        return Collections.unmodifiableMap(map);
    }

    private Object variable(SpelNode node) {
        return node.toStringAST().equals("#root") ? roots : item;
    }

    private Object function(SpelNode node) {
        boolean literal = node.getChildCount() > 0 && node.getChild(0) instanceof StringLiteral;
        return helpers.call(new Call(Helpers.nameOf(node), null, children(node, 0), literal, meter));
    }

    private Object constructor(SpelNode node) {
        return Types.construct(node.getChild(0).toStringAST(), children(node, 1), meter);
    }

    private Object ternary(SpelNode node) {
        return child(node, truth(node, 0) ? 1 : 2);
    }

    /** As in SpEL an empty text counts as missing. */
    private Object elvis(SpelNode node) {
        Optional<Object> value = optional(node.getChild(0));
        return value.filter(given -> !"".equals(given)).orElseGet(() -> child(node, 1));
    }

    private Optional<Object> optional(SpelNode node) {
        try {
            return Optional.ofNullable(evaluate(node));
        } catch (ExpressionFault.Missing e) {
            return Optional.empty();
        }
    }

    private int compare(SpelNode node) {
        Object left = child(node, 0);
        if (left instanceof String text) {
            meter.scan(text.length());
        }
        return Operators.compare(nameOf(node), left, child(node, 1));
    }

    private Object between(SpelNode node) {
        Object value = child(node, 0);
        if (!(child(node, 1) instanceof List<?> bounds) || bounds.size() != 2) {
            throw new ExpressionFault("expression.between");
        }
        return Operators.compare("between", value, bounds.get(0)) >= 0
                && Operators.compare("between", value, bounds.get(1)) <= 0;
    }

    private Object matches(SpelNode node) {
        Object text = child(node, 0);
        Object regex = child(node, 1);
        if (!(text instanceof String) || !(regex instanceof String)) {
            throw Operators.unfit("matches", text, regex);
        }
        return BoundedPattern.of((String) regex, meter).matches((String) text);
    }

    private Object plus(SpelNode node) {
        Object left = child(node, 0);
        return node.getChildCount() == 1
                ? Operators.arithmetic("+", 0, left)
                : Operators.plus(left, child(node, 1), meter);
    }

    private Object minus(SpelNode node) {
        Object left = child(node, 0);
        return node.getChildCount() == 1
                ? Operators.arithmetic("-", 0, left)
                : Operators.arithmetic("-", left, child(node, 1));
    }

    /** A map of two entries whose values may be null. */
    static Map<String, Object> mapOf(String key, Object value, String otherKey, Object otherValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(otherKey, otherValue);
        return Collections.unmodifiableMap(map);
    }

    /** Whether a node can give null for something that is not there: the part after {@code ?.}. */
    static boolean isNullSafe(SpelNode node) {
        return ((SpelNodeImpl) node).isNullSafe();
    }
}
