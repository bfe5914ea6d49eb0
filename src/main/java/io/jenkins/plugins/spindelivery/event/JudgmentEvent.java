package io.jenkins.plugins.spindelivery.event;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;

/**
 * A judgment was asked for or given. One that nobody answers is asked for and never given.
 *
 * @param run the build
 * @param record how it stands, with its {@link StageRecord#judgment()}
 */
public record JudgmentEvent(Run<?, ?> run, StageRecord record) implements DeliveryEvent {

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
            listener.judgmentGiven(this);
        } else {
            listener.judgmentAsked(this);
        }
    }
}
