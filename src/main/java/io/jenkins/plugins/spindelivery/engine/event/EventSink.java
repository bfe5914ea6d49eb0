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

    /**
     * Whether {@link Event.ChangePlanned} is worth its price, which is a comparison of each object with the live one.
     *
     * @return whether such events are sent at all
     */
    default boolean wantsChanges() {
        return false;
    }
}
