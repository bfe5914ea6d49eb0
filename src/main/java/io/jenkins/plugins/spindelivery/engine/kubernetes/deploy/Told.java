package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/** Puts warnings into the state and tells those that were not told before. */
final class Told {
    private Told() {}

    static DeployState warnings(DeployState state, List<Problem> warnings, OperationContext context) {
        DeployState next = state.warned(warnings);
        state.newWarnings(next).forEach(warning -> context.emit(new Event.Warned(warning)));
        return next;
    }
}
