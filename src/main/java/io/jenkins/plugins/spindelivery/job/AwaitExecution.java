package io.jenkins.plugins.spindelivery.job;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;

/** Waits until a stage may begin. Holds no thread, and waits again after a restart. */
final class AwaitExecution extends StepExecution implements StageWaits.Waiter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(AwaitExecution.class.getName());

    private final String refId;
    private transient volatile Throwable stopped;

    AwaitExecution(StepContext context, String refId) {
        super(context);
        this.refId = refId;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        PipelineRun pipeline = PipelineRole.pipeline(getContext());
        List<StageNode> open = pipeline
                .definition()
                .graph()
                .requisites(pipeline.stage(refId).refId())
                .stream()
                .filter(stage -> !pipeline.progress(stage.refId()).status().ended())
                .toList();
        if (!open.isEmpty()) {
            print("job.waits", open.stream().map(StageNode::describe).collect(Collectors.joining(", ")));
        }
        // The stage begins when this execution is in the saved program, or a crash would lose whoever waits for it.
        Futures.addCallback(
                getContext().saveState(),
                new FutureCallback<>() {
                    @Override
                    public void onSuccess(Void saved) {
                        await();
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        LOGGER.log(Level.WARNING, failure, () -> "Cannot save the Pipeline; it goes on all the same");
                        await();
                    }
                },
                MoreExecutors.directExecutor());
        return false;
    }

    @Override
    public void onResume() {
        await();
    }

    private void await() {
        try {
            PipelineRun pipeline = PipelineRole.pipeline(getContext());
            pipeline.waits().await(refId, this);
            if (stopped != null && pipeline.waits().leave(refId)) {
                getContext().onFailure(stopped);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    @Override
    public void stop(Throwable cause) throws IOException, InterruptedException {
        stopped = cause;
        PipelineRun pipeline = PipelineRole.pipeline(getContext());
        if (!pipeline.waits().leave(refId)) {
            return;
        }
        if (pipeline.progress(refId).status() == PipelineStatus.WAITING) {
            pipeline.ended(refId, PipelineStatus.CANCELED, null, List.of());
        }
        getContext().onFailure(cause);
    }

    @Override
    public String place() throws IOException, InterruptedException {
        return StageMarks.place(getContext().get(FlowNode.class)).getId();
    }

    @Override
    public void pauses(long untilMillis) {
        try {
            FlowNode node = getContext().get(FlowNode.class);
            if (!PauseAction.isPaused(node)) {
                node.addAction(new PauseAction("window"));
                ZonedDateTime until = Instant.ofEpochMilli(untilMillis).atZone(ZoneId.systemDefault());
                print(
                        "job.waits-until",
                        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                                .format(until));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot show that stage " + refId + " waits");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pausesNoMore() throws IOException, InterruptedException {
        FlowNode node = getContext().get(FlowNode.class);
        if (PauseAction.isPaused(node)) {
            PauseAction.endCurrentPause(node);
        }
    }

    @Override
    public void goes() {
        try {
            pausesNoMore();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot show that stage " + refId + " waits no more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        getContext().onSuccess(true);
    }

    @Override
    public void staysOut() {
        try {
            pausesNoMore();
            PipelineRun pipeline = PipelineRole.pipeline(getContext());
            if (pipeline.progress(refId).status().ended()) {
                new StageEnd(pipeline, refId).tell(getContext(), null, false);
            } else {
                print("job.cut-off", pipeline.stage(refId).describe());
                StageMarks.skip(getContext(), true);
                getContext().onSuccess(false);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    @Override
    public void fails(Throwable why) {
        getContext().onFailure(why);
    }

    private void print(String code, Object... arguments) throws IOException, InterruptedException {
        getContext()
                .get(TaskListener.class)
                .getLogger()
                .println(Problem.of(code, "", arguments).message());
    }

    @Override
    public String getStatus() {
        return "waits to begin stage " + refId;
    }
}
