package io.jenkins.plugins.spindelivery.engine.expression;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends one expression, or warns of one that stays. It becomes a {@link Problem} where the expression's text and place
 * are known: the expression is the problem's first argument, these arguments follow.
 */
class ExpressionFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Object[] arguments;

    ExpressionFault(String code, Object... arguments) {
        // A user's mistake is no event for a stack trace, and filling one in costs more than the evaluation.
        super(code, null, false, false);
        this.code = code;
        this.arguments = arguments;
    }

    /** What to tell, for an expression of this text at this place. */
    Problem problem(String expression, String where) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = shown(expression);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Problem.of(code, where, all);
    }

    /** The expression as the message shows it. */
    String shown(String expression) {
        return Syntax.excerpt(expression);
    }

    /** About text that was not parsed: it may be anything, a password too, so only its beginning is shown. */
    static final class Unparsed extends ExpressionFault {
        private static final long serialVersionUID = 1L;

        Unparsed(String code, Object... arguments) {
            super(code, arguments);
        }

        @Override
        String shown(String expression) {
            return Syntax.beginning(expression);
        }
    }

    /** Something is not there; the left side of {@code ?:} may miss it. */
    static class Missing extends ExpressionFault {
        private static final long serialVersionUID = 1L;

        Missing(String code, Object... arguments) {
            super(code, arguments);
        }
    }

    /** A map has no such entry. What it may have been meant to be is looked for only when someone is told. */
    static final class MissingEntry extends Missing {
        private static final long serialVersionUID = 1L;

        private final transient Map<?, ?> map;
        private final String key;
        private final String walked;

        MissingEntry(Map<?, ?> map, String key, String walked) {
            super("expression.missing");
            this.map = map;
            this.key = key;
            this.walked = walked;
        }

        @Override
        Problem problem(String expression, String where) {
            String shown = shown(expression);
            List<String> names = map.keySet().stream().map(String.class::cast).toList();
            Optional<String> nearest = Names.nearest(key, names);
            if (nearest.isPresent()) {
                return Problem.of("expression.missing-near", where, shown, walked, key, nearest.get());
            }
            return names.isEmpty()
                    ? Problem.of("expression.missing-empty", where, shown, walked, key)
                    : Problem.of("expression.missing", where, shown, walked, key, Names.list(names));
        }
    }

    /** A limit of the whole call is used up, so the expressions that follow are not tried. */
    static final class Exhausted extends ExpressionFault {
        private static final long serialVersionUID = 1L;

        Exhausted(String code, Object... arguments) {
            super(code, arguments);
        }
    }
}
