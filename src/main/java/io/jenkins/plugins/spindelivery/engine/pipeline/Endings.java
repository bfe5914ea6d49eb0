package io.jenkins.plugins.spindelivery.engine.pipeline;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * When a stage may start, and how a pipeline ends: Orca's rules ({@code CompleteExecutionHandler} and
 * {@code StageExecution.allUpstreamStagesComplete}). A stage that the statuses do not name has not started.
 */
public final class Endings {
    private Endings() {}

    /**
     * Whether a stage may start now.
     *
     * @param graph the pipeline's
     * @param statuses of the stages so far, by refId
     * @param refId the stage
     * @return true when it has not started and everything it waits for lets it on; false for a stage that there is not,
     *     and for one with a requisite that there is not
     */
    public static boolean mayStart(StageGraph graph, Map<String, PipelineStatus> statuses, String refId) {
        return status(statuses, refId) == PipelineStatus.NOT_STARTED
                && graph.stage(refId)
                        .map(stage -> stage.requisites().stream().allMatch(requisite -> status(statuses, requisite)
                                .letsOn()))
                        .orElse(false);
    }

    /**
     * How a pipeline stands.
     *
     * @param graph the pipeline's
     * @param statuses of the stages so far, by refId
     * @param stopThenFail whether a stopped stage fails the pipeline in the end, by refId
     * @return {@link PipelineStatus#RUNNING} as long as something runs or may start; else an ended status. TERMINAL and
     *     CANCELED are told while other stages still run: those are to be taken back. A pipeline without any stage that
     *     could start is TERMINAL
     */
    public static PipelineStatus pipeline(
            StageGraph graph, Map<String, PipelineStatus> statuses, Predicate<String> stopThenFail) {
        List<String> refIds = graph.order().stream().map(StageNode::refId).toList();
        if (refIds.isEmpty() || any(refIds, statuses, PipelineStatus.TERMINAL)) {
            return PipelineStatus.TERMINAL;
        }
        if (refIds.stream().allMatch(refId -> status(statuses, refId).letsOn())) {
            return PipelineStatus.SUCCEEDED;
        }
        if (any(refIds, statuses, PipelineStatus.CANCELED)) {
            return PipelineStatus.CANCELED;
        }
        if (refIds.stream().anyMatch(refId -> isOpen(graph, statuses, refId))) {
            return PipelineStatus.RUNNING;
        }
        boolean stopped = any(refIds, statuses, PipelineStatus.STOPPED);
        boolean failed = refIds.stream()
                .filter(refId -> status(statuses, refId) == PipelineStatus.STOPPED)
                .anyMatch(stopThenFail);
        return stopped && !failed ? PipelineStatus.SUCCEEDED : PipelineStatus.TERMINAL;
    }

    private static boolean isOpen(StageGraph graph, Map<String, PipelineStatus> statuses, String refId) {
        PipelineStatus status = status(statuses, refId);
        return status == PipelineStatus.NOT_STARTED ? mayStart(graph, statuses, refId) : !status.ended();
    }

    private static boolean any(List<String> refIds, Map<String, PipelineStatus> statuses, PipelineStatus wanted) {
        return refIds.stream().anyMatch(refId -> status(statuses, refId) == wanted);
    }

    private static PipelineStatus status(Map<String, PipelineStatus> statuses, String refId) {
        return statuses.getOrDefault(refId, PipelineStatus.NOT_STARTED);
    }
}
