package io.jenkins.plugins.spindelivery.event;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;

/**
 * A pipeline began or ended.
 *
 * @param run the build
 * @param millis when, in milliseconds since 1970
 * @param status {@link PipelineStatus#RUNNING} at the beginning, and how it ended
 */
public record PipelineEvent(Run<?, ?> run, long millis, PipelineStatus status) implements DeliveryEvent {

    @Override
    public String id() {
        return DeliveryEvent.id(run, "pipeline", status.ended());
    }

    @Override
    public void tell(DeliveryListener listener) {
        if (status.ended()) {
            listener.pipelineEnded(this);
        } else {
            listener.pipelineStarted(this);
        }
    }
}
