package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A step in several regions of an AWS account. */
public abstract class AwsRegionsStep extends AwsStep {
    private static final long serialVersionUID = 1L;

    private Object regions;

    /**
     * A step in the account's usual region.
     *
     * @param account the account's name
     */
    protected AwsRegionsStep(String account) {
        super(account);
    }

    /** Where: a list, or a text with commas between the regions; {@code null} for the first region of the account. */
    @CheckForNull
    public Object getRegions() {
        return regions;
    }

    /** Chooses the regions: a list, or a text with commas between them. */
    @DataBoundSetter
    public void setRegions(Object regions) {
        this.regions = Values.plain(regions);
    }

    /**
     * The regions.
     *
     * @param input evaluates expressions, and is told when one is wrong, or when neither step nor account names any
     * @param aws the account
     * @return each once, in the order in which they are named; meaningless when {@link StepInput#check} throws
     */
    final List<String> regions(StepInput input, AwsAccount aws) {
        List<String> named = input.parts("regions", regions, AwsPlaces.SEPARATOR);
        return AwsPlaces.checked("regions", named, input, aws);
    }
}
