package io.jenkins.plugins.spindelivery.engine.operation;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What a move may use. The engine has no clock, threads, connections or files of its own.
 *
 * @param clock tells the time
 * @param executor runs the parts of a move that are independent of each other
 * @param events is told what happens; called by one thread at a time
 * @param clusters connects to the accounts that a state names
 * @param blobs keeps large inputs and snapshots beside the state
 */
public record OperationContext(Clock clock, Executor executor, EventSink events, Clusters clusters, BlobStore blobs) {

    /**
     * Tells what happens.
     *
     * @param event the event
     */
    public void emit(Event event) {
        events.accept(event);
    }
}
