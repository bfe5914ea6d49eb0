package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinRollback}: takes workloads back to an earlier revision, and waits until it runs. */
public final class SpinRollbackStep extends WaitingRolloutStep {
    private static final long serialVersionUID = 1L;

    private Object revision;
    private Object revisionsBack;

    /**
     * A rollback of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinRollbackStep(String account) {
        super(account);
    }

    /** The revision's number, as {@code kubectl rollout history} shows it; {@code null} to count back. */
    @CheckForNull
    public Object getRevision() {
        return revision;
    }

    /** Sets the revision's number. */
    @DataBoundSetter
    public void setRevision(Object revision) {
        this.revision = Values.text(revision, "");
    }

    /** How many revisions back; {@code null} for the one before the present, unless a revision is given. */
    @CheckForNull
    public Object getRevisionsBack() {
        return revisionsBack;
    }

    /** Sets how many revisions back. */
    @DataBoundSetter
    public void setRevisionsBack(Object revisionsBack) {
        this.revisionsBack = Values.text(revisionsBack, "1");
    }

    @Override
    Optional<Change> change(StepInput input) {
        Long number = input.number("revision", (String) revision);
        Long back = input.number("revisionsBack", (String) revisionsBack);
        if (number != null && back != null) {
            input.refuse(Problem.of("kubernetes.rollout-both-revisions", "revision"));
            return Optional.empty();
        }
        return Optional.of(new Change.Undo(number, number != null ? null : back == null ? Long.valueOf(1) : back));
    }

    @Override
    public String type() {
        return "rollback";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinRollback";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.rollback-display-name");
        }

        /** Checks {@link SpinRollbackStep#getRevision()}. */
        @POST
        public FormValidation doCheckRevision(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
        }

        /** Checks {@link SpinRollbackStep#getRevisionsBack()}. */
        @POST
        public FormValidation doCheckRevisionsBack(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
        }
    }
}
