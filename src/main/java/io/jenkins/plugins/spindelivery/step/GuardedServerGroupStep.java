package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that may take server groups, one or all but the newest of a cluster, out of the traffic. */
public abstract class GuardedServerGroupStep extends ServerGroupTargetStep {
    private static final long serialVersionUID = 1L;

    private Object keep;
    private boolean ignoreTrafficGuard;
    private Object guardRatio;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    protected GuardedServerGroupStep(String account) {
        super(account);
    }

    /** How many of the cluster's newest are left alone, all others being meant; {@code null} when one is meant. */
    @CheckForNull
    public Object getKeep() {
        return keep;
    }

    /** Means all server groups of the cluster but the newest ones. */
    @DataBoundSetter
    public void setKeep(Object keep) {
        this.keep = Values.text(keep, "");
    }

    /** Whether the last instances of a cluster that get traffic may be taken away. */
    public boolean isIgnoreTrafficGuard() {
        return ignoreTrafficGuard;
    }

    /** Also takes away the last instances that get traffic, or refuses to. */
    @DataBoundSetter
    public void setIgnoreTrafficGuard(boolean ignoreTrafficGuard) {
        this.ignoreTrafficGuard = ignoreTrafficGuard;
    }

    /** The part of the cluster's healthy instances that has to stay; {@code null} for at least one. */
    @CheckForNull
    public Object getGuardRatio() {
        return guardRatio;
    }

    /** Sets the part that has to stay, from 0 to less than 0.5. */
    @DataBoundSetter
    public void setGuardRatio(Object guardRatio) {
        this.guardRatio = Values.text(guardRatio, "0");
    }

    @Override
    Integer kept(StepInput input) {
        return number(input, "keep", keep);
    }

    @Override
    Options options(Options usual, StepInput input) {
        return GuardInput.in(usual, input, ignoreTrafficGuard, guardRatio);
    }
}
