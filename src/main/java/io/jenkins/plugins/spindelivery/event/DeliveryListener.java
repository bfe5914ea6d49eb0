package io.jenkins.plugins.spindelivery.event;

import hudson.ExtensionPoint;

/**
 * Hears of deliveries. Called on one thread that all listeners share, in the order in which things happened, and never by
 * a thread that runs a build: a listener can neither hold a delivery up nor make it fail, and what it throws is logged.
 * A listener that takes long holds up the others, and when too much waits the oldest events are dropped.
 */
public abstract class DeliveryListener implements ExtensionPoint {

    /**
     * A Delivery pipeline began, or another build whose job tells about it.
     *
     * @param event what is known
     */
    public void pipelineStarted(PipelineEvent event) {}

    /**
     * A Delivery pipeline ended, or another build whose job tells about it.
     *
     * @param event what is known
     */
    public void pipelineEnded(PipelineEvent event) {}

    /**
     * A stage of a Delivery pipeline began.
     *
     * @param event what is known
     */
    public void pipelineStageStarted(PipelineStageEvent event) {}

    /**
     * A stage of a Delivery pipeline ended, or was left out.
     *
     * @param event what is known
     */
    public void pipelineStageEnded(PipelineStageEvent event) {}

    /**
     * A step, a build step or one call of a stage of a Delivery pipeline began to work.
     *
     * @param event what is known
     */
    public void stageStarted(StageEvent event) {}

    /**
     * A step, a build step or one call of a stage of a Delivery pipeline ended.
     *
     * @param event what is known
     */
    public void stageEnded(StageEvent event) {}

    /**
     * A person is asked.
     *
     * @param event what is known
     */
    public void judgmentAsked(JudgmentEvent event) {}

    /**
     * A person has answered.
     *
     * @param event what is known
     */
    public void judgmentGiven(JudgmentEvent event) {}
}
