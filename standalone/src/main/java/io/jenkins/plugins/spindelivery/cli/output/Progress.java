package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.EventSink;

/** Shows an operation while it runs. Safe for use by several threads: a signal's thread may leave a note. */
public interface Progress extends EventSink, AutoCloseable {

    /** Shows what has gathered; called before each wait. */
    void refresh();

    /**
     * Leaves a line that stays.
     *
     * @param text one line
     */
    void note(String text);

    /** Takes away what does not stay; the result is printed next. */
    @Override
    void close();
}
