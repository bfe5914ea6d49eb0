package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.RollbackPoints;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollback;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code spinRollback}: takes workloads back to an earlier revision, or a whole deploy back to what was there before it, and
 * waits until that runs.
 */
public final class SpinRollbackStep extends WaitingRolloutStep {
    private static final long serialVersionUID = 1L;

    private Object revision;
    private Object revisionsBack;
    private String deploy;
    private Object build;
    private boolean force;

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

    /** The id of the deploy that is rolled back as a whole; {@code null} when workloads are. */
    @CheckForNull
    public Object getDeploy() {
        return deploy;
    }

    /**
     * Names the deploy that is rolled back as a whole.
     *
     * @param deploy what {@code spinDeploy} returned, or the {@code id} in it
     */
    @DataBoundSetter
    public void setDeploy(Object deploy) {
        this.deploy = Values.text(deploy instanceof Map<?, ?> result ? result.get("id") : deploy, "");
        if (this.deploy == null && deploy instanceof Map<?, ?>) {
            // A result without an id; the stage says that there is no such deploy.
            this.deploy = "-";
        }
    }

    /** The number of the build whose deploy is rolled back; {@code null} for this one. */
    @CheckForNull
    public Object getBuild() {
        return build;
    }

    /** Names the build whose deploy is rolled back: a number of a build of the same job. */
    @DataBoundSetter
    public void setBuild(Object build) {
        this.build = Values.text(build, "");
    }

    /** See {@link DeployRollbackRequest#force()}. */
    public boolean isForce() {
        return force;
    }

    /** Puts objects back as well that somebody has changed since the deploy, or refuses. */
    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    @Override
    public String subject() {
        if (!isWholeDeploy()) {
            return super.subject();
        }
        return String.join(" ", deploy == null ? "" : deploy, build == null ? "" : "#" + build)
                .strip();
    }

    private boolean isWholeDeploy() {
        return deploy != null || build != null;
    }

    @Override
    public Task begin(StageContext context) {
        return isWholeDeploy() ? wholeDeploy(context) : super.begin(context);
    }

    private Task wholeDeploy(StageContext context) {
        StepInput input = new StepInput(context);
        String id = input.text("deploy", deploy);
        String number = input.text("build", (String) build);
        Duration patience = input.duration("timeout", (String) getTimeout(), Duration.ofMinutes(30));
        if (getName() != null || getLabels() != null || getCriterion() != null || revision != null) {
            input.refuse(Problem.of("step.rollback-both", "deploy"));
        }
        input.check();
        RollbackPoint point = RollbackPoints.find(context.run(), number, id);
        if (!account().isEmpty() && !account().equals(point.account())) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("delivery.rollback-account", "", point.account(), account()));
        }
        context.account(point.account(), DeliveryPermissions.DEPLOY);
        DeployRollbackRequest request =
                new DeployRollbackRequest(point.account(), force, isWait(), patience.toSeconds());
        return new Task.Work<>(new DeployRollback(), DeployRollback.start(request, point, context.operation()));
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

        @Override
        String[] subjectArguments() {
            return Stream.concat(Stream.of("deploy", "build"), Stream.of(super.subjectArguments()))
                    .toArray(String[]::new);
        }

        /** Checks {@link SpinRollbackStep#getBuild()}. */
        @POST
        public FormValidation doCheckBuild(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
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
