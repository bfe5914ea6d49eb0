package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Labels;
import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Gives an operation what it needs of the process (threads, clock, progress, signals) and runs it to its end. */
public final class Driver {
    private final Session session;
    private final Clusters clusters;
    private final MetricSources metrics;
    private final AwsAccounts aws;
    private final EventSink listener;

    /**
     * A driver for one command.
     *
     * @param session the command's run
     * @param clusters connects to the accounts that states name
     */
    public Driver(Session session, Clusters clusters) {
        this(session, clusters, MetricSources.NONE);
    }

    /**
     * A driver for one command that measures.
     *
     * @param session the command's run
     * @param clusters connects to the accounts that states name
     * @param metrics finds the metric sources that states name
     */
    public Driver(Session session, Clusters clusters, MetricSources metrics) {
        this(session, clusters, metrics, EventSink.NONE);
    }

    /**
     * A driver for one command that measures and keeps what it is told.
     *
     * @param session the command's run
     * @param clusters connects to the accounts that states name
     * @param metrics finds the metric sources that states name
     * @param listener is told all that the progress is told
     */
    public Driver(Session session, Clusters clusters, MetricSources metrics, EventSink listener) {
        this(session, clusters, metrics, AwsAccounts.NONE, listener);
    }

    /**
     * A driver for one command, with all that operations may ask for.
     *
     * @param session the command's run
     * @param clusters connects to the accounts that states name
     * @param metrics finds the metric sources that states name
     * @param aws finds the AWS accounts that states name
     * @param listener is told all that the progress is told
     */
    public Driver(Session session, Clusters clusters, MetricSources metrics, AwsAccounts aws, EventSink listener) {
        this.session = session;
        this.clusters = clusters;
        this.metrics = metrics;
        this.aws = aws;
        this.listener = listener;
    }

    /**
     * Runs an operation.
     *
     * @param operation what to do
     * @param state where its state is kept
     * @param begin gives the state to go on from
     * @param resumable see {@link OperationRunner#run}
     * @return how it ended
     */
    public <S, R> OperationRunner.Ending<R> run(
            Operation<S, R> operation,
            StateFile state,
            Function<OperationContext, S> begin,
            BiPredicate<S, R> resumable) {
        return run(operation, state, begin, resumable, Optional.empty());
    }

    /**
     * Runs an operation that may have gates.
     *
     * @param operation what to do
     * @param state where its state is kept
     * @param begin gives the state to go on from
     * @param resumable see {@link OperationRunner#run}
     * @param program what runs at the operation's gates; a gate that opens without one counts as failed
     * @return how it ended
     */
    public <S, R> OperationRunner.Ending<R> run(
            Operation<S, R> operation,
            StateFile state,
            Function<OperationContext, S> begin,
            BiPredicate<S, R> resumable,
            Optional<GateProgram> program) {
        ExecutorService workers = Workers.start();
        try (Progress progress = session.progress()) {
            OperationContext context = new OperationContext(
                    session.console().clock(),
                    workers,
                    event -> tell(progress, event),
                    clusters,
                    state.file(),
                    metrics,
                    aws,
                    session.interruption()::wake);
            S first = begin.apply(context);
            session.leaves(Problem.of("cli.interrupted-resume", state.path().toString(), state.path()));
            session.interruption().guard(() -> progress.note(Labels.of("progress-stopping")));
            return new OperationRunner(state.file(), context, session.interruption(), progress, program)
                    .run(operation, first, resumable);
        } finally {
            // The result is about to be printed; a late Ctrl-C has nothing left to stop.
            session.interruption().guard(() -> {});
            workers.shutdownNow();
        }
    }

    private void tell(Progress progress, Event event) {
        progress.accept(event);
        listener.accept(event);
    }

    /**
     * Does something short with the same things, without keeping a state.
     *
     * @param work what to do
     * @return what it gives
     */
    public <R> R once(Function<OperationContext, R> work) {
        ExecutorService workers = Workers.start();
        try (Progress progress = session.progress()) {
            return work.apply(
                    new OperationContext(session.console().clock(), workers, progress, clusters, new MemoryBlobs()));
        } finally {
            workers.shutdownNow();
        }
    }
}
