package io.jenkins.plugins.spindelivery.engine.operation;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
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
 * @param metrics finds the metric sources that a state names
 * @param aws finds the AWS accounts that a state names
 * @param wake tells the driver that what the operation waits for may have come, so that it makes the next move without
 *     waiting for the rest of the delay. Run by any thread, during a move as well (then it is about the pause that
 *     follows), more than once, and even after the operation's end: it must return at once, and should be the same
 *     object for all moves of an operation. Who ignores it loses time and nothing else
 */
public record OperationContext(
        Clock clock,
        Executor executor,
        EventSink events,
        Clusters clusters,
        BlobStore blobs,
        MetricSources metrics,
        AwsAccounts aws,
        Runnable wake) {

    /**
     * For operations that have nothing to do with AWS.
     *
     * @param clock tells the time
     * @param executor runs the parts of a move that are independent of each other
     * @param events is told what happens
     * @param clusters connects to the accounts that a state names
     * @param blobs keeps large inputs and snapshots beside the state
     * @param metrics finds the metric sources that a state names
     * @param wake see above
     */
    public OperationContext(
            Clock clock,
            Executor executor,
            EventSink events,
            Clusters clusters,
            BlobStore blobs,
            MetricSources metrics,
            Runnable wake) {
        this(clock, executor, events, clusters, blobs, metrics, AwsAccounts.NONE, wake);
    }

    /**
     * For operations on Kubernetes that measure nothing.
     *
     * @param clock tells the time
     * @param executor runs the parts of a move that are independent of each other
     * @param events is told what happens
     * @param clusters connects to the accounts that a state names
     * @param blobs keeps large inputs and snapshots beside the state
     * @param wake see above
     */
    public OperationContext(
            Clock clock, Executor executor, EventSink events, Clusters clusters, BlobStore blobs, Runnable wake) {
        this(clock, executor, events, clusters, blobs, MetricSources.NONE, wake);
    }

    /**
     * For a driver that makes each move when its delay is over.
     *
     * @param clock tells the time
     * @param executor runs the parts of a move that are independent of each other
     * @param events is told what happens
     * @param clusters connects to the accounts that a state names
     * @param blobs keeps large inputs and snapshots beside the state
     */
    public OperationContext(Clock clock, Executor executor, EventSink events, Clusters clusters, BlobStore blobs) {
        this(clock, executor, events, clusters, blobs, () -> {});
    }

    /**
     * Tells what happens.
     *
     * @param event the event
     */
    public void emit(Event event) {
        events.accept(event);
    }
}
