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
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollback;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spin rollback}. */
@Command(
        name = "rollback",
        description = "Take a whole deploy back to what was there before it, on the cluster to which it went.")
public final class RollbackCommand extends SpinCommand {
    @Parameters(
            arity = "1",
            paramLabel = "ROLLBACK-FILE",
            descriptionKey = "rollback-point",
            description = "The file of \"spin deploy --rollback-file\".")
    private Path path;

    @Option(
            names = "--force",
            order = 50,
            description = "Put objects back as well that somebody has changed since the deploy.")
    private boolean force;

    @Option(names = "--no-wait", order = 56, description = "End when everything is put back.")
    private boolean noWait;

    @Mixin
    private OperationFlags operation;

    @Override
    public Shape shape() {
        return Shape.ROLLBACK;
    }

    @Override
    protected Reply execute(Session session) {
        RollbackPoint point = RollbackFile.read(path);
        DeployRollbackRequest request = new DeployRollbackRequest(
                point.account(), force, !noWait, operation.timeout().toSeconds());
        try (StateFile state = operation.state(session, new DeployRollback().type())) {
            return run(session, state, context -> DeployRollback.start(request, point, context));
        }
    }

    /** Runs a rollback from its beginning or from where it was stopped. */
    static Reply run(Session session, StateFile state, Function<OperationContext, DeployRollbackState> begin) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            // What is stopped puts everything back all the same, so there is nothing to go on with.
            Ending<DeployResult> ending =
                    new Driver(session, clusters).run(new DeployRollback(), state, begin, (stopped, result) -> false);
            return Reports.rollback(session, state, ending);
        }
    }
}
