package io.jenkins.plugins.spindelivery.judge;

import hudson.AbortException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;

/** Errors of judgments, which a person can mend. */
final class JudgeProblems {
    private JudgeProblems() {}

    /** The input is wrong. */
    static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    /** The same as Pipeline shows it: without a stack trace. */
    static AbortException abort(ProblemException problem) {
        AbortException abort = new AbortException(problem.getMessage());
        abort.initCause(problem);
        return abort;
    }
}
