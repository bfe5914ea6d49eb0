package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.RollbackFile;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.aws.AwsOperations;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollback;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJob;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spin resume}. */
@Command(name = "resume", description = "Go on with work that was stopped, on the cluster on which it began.")
public final class ResumeCommand extends SpinCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "STATE-FILE",
            descriptionKey = "state-file",
            description = "The file of --state, or the one that the stopped command named. Without it the unfinished"
                    + " work is listed.")
    private Path path;

    @Option(
            names = "--rollback-file",
            paramLabel = "FILE",
            order = 57,
            description =
                    "For a deploy: write what \"spin rollback\" needs to put back what was there before. It may hold"
                            + " Secrets, so only you can read it.")
    private Path rollbackFile;

    @Mixin
    private GateFlags gate;

    @Mixin
    private ReportFlag report;

    @Override
    public Shape shape() {
        // Until the file is read; wrong usage has to have some shape.
        return Shape.DEPLOY;
    }

    @Override
    protected Reply execute(Session session) {
        RollbackFile.check(rollbackFile);
        if (path == null) {
            throw new ProblemException(Category.INPUT, unfinished(session));
        }
        try (StateFile state = StateFile.open(path)) {
            Saved saved = state.file().load();
            return switch (saved.type()) {
                case "deploy" -> deploy(session, state, saved);
                case "delete" -> delete(session, state, saved);
                case "canary" -> canary(session, state, saved);
                case "rollout" -> rollout(session, state, saved);
                case "rollback" -> rollback(session, state, saved);
                case "traffic" -> traffic(session, state, saved);
                case "runJob" -> runJob(session, state, saved);
                default -> aws(session, state, saved);
            };
        }
    }

    private Reply deploy(Session session, StateFile state, Saved saved) {
        DeployState stopped = state.file().state(new Deploy(), saved);
        return DeployCommand.run(
                session,
                state,
                context -> new Deploy().resume(stopped, context.clock()),
                stopped.request().options().dryRun(),
                rollbackFile);
    }

    private static Reply delete(Session session, StateFile state, Saved saved) {
        session.becomes(Shape.DELETE);
        DeleteState stopped = state.file().state(new Delete(), saved);
        return DeleteCommand.run(
                session,
                state,
                context -> new Delete().resume(stopped, context.clock()),
                stopped.request().dryRun());
    }

    private Reply canary(Session session, StateFile state, Saved saved) {
        session.becomes(Shape.CANARY);
        CanaryState stopped = state.file().state(new Canary(), saved);
        return CanaryRunCommand.run(
                session, state, context -> new Canary().resume(stopped, context.clock()), gate.program(), report);
    }

    private static Reply rollout(Session session, StateFile state, Saved saved) {
        session.becomes(Shape.ROLLOUT);
        RolloutState stopped = state.file().state(new RolloutChange(), saved);
        return ChangeCommand.run(session, state, context -> new RolloutChange().resume(stopped, context.clock()));
    }

    private static Reply rollback(Session session, StateFile state, Saved saved) {
        session.becomes(Shape.ROLLBACK);
        DeployRollbackState stopped = state.file().state(new DeployRollback(), saved);
        return RollbackCommand.run(session, state, context -> new DeployRollback().resume(stopped, context.clock()));
    }

    private Reply traffic(Session session, StateFile state, Saved saved) {
        TrafficState stopped = state.file().state(new Traffic(), saved);
        boolean deploys = stopped.request().task() == TrafficRequest.Task.DEPLOY;
        Shape shape = deploys ? Shape.DEPLOY : Shape.ROLLOUT;
        session.becomes(shape);
        return TrafficChangeCommand.run(
                session,
                state,
                context -> new Traffic().resume(stopped, context.clock()),
                gate.program(),
                shape,
                stopped.deploy() != null && stopped.deploy().request().options().dryRun());
    }

    private static Reply runJob(Session session, StateFile state, Saved saved) {
        session.becomes(Shape.RUN_JOB);
        RunJobState stopped = state.file().state(new RunJob(), saved);
        return RunJobCommand.run(session, state, context -> new RunJob().resume(stopped, context.clock()));
    }

    private Reply aws(Session session, StateFile state, Saved saved) {
        AwsOperation<?> operation = AwsOperations.of(saved.type())
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("cli.resume-type", path.toString(), saved.type())));
        session.becomes(Shape.AWS);
        return aws(session, state, saved, operation);
    }

    private <S extends AwsState<S>> Reply aws(
            Session session, StateFile state, Saved saved, AwsOperation<S> operation) {
        S stopped = state.file().state(operation, saved);
        return AwsCommand.run(
                session,
                state,
                operation,
                context -> operation.resume(stopped, context.clock()),
                false,
                gate.program());
    }

    private static Problem unfinished(Session session) {
        List<Path> files = StateFile.unfinished(session.console().env());
        return files.isEmpty()
                ? Problem.of("cli.resume-none", "")
                : Problem.of(
                        "cli.resume-which",
                        "",
                        files.stream().map(Path::toString).collect(Collectors.joining("\n")));
    }
}
