package io.jenkins.plugins.spindelivery.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Action;
import hudson.model.Run;

/** An action of a build that knows more of what started it than the build's cause does. */
public interface TriggerData extends Action {

    /**
     * What expressions see as {@code trigger}, beside what every build has there.
     *
     * @param run the build
     * @return a new tree; its fields go before those of the build's cause
     */
    ObjectNode trigger(Run<?, ?> run);
}
