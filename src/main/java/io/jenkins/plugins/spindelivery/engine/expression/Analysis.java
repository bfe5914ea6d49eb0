package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Which names an expression uses and what in it is forbidden, found before anything is evaluated: so that a forbidden
 * part is refused even where evaluation would not come by, and foreign text is told from a mistake.
 */
final class Analysis {
    /** Ways to a Java class. They reach nothing here, but whoever writes them has to be told. */
    private static final Set<String> REFLECTIVE = Set.of("getClass", "forName", "getClassLoader");

    private final String expression;
    private final int maxDepth;
    private final boolean pipeline;
    private final Set<String> required = new LinkedHashSet<>();
    private final Set<String> optional = new LinkedHashSet<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> variables = new LinkedHashSet<>();
    private boolean ours;
    private ExpressionFault forbidden;
    private ExpressionFault unsupported;

    /**
     * Looks at a parsed expression.
     *
     * @param expression its text
     * @param root its tree
     * @param maxDepth how deep the tree may nest
     * @param pipeline whether there is the run of a pipeline to ask
     * @throws ExpressionFault when it nests deeper
     */
    Analysis(String expression, SpelNode root, int maxDepth, boolean pipeline) {
        this.expression = expression;
        this.maxDepth = maxDepth;
        this.pipeline = pipeline;
        visit(root, new Place(0, true, false));
    }

    /** Names that have to be given. */
    Set<String> required() {
        return required;
    }

    /** Names that may be missing, because a default follows. */
    Set<String> optional() {
        return optional;
    }

    /** Functions that are called without {@code #}. */
    Set<String> calls() {
        return calls;
    }

    /** Variables other than {@code #root} and {@code #this}. */
    Set<String> variables() {
        return variables;
    }

    /** Whether it uses what only our expressions have, such as a helper or a type. */
    boolean ours() {
        return ours;
    }

    /** What nobody may use, foreign or not. */
    Optional<ExpressionFault> forbidden() {
        return Optional.ofNullable(forbidden);
    }

    /** What our expressions don't have, but foreign text may well contain. */
    Optional<ExpressionFault> unsupported() {
        return Optional.ofNullable(unsupported);
    }

    /**
     * Where a node stands.
     *
     * @param depth in the tree
     * @param top whether a bare name means a root; inside a projection or selection it means the item's
     * @param defaulted whether a default follows if it is missing
     */
    private record Place(int depth, boolean top, boolean defaulted) {
        Place below() {
            return new Place(depth + 1, top, defaulted);
        }
    }

    private void visit(SpelNode node, Place place) {
        if (place.depth() > maxDepth) {
            throw new ExpressionFault("expression.too-deep", maxDepth);
        }
        if (node instanceof PropertyOrFieldReference name) {
            name(name.getName(), place);
        } else if (node instanceof MethodReference call) {
            call(call, place, true);
        } else if (node instanceof CompoundExpression) {
            path(node, place);
        } else if (node instanceof Elvis) {
            visit(node.getChild(0), new Place(place.depth() + 1, place.top(), true));
            visit(node.getChild(1), place.below());
        } else if (node instanceof InlineMap) {
            map(node, place);
        } else {
            ending(node, place);
        }
    }

    private void ending(SpelNode node, Place place) {
        if (node instanceof FunctionReference) {
            ours = true;
            String name = Helpers.nameOf(node);
            Helpers.refusal(name, pipeline).ifPresent(this::forbid);
        } else if (node instanceof VariableReference) {
            variable(node.toStringAST());
        } else if (node instanceof TypeReference) {
            ours = true;
            type(node);
            return;
        } else if (node instanceof ConstructorReference) {
            ours = true;
            constructor(node);
        } else if (node instanceof BeanReference) {
            forbid(new ExpressionFault("expression.forbidden-bean"));
        } else if (!Evaluator.knows(node)) {
            unsupported = new ExpressionFault("expression.forbidden-operator", Evaluator.nameOf(node));
        }
        children(node, 0, place);
    }

    /** A path such as {@code a.b[0].c()}: only its head is a name of its own. */
    private void path(SpelNode path, Place place) {
        visit(path.getChild(0), place.below());
        for (int i = 1; i < path.getChildCount(); i++) {
            SpelNode part = path.getChild(i);
            if (part instanceof MethodReference call) {
                call(call, place, false);
            } else if (part instanceof Projection || part instanceof Selection) {
                children(part, 0, new Place(place.depth(), false, place.defaulted()));
            } else if (part instanceof Indexer) {
                index(part, place);
            } else if (!(part instanceof PropertyOrFieldReference)) {
                // The parser takes a.#b, which SpEL evaluates as if "a." were not there.
                unsupported = new ExpressionFault("expression.forbidden-operator", ".#");
            }
        }
    }

    private void index(SpelNode index, Place place) {
        // A bare name is a key, not a value.
        if (!(index.getChild(0) instanceof PropertyOrFieldReference)) {
            children(index, 0, place);
        }
    }

    private void map(SpelNode map, Place place) {
        for (int i = 0; i < map.getChildCount(); i++) {
            // A bare name is a key, not a value.
            if (i % 2 == 1 || !(map.getChild(i) instanceof PropertyOrFieldReference)) {
                visit(map.getChild(i), place.below());
            }
        }
    }

    private void children(SpelNode node, int from, Place place) {
        for (int i = from; i < node.getChildCount(); i++) {
            // The type's name in front of a constructor's arguments is no name of a value.
            if (!(node instanceof ConstructorReference && i == 0)) {
                visit(node.getChild(i), place.below());
            }
        }
    }

    private void name(String name, Place place) {
        if (place.top()) {
            (place.defaulted() ? optional : required).add(name);
        }
    }

    private void call(MethodReference call, Place place, boolean head) {
        if (REFLECTIVE.contains(call.getName())) {
            forbid(new ExpressionFault("expression.forbidden-reflection", call.getName()));
        } else if (head && place.top()) {
            calls.add(call.getName());
        }
        children(call, 0, place);
    }

    private void variable(String name) {
        if (name.equals("#root") || name.equals("#this")) {
            ours = true;
        } else {
            variables.add(name);
        }
    }

    private void type(SpelNode node) {
        String name = Evaluator.typeName(node);
        if (Types.find(name).isEmpty()) {
            forbid(new ExpressionFault("expression.forbidden-type", name, Names.list(Types.names())));
        }
    }

    private void constructor(SpelNode node) {
        SpelNode type = node.getChild(0);
        String name = type.toStringAST();
        // An array has its dimensions where a call has its arguments.
        boolean array =
                !expression.substring(type.getEndPosition()).stripLeading().startsWith("(");
        if (array || !Types.constructs(name)) {
            forbid(new ExpressionFault(
                    "expression.forbidden-constructor",
                    array ? name + "[]" : name,
                    Names.list(Types.constructorNames())));
        }
    }

    private void forbid(ExpressionFault fault) {
        forbidden = forbidden == null ? fault : forbidden;
    }
}
