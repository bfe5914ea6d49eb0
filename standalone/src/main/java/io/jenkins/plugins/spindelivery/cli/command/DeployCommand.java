package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.RollbackFile;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin deploy}. */
@Command(name = "deploy", description = "Apply manifests to a cluster and wait until everything is stable.")
public final class DeployCommand extends SpinCommand {
    @Mixin
    private InputFlags input;

    @Mixin
    private PreparationFlags preparation;

    @Mixin
    private ChangeFlags changes;

    @Mixin
    private ClusterFlags cluster;

    @Option(names = "--dry-run", order = 53, description = "Check everything and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--check",
            paramLabel = "full|structural",
            completionCandidates = Choices.Check.class,
            defaultValue = "full",
            order = 54,
            description = "full: the server tries what would change before the first write; structural: it does not.")
    private Check check;

    @Option(
            names = "--rollback-on-failure",
            order = 55,
            description = "When it fails, put the changed objects back to what they were.")
    private boolean rollbackOnFailure;

    @Option(names = "--no-wait", order = 56, description = "End when everything is applied.")
    private boolean noWait;

    @Option(
            names = "--rollback-file",
            paramLabel = "FILE",
            order = 55,
            description =
                    "Write what \"spin rollback\" needs to put back what was there before. It may hold Secrets, so"
                            + " only you can read it.")
    private Path rollbackFile;

    @Mixin
    private TrafficFlags traffic;

    @Mixin
    private GateFlags gate;

    @Mixin
    private OperationFlags operation;

    @Override
    public Shape shape() {
        return Shape.DEPLOY;
    }

    @Override
    protected Reply execute(Session session) {
        RollbackFile.check(rollbackFile);
        List<Manifest> manifests = input.read(session);
        String account = cluster.account(session).id();
        DeployOptions options = changes.deploy(check, dryRun, rollbackOnFailure, !noWait, operation.timeout());
        DeployRequest plain = new DeployRequest(account, preparation.options(account), options);
        TrafficOptions after = traffic.options(gate.program().isPresent(), options);
        DeployRequest request = after.deploy(plain);
        List<Manifest> attached = after.manifests(manifests);
        if (after.follows()) {
            if (rollbackFile != null) {
                throw new ProblemException(Category.INPUT, Problem.of("cli.traffic-rollback-file", "--rollback-file"));
            }
            TrafficRequest moves = after.request(plain);
            try (StateFile state = operation.state(session, new Traffic().type())) {
                return TrafficChangeCommand.run(
                        session,
                        state,
                        context -> Traffic.start(moves, request, attached, context),
                        gate.program(),
                        Shape.DEPLOY,
                        dryRun);
            }
        }
        try (StateFile state = operation.state(session, new Deploy().type())) {
            return run(session, state, context -> Deploy.start(request, attached, context), dryRun, rollbackFile);
        }
    }

    /** Runs a deploy from its beginning or from where it was stopped. */
    static Reply run(
            Session session,
            StateFile state,
            Function<OperationContext, DeployState> begin,
            boolean dryRun,
            Path rollbackFile) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Ending<DeployResult> ending =
                    new Driver(session, clusters).run(new Deploy(), state, begin, DeployCommand::resumable);
            if (rollbackFile != null && ending.result().before() != null && !ending.resumable()) {
                keep(session, rollbackFile, ending.result().before());
            }
            return Reports.deploy(session, state, ending, dryRun);
        }
    }

    /** The deploy is over, and its result matters more than this. */
    private static void keep(Session session, Path path, RollbackPoint point) {
        try {
            RollbackFile.write(path, point);
        } catch (ProblemException e) {
            e.problems().forEach(session::warn);
        }
    }

    /** A rollback has taken back what the state says was done, and a dry run has done nothing. */
    private static boolean resumable(DeployState stopped, DeployResult result) {
        DeployOptions options = stopped.request().options();
        return result.status() == Status.CANCELLED && !options.rollbackOnFailure() && !options.dryRun();
    }
}
