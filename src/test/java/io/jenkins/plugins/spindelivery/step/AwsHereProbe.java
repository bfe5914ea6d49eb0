package io.jenkins.plugins.spindelivery.step;

import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code awsHereProbe}: as {@link AwsProbe}, in one region, and as one that destroys. */
public final class AwsHereProbe extends AwsRegionStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public AwsHereProbe(String account) {
        super(account);
    }

    @Override
    public String type() {
        return "awsProbe";
    }

    @Override
    public String subject() {
        return String.valueOf(getRegion());
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DESTROY;
    }

    @Override
    Task task(StepInput input, AwsAccount aws, Duration patience) {
        String region = region(input, aws);
        input.check();
        return AwsProbe.asking(account(), List.of(region), patience, input);
    }

    /** Describes the step; tests that use it return one from a method with {@code @TestExtension}. */
    public static final class DescriptorImpl extends AwsRegionStepDescriptor {
        @Override
        public String getFunctionName() {
            return "awsHereProbe";
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"region"};
        }
    }
}
