package io.jenkins.plugins.spindelivery.judge;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.StageRole;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/**
 * Stands between an input's execution and its step: checks the answer, gives it one shape, and records it. It is saved
 * with the program and is there again after a restart.
 */
final class JudgeContext extends StepContext {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(JudgeContext.class.getName());

    private final StepContext step;
    private final String key;
    private final ArrayList<String> choices;
    private final long deadline;

    /** {@code null} for a step that stands in a Pipeline of somebody's own. */
    private final StageRole role;

    /**
     * A context.
     *
     * @param step the step's own
     * @param key of the stage within its build
     * @param choices what may be answered; empty for yes or no
     * @param deadline in milliseconds since 1970; 0 for never
     * @param role says what the end means; {@code null} when the step's context is told as it comes
     */
    JudgeContext(StepContext step, String key, List<String> choices, long deadline, StageRole role) {
        this.step = step;
        this.key = key;
        this.choices = new ArrayList<>(choices);
        this.deadline = deadline;
        this.role = role;
    }

    /** When nobody is waited for any more, in milliseconds since 1970; 0 for never. */
    long deadline() {
        return deadline;
    }

    /** The stage's key within its build. */
    String key() {
        return key;
    }

    @Override
    public void onSuccess(Object answer) {
        JudgeTimeouts.get().forget(this);
        Verdict verdict;
        try {
            verdict = Verdict.of(answer, choices, approver());
            JudgeRecord.end(run(), key, verdict);
            tell(verdict);
        } catch (IOException e) {
            step.onFailure(e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            step.onFailure(e);
            return;
        }
        if (role != null) {
            end(verdict, null);
        } else if (verdict.problem() == null) {
            step.onSuccess(verdict.value());
        } else {
            step.onFailure(JudgeProblems.abort(verdict.problem()));
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        JudgeTimeouts.get().forget(this);
        Verdict verdict = Verdict.of(cause);
        try {
            JudgeRecord.end(run(), key, verdict);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot record the end of " + key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (role == null) {
            step.onFailure(cause);
        } else {
            end(verdict, cause);
        }
    }

    /**
     * Whether the judgment has an end that its step was not told: Jenkins went out in between. Only a pipeline can tell it
     * again, for its step comes back as one that waits.
     *
     * @return whether it is to be told now
     * @throws IOException when the build can't be read
     * @throws InterruptedException when Jenkins stops
     */
    boolean isEnded() throws IOException, InterruptedException {
        return role != null && record().isPresent();
    }

    private Optional<StageRecord> record() throws IOException, InterruptedException {
        return StageFolder.of(run(), key).read().filter(record -> record.status()
                .ended());
    }

    /** The end that is written down counts: a judgment that was answered stays so. */
    private void end(Verdict verdict, Throwable cause) {
        try {
            StageResult result = record().map(
                            record -> new StageResult(record.status(), record.value(), record.errors()))
                    .orElseGet(() -> new StageResult(verdict.status(), null, verdict.problems()));
            role.ended(step, key, result, result.status() == verdict.status() ? cause : null);
        } catch (IOException | RuntimeException e) {
            step.onFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            step.onFailure(e);
        }
    }

    /** Who answered; the input writes it there before it settles, on whichever way the answer came. */
    private String approver() throws IOException, InterruptedException {
        FlowNode node = step.get(FlowNode.class);
        InputSubmittedAction submitted = node == null ? null : node.getAction(InputSubmittedAction.class);
        return submitted == null ? null : submitted.getApprover();
    }

    /** The input has told who approved, but not what was chosen. */
    private void tell(Verdict verdict) throws IOException, InterruptedException {
        TaskListener listener = step.get(TaskListener.class);
        if (listener != null && !verdict.choice().isEmpty()) {
            listener.getLogger()
                    .println(Problem.of("judge.chose", "", verdict.judgeName(), verdict.choice())
                            .message());
        }
    }

    private Run<?, ?> run() throws IOException, InterruptedException {
        return step.get(Run.class);
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        return step.get(key);
    }

    @Override
    public boolean isReady() {
        return step.isReady();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return step.saveState();
    }

    @Override
    public void setResult(Result result) {
        step.setResult(result);
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        return step.newBodyInvoker();
    }

    @Override
    public boolean hasBody() {
        return step.hasBody();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JudgeContext judging && judging.step.equals(step);
    }

    @Override
    public int hashCode() {
        return step.hashCode();
    }
}
