package io.jenkins.plugins.spindelivery.job;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hears of pipelines and their stages, after what it hears is on disk. It is called by threads that have other work to do,
 * so it must return soon and hand over what takes time. What it throws is logged. A crash of Jenkins may keep an event from
 * it, or let it hear of the start of a pipeline twice.
 */
public interface PipelineListener extends ExtensionPoint {

    /**
     * A pipeline begins, before its first stage.
     *
     * @param run the run
     */
    default void pipelineStarted(PipelineRun run) {}

    /**
     * A pipeline has ended: no stage of it is under way any more.
     *
     * @param run the run
     * @param status how it ended
     */
    default void pipelineEnded(PipelineRun run, PipelineStatus status) {}

    /**
     * A stage begins to work.
     *
     * @param run the run
     * @param stage as it is written
     * @param progress with its fields as they came out of their expressions
     */
    default void stageStarted(PipelineRun run, StageNode stage, Progress progress) {}

    /**
     * A stage has ended, or was left out.
     *
     * @param run the run
     * @param stage as it is written
     * @param progress how it ended
     */
    default void stageEnded(PipelineRun run, StageNode stage, Progress progress) {}

    /**
     * Tells all listeners.
     *
     * @param event calls one of the methods above
     */
    static void fire(Consumer<PipelineListener> event) {
        for (PipelineListener listener : ExtensionList.lookup(PipelineListener.class)) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                Logger.getLogger(PipelineListener.class.getName())
                        .log(Level.WARNING, e, () -> "A listener of pipelines failed: " + listener);
            }
        }
    }
}
