package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue.QueueAction;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.TriggerData;
import java.util.List;

/** Which start a queued build or a build is for. No two of them are folded into one. */
public final class TriggerEventAction extends InvisibleAction implements QueueAction, TriggerData {
    private final String startId;

    TriggerEventAction(String startId) {
        this.startId = startId;
    }

    /**
     * The start's id.
     *
     * @return unique among all events and jobs
     */
    public String getStartId() {
        return startId;
    }

    @Override
    public ObjectNode trigger(Run<?, ?> run) {
        return StartedBy.of(run).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }
}
