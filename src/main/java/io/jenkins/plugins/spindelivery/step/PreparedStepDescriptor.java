package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Versioning;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps that prepare manifests. */
public abstract class PreparedStepDescriptor extends ManifestStepDescriptor {

    /** Checks {@link PreparedStep#getNamespace()}. */
    @POST
    public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.namespace(value) : FormValidation.ok();
    }

    /** Checks {@link PreparedStep#getNamespaceOverride()}. */
    @POST
    public FormValidation doCheckNamespaceOverride(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.namespace(value) : FormValidation.ok();
    }

    /** See {@link PreparedStep#getVersioned()}. */
    @POST
    public ListBoxModel doFillVersionedItems() {
        ListBoxModel items = new ListBoxModel();
        for (Versioning one : List.of(Versioning.DEFAULT, Versioning.TRUE, Versioning.FALSE)) {
            String word = one.name().toLowerCase(Locale.ROOT);
            items.add(Words.of("step.versioned-" + word), one == Versioning.DEFAULT ? "" : word);
        }
        return items;
    }

    /** See {@link PreparedStep#getStrategy()}. */
    @POST
    public ListBoxModel doFillStrategyItems() {
        return Choices.items("step.strategy-", Choices.Strategy.class);
    }
}
