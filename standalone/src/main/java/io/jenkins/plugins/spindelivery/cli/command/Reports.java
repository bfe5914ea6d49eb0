package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.OperationReport;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Makes replies of operations' results. */
final class Reports {
    private Reports() {}

    static Reply deploy(Session session, StateFile state, Ending<DeployResult> ending, boolean dryRun) {
        DeployResult result = ending.result();
        OperationReport report = new OperationReport(
                Shape.DEPLOY,
                result.status().word(),
                dryRun,
                result.objects(),
                result.artifacts(),
                warnings(session, result.warnings(), state, ending.resumable()),
                result.errors(),
                result.durationMillis());
        return reply(session, report, ExitCode.of(result.status(), result.category()));
    }

    static Reply delete(Session session, StateFile state, Ending<DeleteResult> ending, boolean dryRun) {
        DeleteResult result = ending.result();
        OperationReport report = new OperationReport(
                Shape.DELETE,
                result.status().word(),
                dryRun,
                result.objects(),
                List.of(),
                warnings(session, result.warnings(), state, ending.resumable()),
                result.errors(),
                result.durationMillis());
        return reply(session, report, ExitCode.of(result.status(), result.category()));
    }

    private static Reply reply(Session session, OperationReport report, int exitCode) {
        return new Reply(exitCode, report.json(), () -> report.print(session.console(), session.diagnostics()));
    }

    /** Says as a warning how stopped work goes on: programs find the state's path in its place. */
    private static List<Problem> warnings(Session session, List<Problem> own, StateFile state, boolean resumable) {
        List<Problem> warnings = new ArrayList<>(session.warningsAnd(own));
        if (resumable) {
            String path = state.path().toString();
            warnings.add(Problem.of("cli.resumable", path, path));
        }
        return warnings;
    }
}
