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
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutResult;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/** Makes replies of operations' results. */
final class Reports {
    private Reports() {}

    static Reply deploy(Session session, StateFile state, Ending<DeployResult> ending, boolean dryRun) {
        return reply(
                session,
                report(
                        Shape.DEPLOY,
                        session,
                        state,
                        ending,
                        dryRun,
                        ending.result().artifacts()),
                ending);
    }

    static Reply delete(Session session, StateFile state, Ending<DeleteResult> ending, boolean dryRun) {
        return reply(session, report(Shape.DELETE, session, state, ending, dryRun, List.of()), ending);
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
        return reply(session, report(Shape.ROLLOUT, session, state, ending, false, List.of()), ending);
    }

    static Reply rollback(Session session, StateFile state, Ending<DeployResult> ending) {
        return reply(session, report(Shape.ROLLBACK, session, state, ending, false, List.of()), ending);
    }

    static Reply traffic(Session session, StateFile state, Ending<DeployResult> ending) {
        return reply(session, report(Shape.ROLLOUT, session, state, ending, false, List.of()), ending);
    }

    static Reply runJob(Session session, StateFile state, Ending<RunJobResult> ending) {
        RunJobResult result = ending.result();
        OperationReport report = report(Shape.RUN_JOB, session, state, ending, false, List.of());
        ObjectNode json = report.json();
        result.containers().forEach(each -> ((ArrayNode) json.get("containers"))
                .addObject()
                .put("pod", each.pod())
                .put("container", each.container())
                .put("exitCode", each.exitCode())
                .put("reason", each.reason()));
        result.log().forEach(((ArrayNode) json.get("log"))::add);
        json.set("outputs", new ObjectMapper().valueToTree(result.outputs()));
        return new Reply(ExitCode.of(result.status(), result.category()), json, () -> {
            report.print(session.console(), session.diagnostics());
            result.outputs()
                    .forEach((key, value) -> session.console().out().println(PlainText.oneLine(key + "=" + value)));
        });
    }

    /** Of any operation on AWS; what it puts out has the words of the contract already. */
    static Reply aws(Session session, StateFile state, Ending<AwsResult> ending, boolean dryRun) {
        OperationReport report = report(Shape.AWS, session, state, ending, dryRun, List.of());
        ObjectNode json = report.json();
        json.set("outputs", new ObjectMapper().valueToTree(ending.result().outputs()));
        return new Reply(
                ExitCode.of(ending.result().status(), ending.result().category()),
                json,
                () -> report.print(session.console(), session.diagnostics()));
    }

    private static OperationReport report(
            Shape shape,
            Session session,
            StateFile state,
            Ending<? extends ObjectsResult> ending,
            boolean dryRun,
            List<Artifact> artifacts) {
        ObjectsResult result = ending.result();
        return new OperationReport(
                shape,
                result.status().word(),
                dryRun,
                result.objects(),
                artifacts,
                session.warningsAnd(result.warnings()),
                result.errors(),
                result.durationMillis(),
                goingOn(state, ending));
    }

    private static Reply reply(Session session, OperationReport report, Ending<? extends ObjectsResult> ending) {
        return new Reply(
                ExitCode.of(ending.result().status(), ending.result().category()),
                report.json(),
                () -> report.print(session.console(), session.diagnostics()));
    }

    private static Optional<Problem> goingOn(StateFile state, Ending<?> ending) {
        String path = state.path().toString();
        return ending.resumable() ? Optional.of(Problem.of("cli.resumable", path, path)) : Optional.empty();
    }
}
