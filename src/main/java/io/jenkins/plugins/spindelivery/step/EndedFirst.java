package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.delivery.Words;
import jenkins.model.CauseOfInterruption;

/** Why a block was stopped: what the step does itself has ended, and the block waited for nothing any more. */
public final class EndedFirst extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    @Override
    public String getShortDescription() {
        return Words.of("step.block-in-vain");
    }
}
