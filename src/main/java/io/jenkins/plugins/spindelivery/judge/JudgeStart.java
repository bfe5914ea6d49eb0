package io.jenkins.plugins.spindelivery.judge;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.StageRole;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.time.Clock;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStep;

/** Begins a judgment in a Pipeline. */
final class JudgeStart {
    /** The name of the input's parameter that holds the choice. */
    static final String PARAMETER = "choice";

    private JudgeStart() {}

    /**
     * Makes the input's execution and the record.
     *
     * @param step what is asked
     * @param context the step's own
     * @param clock tells when the judgment began
     * @return not yet started
     */
    static StepExecution start(SpinJudgeStep step, StepContext context, Clock clock)
            throws IOException, InterruptedException {
        // Of the node and not of the message, or two judgments with the same question would share an input.
        String key = SpinJudgeStep.TYPE + "-" + context.get(FlowNode.class).getId();
        return start(step, context, key, null, step.deadline(clock.millis()));
    }

    /**
     * Makes the input's execution and the record.
     *
     * @param step what is asked
     * @param context the step's own
     * @param key names the stage within its build, and the input
     * @param role says what the end means; {@code null} when the step's context is told as it comes
     * @param deadline when nobody is waited for any more, in milliseconds since 1970; 0 for never
     * @return not yet started
     */
    static StepExecution start(SpinJudgeStep step, StepContext context, String key, StageRole role, long deadline)
            throws IOException, InterruptedException {
        Run<?, ?> run = context.get(Run.class);
        FlowNode node = context.get(FlowNode.class);
        JudgeContext judging = new JudgeContext(context, key, step.getChoices(), deadline, role);
        InputStep input = new JudgeInput(step, key, context);
        JudgeRecord.begin(run, key, node.getId(), step.question(input.getId()));
        tell(step, context.get(TaskListener.class));
        StepExecution execution = execution(input, judging);
        JudgeTimeouts.get().watch(execution, judging);
        return execution;
    }

    private static StepExecution execution(InputStep input, StepContext context) throws IOException {
        try {
            return input.start(context);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** What the input does not print itself: with a choice to make it only links to its page. */
    private static void tell(SpinJudgeStep step, TaskListener listener) {
        if (!step.getChoices().isEmpty()) {
            listener.getLogger().println(step.text());
        }
        listener.getLogger()
                .println(Problem.of("judge.who", "", step.judges().inWords()).message());
    }
}
