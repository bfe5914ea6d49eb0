package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Criterion;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps that are about live objects, by name, label or criterion. */
public abstract class TargetStepDescriptor extends SelectionStepDescriptor {

    /** See {@link TargetStep#getCriterion()}. */
    @POST
    public ListBoxModel doFillCriterionItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Words.of("step.criterion-none"), "");
        for (Criterion criterion : Criterion.values()) {
            items.add(Words.of("step.criterion-" + criterion.word().replace('_', '-')), criterion.word());
        }
        return items;
    }

    /**
     * Checks {@link TargetStep#getCluster()}.
     *
     * @param item the job, or {@code null}
     * @param value the cluster
     * @param criterion the criterion
     * @return an error when one of the two is given without the other
     */
    @POST
    public FormValidation doCheckCluster(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String criterion) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        boolean chosen = !criterion.isBlank();
        if (chosen == !value.isBlank()) {
            return FormValidation.ok();
        }
        return FormValidation.error(Words.of(chosen ? "step.criterion-no-cluster" : "step.criterion-missing"));
    }
}
