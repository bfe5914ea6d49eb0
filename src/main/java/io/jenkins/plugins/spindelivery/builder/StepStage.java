package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.Descriptor;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.step.PackerStep;
import io.jenkins.plugins.spindelivery.step.TakesFiles;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** One of the steps that Pipelines have, such as a deploy or a judgment, as an entry of a hand-over. */
public final class StepStage extends HandOverStage {
    private static final long serialVersionUID = 1L;

    // Every step that is a stage is plain data, though the class of all steps does not say so.
    @SuppressWarnings("serial")
    private final Step step;

    /**
     * An entry.
     *
     * @param step one of those that {@link DescriptorImpl#getStepDescriptors} offers
     */
    @DataBoundConstructor
    public StepStage(Step step) {
        this.step = step;
    }

    /**
     * The step.
     *
     * @return as it is configured
     */
    public Step getStep() {
        return step;
    }

    @Override
    Serializable work() {
        if (step instanceof SpinJudgeStep judge) {
            judge.check();
            return judge;
        } else if (step instanceof Stage stage) {
            return stage;
        }
        throw new ProblemException(Category.INPUT, Problem.of("builder.hand-over-empty", ""));
    }

    @Override
    void prepare(FilePath workspace) throws IOException, InterruptedException {
        if (step instanceof PackerStep packer) {
            packer.checkWithoutAgent();
        }
        if (step instanceof TakesFiles files) {
            files.takeFiles(workspace);
        }
    }

    /** Describes the entry. */
    @Extension(ordinal = 1)
    @Symbol("spinStage")
    public static final class DescriptorImpl extends Descriptor<HandOverStage> {

        @Override
        public String getDisplayName() {
            return Words.of("builder.step-stage-name");
        }

        /**
         * The steps to choose from.
         *
         * @return those that a delivery can do after its build
         */
        public List<StepDescriptor> getStepDescriptors() {
            return StepDescriptor.all().stream()
                    .filter(step -> Stage.class.isAssignableFrom(step.clazz) || step.clazz == SpinJudgeStep.class)
                    .sorted(Comparator.comparing(StepDescriptor::getDisplayName))
                    .toList();
        }
    }
}
