package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** Short texts for messages. */
final class Words {
    private Words() {}

    static String of(String code, Object... arguments) {
        return Problem.of(code, "", arguments).message();
    }
}
