package io.jenkins.plugins.spindelivery.judge;

import hudson.model.Job;
import hudson.model.Run;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStep;
import org.springframework.security.core.Authentication;

/**
 * An input step that asks {@link Judges} who may answer.
 *
 * <p>The input step knows two rules, a fixed list of names or the permission to build. Every page and address that
 * settles an input asks for that list on the thread of whoever answers, just before it compares it with them. So the
 * list is made then: it names the asker if they may answer, and else tells who may. That is the one place where a third
 * rule can be put before an input has settled, whichever page the answer comes from.
 */
final class JudgeInput extends InputStep {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(JudgeInput.class.getName());

    private final Judges judges;
    private final StepContext context;

    /**
     * An input.
     *
     * @param step what is asked
     * @param id unique within the build
     * @param context finds the job
     */
    JudgeInput(SpinJudgeStep step, String id, StepContext context) {
        super(step.getChoices().isEmpty() ? step.text() : step.getMessage());
        this.judges = step.judges();
        this.context = context;
        setId(id);
        setOk(step.getOk());
        if (!step.getChoices().isEmpty()) {
            setParameters(List.of(step.parameter()));
        }
    }

    /** Who may answer. */
    Judges judges() {
        return judges;
    }

    @Override
    public String getSubmitter() {
        Authentication asker = Jenkins.getAuthentication2();
        return mayAnswer(asker) ? asker.getName() : judges.inWords();
    }

    @Override
    public DescriptorImpl getDescriptor() {
        return (DescriptorImpl) Jenkins.get().getDescriptorOrDie(InputStep.class);
    }

    private boolean mayAnswer(Authentication asker) {
        try {
            Run<?, ?> run = context.get(Run.class);
            Job<?, ?> job = run == null ? null : run.getParent();
            return job != null && judges.mayAnswer(job, asker);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot find the job of a judgment, so nobody may answer it", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
