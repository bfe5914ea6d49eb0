package io.jenkins.plugins.spindelivery.engine.expression;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/**
 * Ends one expression. It becomes a {@link Problem} where the expression's text and place are known: the expression is
 * the problem's first argument, these arguments follow.
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

    Problem problem(String excerpt, String where) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = excerpt;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Problem.of(code, where, all);
    }

    /** Something is not there; the left side of {@code ?:} may miss it. */
    static final class Missing extends ExpressionFault {
        private static final long serialVersionUID = 1L;

        Missing(String code, Object... arguments) {
            super(code, arguments);
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
