package io.jenkins.plugins.spindelivery.event;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;

/**
 * A step, a build step, or one call of a stage of a Delivery pipeline, began or ended.
 *
 * @param run the build
 * @param record how it stands
 */
public record StageEvent(Run<?, ?> run, StageRecord record) implements DeliveryEvent {

    @Override
    public String id() {
        return DeliveryEvent.id(run, record.key(), record.status().ended());
    }

    @Override
    public long millis() {
        return record.status().ended() ? record.endMillis() : record.startMillis();
    }

    @Override
    public void tell(DeliveryListener listener) {
        if (record.status().ended()) {
            listener.stageEnded(this);
        } else {
            listener.stageStarted(this);
        }
    }
}
