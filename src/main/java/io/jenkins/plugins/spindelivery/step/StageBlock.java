package io.jenkins.plugins.spindelivery.step;

import hudson.model.Result;
import hudson.remoting.ProxyException;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;

/**
 * The block of a stage step, run once at each gate that the stage's operation opens. What is known of it is saved with the
 * Pipeline's program, and so together with the run itself: after a restart either both are there, and the run goes on, or
 * neither is, and the gate that is still open has the block run again.
 */
final class StageBlock implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(StageBlock.class.getName());

    private final StageExecution step;

    /** The gate at which the block was run last. */
    private String gate;

    private boolean active;
    private BodyExecution running;
    private boolean stopped;

    /** How the last run ended; {@code null} while there is none, and of one that somebody stopped. */
    private Boolean passed;

    private String message;
    private Throwable failure;

    private transient String starting;
    private transient StageResult end;

    StageBlock(StageExecution step) {
        this.step = step;
    }

    /** A gate is open: the block is run there, unless it has been, or is being. */
    void opened(Gate open) {
        synchronized (this) {
            if (open.id().equals(starting) || open.id().equals(gate) && passed == null) {
                return;
            }
            if (!open.id().equals(gate)) {
                starting = open.id();
                stopped = false;
                passed = null;
            }
        }
        if (passed != null) {
            step.answer(new GateAnswer(open.id(), passed, message));
        } else {
            run(open);
        }
    }

    /** Not under the lock: the Pipeline may want to tell of the beginning, and waits for it, while it holds its own. */
    private void run(Gate open) {
        StepContext context = step.getContext();
        try {
            EnvironmentExpander around = context.get(EnvironmentExpander.class);
            EnvironmentExpander variables = EnvironmentExpander.constant(open.variables());
            BodyExecution begun = context.newBodyInvoker()
                    .withContext(EnvironmentExpander.merge(around, variables))
                    .withCallback(new Callback(this, open.id()))
                    .start();
            if (took(begun)) {
                begun.cancel(new EndedFirst());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot run the block of " + step);
            ended(open.id(), e);
        }
    }

    /** Keeps the run, by which it can be stopped; whether that has to be done at once. */
    private synchronized boolean took(BodyExecution begun) {
        if (starting == null && !active) {
            return false;
        }
        running = begun;
        return stopped;
    }

    /** What runs, if anything does, runs in vain. */
    void closed() {
        stop(new FlowInterruptedException(Result.ABORTED, new EndedFirst()));
    }

    /** Ends what runs; that it did not end well is no answer then. */
    void stop(Throwable cause) {
        BodyExecution now;
        synchronized (this) {
            stopped = stopped || isActive();
            now = running;
        }
        if (now != null) {
            now.cancel(cause);
        }
    }

    private boolean isActive() {
        return active || starting != null;
    }

    /**
     * Keeps the end of the stage until the run has ended as well.
     *
     * @return whether there is one to wait for
     */
    synchronized boolean keeps(StageResult result) {
        end = isActive() ? result : null;
        return end != null;
    }

    /** Why the block failed by itself; {@code null} when it did not. */
    synchronized Throwable failure() {
        return failure;
    }

    private synchronized void began(String id) {
        gate = id;
        active = true;
        starting = null;
        passed = null;
    }

    private void ended(String id, Throwable why) {
        StageResult kept;
        GateAnswer answer;
        boolean interrupted;
        synchronized (this) {
            gate = id;
            active = false;
            starting = null;
            running = null;
            interrupted = !stopped && isInterruption(why);
            passed = interrupted ? null : Boolean.valueOf(why == null);
            message = why == null ? "" : inWords(why);
            failure = why == null || stopped ? null : storable(why);
            answer = stopped || interrupted ? null : new GateAnswer(id, why == null, message);
            kept = end;
            end = null;
        }
        if (kept != null) {
            step.finish(kept);
        } else if (answer != null) {
            step.answer(answer);
        } else if (interrupted) {
            step.interrupted(failure());
        }
    }

    /**
     * Whether somebody stopped the run, and it did not fail: Jenkins stops a build by its innermost steps, and does not tell
     * those around them. A no to a question is thrown in the same way and is an answer.
     */
    private static boolean isInterruption(Throwable why) {
        return why instanceof FlowInterruptedException interrupted
                && interrupted.isActualInterruption()
                && interrupted.getCauses().stream().noneMatch(Rejection.class::isInstance);
    }

    private static String inWords(Throwable why) {
        if (why instanceof FlowInterruptedException interrupted
                && !interrupted.getCauses().isEmpty()) {
            return interrupted.getCauses().stream()
                    .map(CauseOfInterruption::getShortDescription)
                    .collect(Collectors.joining(" "));
        }
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    /** The program has to be saved with it: an exception that can't be would keep the whole build from it. */
    private static Throwable storable(Throwable why) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(why);
            return why;
        } catch (IOException | RuntimeException e) {
            return new ProxyException(why);
        }
    }

    /** Told by the Pipeline. */
    private static final class Callback extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final StageBlock block;
        private final String gate;

        Callback(StageBlock block, String gate) {
            this.block = block;
            this.gate = gate;
        }

        @Override
        public void onStart(StepContext context) {
            block.began(gate);
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            block.ended(gate, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable why) {
            block.ended(gate, why);
        }
    }
}
