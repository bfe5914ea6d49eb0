package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A step in one region of an AWS account. */
public abstract class AwsRegionStep extends AwsStep {
    private static final long serialVersionUID = 1L;

    private String region;

    /**
     * A step in the account's usual region.
     *
     * @param account the account's name
     */
    protected AwsRegionStep(String account) {
        super(account);
    }

    /** Where, such as {@code eu-central-1}; {@code null} for the first region of the account. */
    @CheckForNull
    public String getRegion() {
        return region;
    }

    /** Chooses the region. */
    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    /**
     * The region.
     *
     * @param input evaluates expressions, and is told when it is wrong, or when neither step nor account names one
     * @param aws the account
     * @return one that the account may be used in; meaningless when {@link StepInput#check} throws
     */
    final String region(StepInput input, AwsAccount aws) {
        String named = input.text("region", region);
        List<String> all = AwsPlaces.checked("region", named.isEmpty() ? List.of() : List.of(named), input, aws);
        return all.isEmpty() ? "" : all.get(0);
    }
}
