package io.jenkins.plugins.spindelivery.builder;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionPoint;
import hudson.FilePath;
import hudson.model.AbstractDescribableImpl;
import java.io.IOException;
import java.io.Serializable;
import org.kohsuke.stapler.DataBoundSetter;

/** An entry in the list of a {@link DeliveryPublisher}. */
public abstract class HandOverStage extends AbstractDescribableImpl<HandOverStage>
        implements ExtensionPoint, Serializable {
    private static final long serialVersionUID = 1L;

    private boolean always;

    /**
     * Whether it is done even when an entry before it did not succeed, or somebody stopped the delivery.
     *
     * @return usually {@code false}; {@code true} for what cleans up
     */
    public boolean isAlways() {
        return always;
    }

    /**
     * Whether it is done even when an entry before it did not succeed, or somebody stopped the delivery.
     *
     * @param always {@code true} for what cleans up
     */
    @DataBoundSetter
    public void setAlways(boolean always) {
        this.always = always;
    }

    /**
     * What there is to do.
     *
     * @return a {@link io.jenkins.plugins.spindelivery.delivery.Stage} or a
     *     {@link io.jenkins.plugins.spindelivery.judge.SpinJudgeStep}
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the entry is empty or wrong
     */
    abstract Serializable work();

    /**
     * Takes from the build what is not there any more when the build has ended.
     *
     * @param workspace the build's; {@code null} when it has none
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it is not there
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    void prepare(@CheckForNull FilePath workspace) throws IOException, InterruptedException {}
}
