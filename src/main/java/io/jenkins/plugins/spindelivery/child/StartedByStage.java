package io.jenkins.plugins.spindelivery.child;

import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue.QueueAction;
import java.util.List;

/** In a queue's item and in the build that comes of it: which stage started it. Never one build for two stages. */
public final class StartedByStage extends InvisibleAction implements QueueAction {
    private final String id;

    /**
     * A mark.
     *
     * @param id of the stage's work
     */
    StartedByStage(String id) {
        this.id = id;
    }

    /** The id of the stage's work. */
    String id() {
        return id;
    }

    /** Jenkins makes one of two equal items in its queue; then one stage would wait for the build of another. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }
}
