package io.jenkins.plugins.spindelivery.judge;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionListener;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Ends judgments of Pipelines that nobody answers in time; knows them again after a restart. */
@Extension
public final class JudgeTimeouts extends FlowExecutionListener {
    private static final Logger LOGGER = Logger.getLogger(JudgeTimeouts.class.getName());

    private final Map<JudgeContext, ScheduledFuture<?>> waiting = new ConcurrentHashMap<>();

    /** The only instance. */
    static JudgeTimeouts get() {
        return ExtensionList.lookupSingleton(JudgeTimeouts.class);
    }

    /**
     * Ends a judgment at its deadline, unless it is forgotten before.
     *
     * @param execution the judgment's input
     * @param context knows the deadline
     */
    void watch(StepExecution execution, JudgeContext context) {
        if (context.deadline() == 0) {
            return;
        }
        long delay = Math.max(0, context.deadline() - System.currentTimeMillis());
        waiting.computeIfAbsent(
                context, key -> Timer.get().schedule(() -> expire(execution, key), delay, TimeUnit.MILLISECONDS));
    }

    /** The judgment has ended. */
    void forget(JudgeContext context) {
        ScheduledFuture<?> timer = waiting.remove(context);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** How many judgments have a deadline ahead. */
    int size() {
        return waiting.size();
    }

    @Override
    public void onResumed(FlowExecution execution) {
        ListenableFuture<List<StepExecution>> steps = execution.getCurrentExecutions(true);
        steps.addListener(() -> rewatch(steps, execution), Computer.threadPoolForRemoting);
    }

    private void rewatch(ListenableFuture<List<StepExecution>> steps, FlowExecution of) {
        try {
            for (StepExecution step : steps.get()) {
                if (step.getContext() instanceof JudgeContext context) {
                    resume(step, context);
                }
            }
        } catch (ExecutionException e) {
            LOGGER.log(Level.WARNING, e, () -> "Timeouts of judgments do not count any more in " + of);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume(StepExecution step, JudgeContext context) throws InterruptedException {
        try {
            if (context.isEnded()) {
                // What was answered counts, not this.
                step.stop(new FlowInterruptedException(Result.ABORTED, false));
                return;
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOGGER.log(
                    Level.WARNING, e, () -> "Cannot find out whether the judgment " + context.key() + " was answered");
        }
        watch(step, context);
    }

    private void expire(StepExecution execution, JudgeContext context) {
        waiting.remove(context);
        try {
            execution.stop(new FlowInterruptedException(Result.ABORTED, false, new JudgmentTimedOut()));
        } catch (Exception e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot end the judgment " + context.key());
        }
    }
}
