package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** Reads the traffic guard's fields of steps that change server groups. */
final class GuardInput {
    private GuardInput() {}

    /** The same options with the guard that the fields mean. */
    static Options in(Options usual, StepInput input, boolean ignored, Object ratio) {
        String text = input.text("guardRatio", (String) ratio);
        if (text.isEmpty()) {
            return usual.guard(!ignored, 0);
        }
        if (!text.matches("\\d{1,3}(\\.\\d{1,6})?")) {
            input.refuse(Problem.of("aws.change-guard-ratio", "guardRatio", text));
            return usual;
        }
        return usual.guard(!ignored, Double.parseDouble(text));
    }
}
