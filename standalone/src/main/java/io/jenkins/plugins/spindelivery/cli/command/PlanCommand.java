package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.PlanReport;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlanResult;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spin plan}. */
@Command(
        name = "plan",
        description = "Show what a deploy would change, as a diff. Nothing is changed; Secret values are not shown.")
public final class PlanCommand extends SpinCommand {
    @Mixin
    private InputFlags input;

    @Mixin
    private PreparationFlags preparation;

    @Mixin
    private ChangeFlags changes;

    @Mixin
    private ClusterFlags cluster;

    @Override
    public Shape shape() {
        return Shape.PLAN;
    }

    @Override
    protected Reply execute(Session session) {
        List<Manifest> manifests = input.read(session);
        String account = cluster.account(session).id();
        DeployRequest request = new DeployRequest(account, preparation.options(account), changes.plan());
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            PlanResult result = new Driver(session, clusters).once(context -> Deploy.plan(request, manifests, context));
            return reply(session, result);
        }
    }

    private static Reply reply(Session session, PlanResult result) {
        PlanReport report = new PlanReport(result.changes(), session.warningsAnd(result.warnings()), result.errors());
        int exitCode = result.errors().isEmpty() ? ExitCode.DONE : ExitCode.refused(result.category());
        return new Reply(exitCode, report.json(), () -> report.print(session.console(), session.diagnostics()));
    }
}
