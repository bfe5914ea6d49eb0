package io.jenkins.plugins.spindelivery.engine.event;

/** Receives what happens, in order, from one thread at a time. */
@FunctionalInterface
public interface EventSink {
    /** Drops everything; for callers that only want the result. */
    EventSink NONE = event -> {};

    /**
     * Takes an event; returns quickly and never throws.
     *
     * @param event what happened
     */
    void accept(Event event);
}
