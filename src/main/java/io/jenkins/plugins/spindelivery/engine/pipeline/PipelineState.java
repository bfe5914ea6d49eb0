package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How far a run of a pipeline has come: all that is needed beside its definition to go on after a crash. Plain data,
 * which Jackson writes and reads; trees are not copied, for they may be large, and must not be changed.
 *
 * @param version of this layout
 * @param trigger what started the run, as expressions see it
 * @param artifacts that came with the trigger
 * @param resolvedExpectedArtifacts the pipeline's expected artifacts with what was bound to each
 * @param stages how far each stage is, by refId, each behind its requisites
 */
public record PipelineState(
        @JsonProperty("version") int version,
        @JsonProperty("trigger") ObjectNode trigger,
        @JsonProperty("artifacts") List<ObjectNode> artifacts,
        @JsonProperty("resolvedExpectedArtifacts") List<ObjectNode> resolvedExpectedArtifacts,
        @JsonProperty("stages") Map<String, Progress> stages) {
    /** The layout that this version writes. */
    public static final int VERSION = 1;

    public PipelineState {
        artifacts = List.copyOf(artifacts);
        resolvedExpectedArtifacts = List.copyOf(resolvedExpectedArtifacts);
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }

    /**
     * How far a stage is. Times are milliseconds since 1970, and 0 as long as there is none.
     *
     * @param status Orca's
     * @param startMillis when it began to work
     * @param endMillis when it had ended
     * @param notBeforeMillis until when its window or its jitter makes it wait
     * @param deadlineMillis when its own timeout ends it
     * @param context the stage's JSON after expressions; {@code null} before
     * @param outputs what later stages see of it; {@code null} before it has any
     * @param problems why it did not succeed, or what a person should know
     * @param nodeId where Jenkins shows it; empty before it is there
     */
    public record Progress(
            @JsonProperty("status") PipelineStatus status,
            @JsonProperty("startMillis") long startMillis,
            @JsonProperty("endMillis") long endMillis,
            @JsonProperty("notBeforeMillis") long notBeforeMillis,
            @JsonProperty("deadlineMillis") long deadlineMillis,
            @JsonProperty("context") ObjectNode context,
            @JsonProperty("outputs") JsonNode outputs,
            @JsonProperty("problems") List<Problem> problems,
            @JsonProperty("nodeId") String nodeId) {
        /** Of a stage that nothing has happened to. */
        public static final Progress NONE =
                new Progress(PipelineStatus.NOT_STARTED, 0, 0, 0, 0, null, null, List.of(), "");

        public Progress {
            context = context == null || context.isNull() ? null : context;
            outputs = outputs == null || outputs.isNull() ? null : outputs;
            problems = List.copyOf(problems);
            nodeId = nodeId == null ? "" : nodeId;
        }

        /**
         * Its requisites have ended, and it waits for a time to come.
         *
         * @param untilMillis when it may begin
         * @return the progress, waiting
         */
        public Progress waiting(long untilMillis) {
            return new Progress(
                    PipelineStatus.WAITING,
                    startMillis,
                    endMillis,
                    untilMillis,
                    deadlineMillis,
                    context,
                    outputs,
                    problems,
                    nodeId);
        }

        /**
         * It begins to work.
         *
         * @param nowMillis when
         * @param deadline when its own timeout ends it; 0 for none
         * @param evaluated its JSON after expressions
         * @param node where Jenkins shows it
         * @return the progress, running
         */
        public Progress running(long nowMillis, long deadline, ObjectNode evaluated, String node) {
            return new Progress(
                    PipelineStatus.RUNNING,
                    nowMillis,
                    endMillis,
                    notBeforeMillis,
                    deadline,
                    evaluated,
                    outputs,
                    problems,
                    node);
        }

        /**
         * It has ended.
         *
         * @param ending an ended status
         * @param nowMillis when
         * @param result what later stages see of it; may be {@code null}
         * @param why it did not succeed, or what a person should know
         * @return the progress, ended
         * @throws IllegalArgumentException when the status is not an ended one
         */
        public Progress ended(PipelineStatus ending, long nowMillis, JsonNode result, List<Problem> why) {
            if (!ending.ended()) {
                throw new IllegalArgumentException(ending + " is no end");
            }
            return new Progress(
                    ending, startMillis, nowMillis, notBeforeMillis, deadlineMillis, context, result, why, nodeId);
        }
    }

    /**
     * A run that has just been started.
     *
     * @param graph the pipeline's
     * @param trigger what started it
     * @param artifacts that came with it
     * @param resolvedExpectedArtifacts the pipeline's expected artifacts with what was bound to each
     * @return a state in which no stage has started
     */
    public static PipelineState begin(
            StageGraph graph,
            ObjectNode trigger,
            List<ObjectNode> artifacts,
            List<ObjectNode> resolvedExpectedArtifacts) {
        Map<String, Progress> stages = new LinkedHashMap<>();
        graph.order().forEach(stage -> stages.put(stage.refId(), Progress.NONE));
        return new PipelineState(VERSION, trigger, artifacts, resolvedExpectedArtifacts, stages);
    }

    /**
     * How far a stage is.
     *
     * @param refId the stage
     * @return its progress; {@link Progress#NONE} for a stage that is not named
     */
    public Progress progress(String refId) {
        return stages.getOrDefault(refId, Progress.NONE);
    }

    /**
     * A step forward of one stage.
     *
     * @param refId the stage
     * @param change from its progress so far
     * @return the state with it
     */
    public PipelineState with(String refId, UnaryOperator<Progress> change) {
        Map<String, Progress> changed = new LinkedHashMap<>(stages);
        changed.put(refId, change.apply(progress(refId)));
        return new PipelineState(version, trigger, artifacts, resolvedExpectedArtifacts, changed);
    }

    /**
     * The statuses of all stages, as {@link Endings} wants them.
     *
     * @return by refId
     */
    public Map<String, PipelineStatus> statuses() {
        Map<String, PipelineStatus> statuses = new LinkedHashMap<>();
        stages.forEach((refId, progress) -> statuses.put(refId, progress.status()));
        return statuses;
    }
}
