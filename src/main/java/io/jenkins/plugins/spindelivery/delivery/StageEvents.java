package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the log for people and the record for pages what happens. A delivery does not depend on either. */
final class StageEvents implements EventSink {
    private static final Logger LOGGER = Logger.getLogger(StageEvents.class.getName());

    private final StageFiles files;
    private final StageLog log;

    StageEvents(StageFiles files, StageLog log) {
        this.files = files;
        this.log = log;
    }

    @Override
    public synchronized void accept(Event event) {
        try {
            files.recorder().accept(event);
            log.accept(event);
            if (event instanceof Event.CanaryJudged judged) {
                files.record(judged);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, e, () -> "Cannot tell of " + event.getClass() + " in " + files);
        }
    }

    @Override
    public boolean wantsChanges() {
        return true;
    }
}
