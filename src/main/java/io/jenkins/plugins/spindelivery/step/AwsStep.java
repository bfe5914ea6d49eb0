package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import java.io.IOException;
import java.time.Duration;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A step at AWS; most are an {@link AwsRegionStep} or an {@link AwsRegionsStep}. A subclass says which permission it takes,
 * reads its own fields, and gives an operation with its first state.
 */
public abstract class AwsStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private Object timeout;

    /**
     * A step with all defaults.
     *
     * @param account the account's name
     */
    protected AwsStep(String account) {
        super(account);
    }

    /** How long to try and to wait, as {@code 30m} or in seconds; {@code null} for the usual time. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets how long to try and to wait, as {@code 30m}, {@code 1h30m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "");
    }

    /**
     * What a build must be allowed to do.
     *
     * @return one of {@link io.jenkins.plugins.spindelivery.account.DeliveryPermissions}; {@code null} for reading
     */
    @CheckForNull
    abstract Permission permission();

    /**
     * Reads the step's own fields. What is wrong with them is told to the input; {@link StepInput#check} has to be called
     * before anything is made of them.
     *
     * @param input evaluates expressions
     * @param aws the account, which the build may use
     * @param patience how long it may take
     * @return what to do
     * @throws IOException when the workspace can't be read
     * @throws InterruptedException when the build is being stopped
     */
    abstract Task task(StepInput input, AwsAccount aws, Duration patience) throws IOException, InterruptedException;

    @Override
    public final Task begin(StageContext context) throws IOException, InterruptedException {
        AwsAccount aws = context.awsAccount(account(), permission());
        StepInput input = new StepInput(context);
        Duration patience = input.duration("timeout", (String) timeout, usual());
        return task(input, aws, patience);
    }

    private Duration usual() {
        return Durations.parse(getDescriptor().getUsualTimeout()).orElseThrow();
    }

    @Override
    public AwsStepDescriptor getDescriptor() {
        return (AwsStepDescriptor) super.getDescriptor();
    }
}
