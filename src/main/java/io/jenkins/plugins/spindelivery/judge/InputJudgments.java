package io.jenkins.plugins.spindelivery.judge;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.springframework.security.core.Authentication;

/** The judgments of Pipelines, which wait as inputs. */
@Extension
public final class InputJudgments implements JudgmentSource {

    @Override
    public Optional<Pending> find(Run<?, ?> run, StageRecord record) throws IOException, InterruptedException {
        InputAction inputs = run.getAction(InputAction.class);
        if (inputs == null || record.judgment().inputId().isEmpty()) {
            return Optional.empty();
        }
        try {
            InputStepExecution execution = inputs.getExecution(record.judgment().inputId());
            return execution != null && !execution.isSettled() && execution.getInput() instanceof JudgeInput input
                    ? Optional.of(new PendingInput(run, execution, input))
                    : Optional.empty();
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private record PendingInput(Run<?, ?> run, InputStepExecution execution, JudgeInput input) implements Pending {

        @Override
        public boolean mayAnswer(Authentication who) {
            return input.judges().mayAnswer(run.getParent(), who);
        }

        @Override
        public void approve(String choice) throws IOException, InterruptedException {
            execution.preSubmissionCheck();
            // The map is stored with the flow node, so it is one that Jenkins lets in.
            Map<String, Object> parameters = new HashMap<>(Map.of(JudgeStart.PARAMETER, choice));
            execution.proceed(choice.isEmpty() ? null : parameters);
        }

        @Override
        public void reject() throws IOException, InterruptedException {
            execution.doAbort();
        }
    }
}
