package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** A field has a type that the API does not know; never leaves this package. */
final class MalformedStatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    MalformedStatusException(Problem problem) {
        // Without a stack trace: it is an answer about input, not a fault of the program.
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
