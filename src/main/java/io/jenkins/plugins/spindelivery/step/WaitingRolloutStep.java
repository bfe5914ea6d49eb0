package io.jenkins.plugins.spindelivery.step;

import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes live objects and, unless told otherwise, waits until they are stable. */
public abstract class WaitingRolloutStep extends RolloutStep {
    private static final long serialVersionUID = 1L;

    private boolean wait = true;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    protected WaitingRolloutStep(String account) {
        super(account);
    }

    /** Whether to wait until the objects are stable. */
    public boolean isWait() {
        return wait;
    }

    /** Waits until the objects are stable, or ends when they are changed. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    @Override
    boolean awaits() {
        return wait;
    }
}
