package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A Pipeline step that is a stage. It is configuration and nothing else: a freestyle build step and a hand-over hold the
 * very same object, and what it does is told by {@link Stage#begin}.
 *
 * <p>Texts may hold expressions, which are evaluated when the stage begins, with what its build has.
 */
public abstract class StageStep extends Step implements Stage {
    private static final long serialVersionUID = 1L;

    private final String account;

    /**
     * A stage at an account.
     *
     * @param account the account's name; blanks around it do not count
     */
    protected StageStep(String account) {
        this.account = Util.fixNull(account).strip();
    }

    /**
     * The account.
     *
     * @return its name
     */
    @NonNull
    public String getAccount() {
        return account;
    }

    @Override
    public final String account() {
        return account;
    }

    @Override
    public final String subject(StageContext context) {
        return SubjectText.of(subject(), ownParameters(), context);
    }

    /** Parameters of the step, which its expressions see beside the build's; {@code null} for none. */
    @CheckForNull
    Object ownParameters() {
        return null;
    }

    @Override
    public final StepExecution start(StepContext context) {
        return new StageExecution(context, this);
    }

    @Override
    public StageStepDescriptor getDescriptor() {
        return (StageStepDescriptor) super.getDescriptor();
    }
}
