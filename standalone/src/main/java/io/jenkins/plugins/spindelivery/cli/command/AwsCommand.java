package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.AwsConnections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.GateProgram;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command that runs an operation on AWS. */
abstract class AwsCommand extends SpinCommand {
    /** There is no kubeconfig here. */
    private static final Clusters NO_CLUSTERS = account -> {
        throw new ProblemException(Category.INPUT, Problem.of("cli.account", "", account));
    };

    @Mixin
    private AwsFlags aws;

    @Mixin
    private OperationFlags operation;

    @Override
    public Shape shape() {
        return Shape.AWS;
    }

    /** Which account, and where. */
    final AwsFlags aws() {
        return aws;
    }

    /** How long, and where the state is kept. */
    final OperationFlags operation() {
        return operation;
    }

    /** Runs an operation from its beginning. */
    final <S extends AwsState<S>> Reply begin(
            Session session, AwsOperation<S> work, Function<OperationContext, S> begin, boolean dryRun) {
        try (StateFile state = operation.state(session, work.type())) {
            return run(session, state, work, begin, dryRun);
        }
    }

    /** Runs an operation with gates from its beginning. */
    final <S extends AwsState<S>> Reply begin(
            Session session, AwsOperation<S> work, Function<OperationContext, S> begin, Optional<GateProgram> program) {
        try (StateFile state = operation.state(session, work.type())) {
            return run(session, state, work, begin, false, program);
        }
    }

    /** Runs an operation from its beginning or from where it was stopped. */
    static <S extends AwsState<S>> Reply run(
            Session session,
            StateFile state,
            AwsOperation<S> work,
            Function<OperationContext, S> begin,
            boolean dryRun) {
        return run(session, state, work, begin, dryRun, Optional.empty());
    }

    /** Runs an operation that may have gates. */
    static <S extends AwsState<S>> Reply run(
            Session session,
            StateFile state,
            AwsOperation<S> work,
            Function<OperationContext, S> begin,
            boolean dryRun,
            Optional<GateProgram> program) {
        try (AwsConnections accounts = new AwsConnections(session.console())) {
            Driver driver = new Driver(session, NO_CLUSTERS, MetricSources.NONE, accounts, EventSink.NONE);
            // What was cancelled has been taken back; a later "spin resume" would find nothing to go on with.
            return Reports.aws(
                    session, state, driver.run(work, state, begin, (stopped, result) -> false, program), dryRun);
        }
    }
}
