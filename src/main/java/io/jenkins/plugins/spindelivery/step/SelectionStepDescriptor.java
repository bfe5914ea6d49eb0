package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps that are about live objects. */
public abstract class SelectionStepDescriptor extends StageStepDescriptor {

    @Override
    String[] subjectArguments() {
        return new String[] {"criterion", "kinds", "cluster", "name", "names", "labels"};
    }

    /** Checks {@link SelectionStep#getNamespace()}. */
    @POST
    public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.namespace(value) : FormValidation.ok();
    }
}
