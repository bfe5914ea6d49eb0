package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver.Resolution;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ExpectedArtifact;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.PreconditionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The end of a stage: what Spinnaker calls it, and what Jenkins is told. */
final class StageEnd {
    private static final String ARTIFACTS = "artifacts";
    private static final String RESOLVED = "resolvedExpectedArtifacts";

    private final PipelineRun pipeline;
    private final StageNode stage;

    StageEnd(PipelineRun pipeline, String refId) {
        this.pipeline = pipeline;
        this.stage = pipeline.stage(refId);
    }

    /**
     * What a stage of several calls goes on with.
     *
     * @param key of the call that has ended
     * @param result how
     * @param why what stopped it; {@code null} when nobody did
     * @return the key of the next call; empty when the stage has ended with this one
     */
    Optional<String> next(String key, StageResult result, Throwable why) {
        if (why != null || isTimedOut() || result.status() == StageStatus.REFUSED) {
            return Optional.empty();
        }
        int call = StageKeys.call(key);
        return isAccepted(call, result)
                        && call + 1 < StageCalls.of(pipeline, stage.refId()).size()
                ? Optional.of(StageKeys.of(stage.refId(), call + 1))
                : Optional.empty();
    }

    /**
     * Writes the end down. Again does no harm.
     *
     * @param key of the stage's last call
     * @param result how that ended
     * @param why what stopped it; {@code null} when nobody did
     * @throws IOException when it can't be written
     */
    void take(String key, StageResult result, Throwable why) throws IOException {
        List<Problem> problems = new ArrayList<>(result.errors());
        PipelineStatus status = status(StageKeys.call(key), result, why);
        ObjectNode outputs = null;
        try {
            outputs = outputs(StageKeys.call(key), result);
            if (status == PipelineStatus.SUCCEEDED && outputs != null) {
                bind(outputs);
            }
        } catch (ProblemException e) {
            problems.addAll(e.problems());
            status = status == PipelineStatus.SUCCEEDED ? stage.onFailure().afterFailure() : status;
        }
        pipeline.ended(stage.refId(), status, outputs, problems);
    }

    private PipelineStatus status(int call, StageResult result, Throwable why) {
        if (isAccepted(call, result)) {
            return PipelineStatus.SUCCEEDED;
        }
        boolean late = result.status() == StageStatus.TIMED_OUT
                || result.status() == StageStatus.CANCELLED && why == null && isTimedOut();
        if (late && stage.json().path("markSuccessfulOnTimeout").asBoolean(false)) {
            return PipelineStatus.SUCCEEDED;
        }
        boolean settled = late || result.status() == StageStatus.REJECTED;
        boolean stopped = why != null || result.status() == StageStatus.CANCELLED;
        return stopped && !settled ? PipelineStatus.CANCELED : failed(result);
    }

    /** Preconditions may say themselves that they end no more than their branch. */
    private PipelineStatus failed(StageResult result) {
        boolean branch = stage.onFailure() == FailOption.FAIL && PreconditionResult.stopsBranchOnly(result);
        return branch ? PipelineStatus.STOPPED : stage.onFailure().afterFailure();
    }

    private boolean isAccepted(int call, StageResult result) {
        if (result.status() == StageStatus.REFUSED) {
            return false;
        }
        // What a judgment waits for is no stage of the driver's, and accepts nothing but a yes.
        return StageCalls.of(pipeline, stage.refId()).step(call) instanceof Stage work
                ? work.accepts(result)
                : result.status() == StageStatus.SUCCEEDED;
    }

    private boolean isTimedOut() {
        return pipeline.progress(stage.refId()).problems().stream()
                .anyMatch(problem -> problem.code().equals(StageTimeouts.CODE));
    }

    /** What failed may have come to something, too. */
    private ObjectNode outputs(int last, StageResult result) {
        if (result.value() == null) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int call = 0; call < last; call++) {
            values.add(StageFolder.of(pipeline.run(), StageKeys.of(stage.refId(), call))
                    .read()
                    .map(StageRecord::value)
                    .orElse(null));
        }
        values.add(result.value());
        StageCalls calls = StageCalls.of(pipeline, stage.refId());
        ObjectNode outputs = calls.outputs(values);
        if (calls.step(last) instanceof Stage work && !work.account().isEmpty()) {
            outputs.path(ARTIFACTS).forEach(artifact -> place(artifact, work.account()));
        }
        return outputs;
    }

    /** An object of a cluster means nothing in another one; Spinnaker, too, tells in the metadata where it lives. */
    private static void place(JsonNode artifact, String account) {
        if (artifact instanceof ObjectNode map
                && map.path("type").asText("").startsWith("kubernetes/")
                && !map.at("/metadata/account").isTextual()) {
            map.withObject("/metadata").put("account", account);
        }
    }

    /** What Orca does after any stage with expected artifacts: what they are bound to takes the place of all it made. */
    private void bind(ObjectNode outputs) {
        List<ExpectedArtifact> expected = ExpectedArtifact.listOf(
                pipeline.progress(stage.refId()).context().path("expectedArtifacts"), stage.describe());
        if (expected.isEmpty() || outputs.has(RESOLVED)) {
            return;
        }
        List<ObjectNode> made = new ArrayList<>();
        for (JsonNode artifact : outputs.path(ARTIFACTS)) {
            if (artifact instanceof ObjectNode map) {
                made.add(map);
            }
        }
        Resolution found = new ArtifactResolver(made, List::of, false).resolve(expected);
        put(outputs, ARTIFACTS, found.artifacts());
        put(outputs, RESOLVED, found.resolvedExpectedArtifacts());
    }

    private static void put(ObjectNode outputs, String name, List<ObjectNode> items) {
        ArrayNode list = outputs.putArray(name);
        items.forEach(list::add);
    }

    /**
     * Tells Jenkins of an end that is on disk.
     *
     * @param step waits for it
     * @param why what stopped the stage; {@code null} when nobody did, or when that is long ago
     * @param value what the step returns when the Pipeline goes on
     */
    void tell(StepContext step, Throwable why, Object value) throws IOException, InterruptedException {
        Progress end = pipeline.progress(stage.refId());
        String message = message(end);
        switch (end.status()) {
            case FAILED_CONTINUE -> {
                print(step, "job.ignored", message);
                StageMarks.warn(step, Result.UNSTABLE, message);
                step.onSuccess(value);
            }
            case STOPPED -> {
                print(step, "job.stopped", message);
                StageMarks.warn(step, Result.FAILURE, message);
                step.onSuccess(value);
            }
            case TERMINAL -> step.onFailure(why == null ? new AbortException(message) : why);
            case CANCELED -> step.onFailure(why == null ? new FlowInterruptedException(Result.ABORTED) : why);
            case SKIPPED -> {
                StageMarks.skip(step, false);
                step.onSuccess(value);
            }
            default -> step.onSuccess(value);
        }
    }

    private void print(StepContext step, String code, String message) throws IOException, InterruptedException {
        step.get(TaskListener.class)
                .getLogger()
                .println(Problem.of(code, "", stage.describe(), message).message());
    }

    private String message(Progress end) {
        return end.problems().isEmpty()
                ? Problem.of("job.failed", "", stage.describe()).message()
                : end.problems().stream().map(Problem::describe).collect(Collectors.joining("\n"));
    }
}
