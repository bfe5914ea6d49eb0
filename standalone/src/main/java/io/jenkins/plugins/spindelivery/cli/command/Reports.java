package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.CanaryReport;
import io.jenkins.plugins.spindelivery.cli.output.OperationReport;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutResult;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

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
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
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
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
        return reply(session, report, ExitCode.of(result.status(), result.category()));
    }

    static Reply canary(Session session, Ending<CanaryResult> ending) {
        CanaryResult result = ending.result();
        CanaryReport report = new CanaryReport(result, session.warningsAnd(result.warnings()));
        return new Reply(
                ExitCode.of(result.status(), result.category()),
                report.json(),
                () -> report.print(session.console(), session.diagnostics()));
    }

    static Reply rollout(Session session, StateFile state, Ending<RolloutResult> ending) {
        RolloutResult result = ending.result();
        OperationReport report = new OperationReport(
                Shape.ROLLOUT,
                result.status().word(),
                false,
                result.objects(),
                List.of(),
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
        return reply(session, report, ExitCode.of(result.status(), result.category()));
    }

    static Reply rollback(Session session, StateFile state, Ending<DeployResult> ending) {
        DeployResult result = ending.result();
        OperationReport report = new OperationReport(
                Shape.ROLLBACK,
                result.status().word(),
                false,
                result.objects(),
                List.of(),
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
        return reply(session, report, ExitCode.of(result.status(), result.category()));
    }

    static Reply traffic(Session session, StateFile state, Ending<DeployResult> ending) {
        DeployResult result = ending.result();
        OperationReport report = new OperationReport(
                Shape.ROLLOUT,
                result.status().word(),
                false,
                result.objects(),
                List.of(),
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
        return reply(session, report, ExitCode.of(result.status(), result.category()));
    }

    static Reply runJob(Session session, StateFile state, Ending<RunJobResult> ending) {
        RunJobResult result = ending.result();
        OperationReport report = new OperationReport(
                Shape.RUN_JOB,
                result.status().word(),
                false,
                result.objects(),
                List.of(),
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = report.json();
        result.containers().forEach(each -> ((ArrayNode) json.get("containers"))
                .addObject()
                .put("pod", each.pod())
                .put("container", each.container())
                .put("exitCode", each.exitCode())
                .put("reason", each.reason()));
        result.log().forEach(((ArrayNode) json.get("log"))::add);
        json.set("outputs", mapper.valueToTree(result.outputs()));
        return new Reply(ExitCode.of(result.status(), result.category()), json, () -> {
            report.print(session.console(), session.diagnostics());
            result.outputs()
                    .forEach((key, value) -> session.console().out().println(PlainText.oneLine(key + "=" + value)));
        });
    }

    private static Reply reply(Session session, OperationReport report, int exitCode) {
        return new Reply(exitCode, report.json(), () -> report.print(session.console(), session.diagnostics()));
    }

    private static Optional<Problem> goingOn(StateFile state, Ending<?> ending) {
        String path = state.path().toString();
        return ending.resumable() ? Optional.of(Problem.of("cli.resumable", path, path)) : Optional.empty();
    }
}
