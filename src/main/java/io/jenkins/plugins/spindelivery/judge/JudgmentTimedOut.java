package io.jenkins.plugins.spindelivery.judge;

import io.jenkins.plugins.spindelivery.delivery.Words;
import jenkins.model.CauseOfInterruption;

/** Nobody answered a judgment in the time that it gives. */
public final class JudgmentTimedOut extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    @Override
    public String getShortDescription() {
        return Words.of("judge.timed-out");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JudgmentTimedOut;
    }

    @Override
    public int hashCode() {
        return JudgmentTimedOut.class.hashCode();
    }
}
