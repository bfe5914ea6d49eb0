package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.record.StageRecord;

/** Tells a build's log what happens to a stage. */
final class StageLog implements EventSink {
    private final TaskListener listener;

    /**
     * The log of a stage.
     *
     * @param listener the build's log
     * @param run the build, for links; {@code null} when it is gone
     * @param record the stage as it is when the log begins
     */
    StageLog(TaskListener listener, Run<?, ?> run, StageRecord record) {
        this.listener = listener;
    }

    TaskListener listener() {
        return listener;
    }

    /** The stage begins. */
    void begun() {}

    /** The stage goes on after a restart of Jenkins. */
    void resumed() {}

    /** Somebody stopped the stage; what must not stay is being taken back. */
    void cancelling() {}

    /** The stage has ended. */
    void ended(StageResult result) {}

    @Override
    public void accept(Event event) {}
}
