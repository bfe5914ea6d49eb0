package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJob;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin run-job}. */
@Command(name = "run-job", description = "Run a Job to its end, show its log, and take its outputs.")
public final class RunJobCommand extends SpinCommand {
    @Mixin
    private InputFlags input;

    @Mixin
    private ArtifactFlags artifacts;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            order = 40,
            description = "The namespace of a Job that names none.")
    private String namespace;

    @Option(
            names = "--outputs",
            paramLabel = "CONTAINER",
            defaultValue = "",
            order = 50,
            description = "Take outputs from this container's log: SPINNAKER_PROPERTY_KEY=value and"
                    + " SPINNAKER_CONFIG_JSON={...}. Without any the command fails.")
    private String outputs;

    @Option(
            names = "--cleanup",
            paramLabel = "stopped|always|never",
            completionCandidates = Cleanups.class,
            defaultValue = "stopped",
            order = 51,
            description =
                    "When the Job and its pods are deleted: when it is stopped, runs too long or is given up before its "
                            + "end (default), however it ends, or never.")
    private Cleanup cleanup;

    @Mixin
    private ClusterFlags cluster;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "2h",
            converter = DurationFlag.class,
            order = 70,
            description = "How long it may run, such as 30m, 90s, 1h30m, or plain seconds (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            order = 71,
            description = "Where the state is kept while the work runs, for \"spin resume\"; removed when it has ended."
                    + " Without it in a folder of your own. It may hold Secrets, so only you can read it.")
    private Path state;

    /** The words for completion. */
    static final class Cleanups implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Cleanup.values()).map(Cleanup::word).iterator();
        }
    }

    @Override
    public Shape shape() {
        return Shape.RUN_JOB;
    }

    @Override
    protected Reply execute(Session session) {
        List<Manifest> manifests = input.read(session);
        String account = cluster.account(session).id();
        DeployRequest deploy = new DeployRequest(account, preparation(account), DeployOptions.DEFAULT.withoutWaiting());
        RunJobRequest request = new RunJobRequest(deploy, outputs, cleanup, timeout.toSeconds());
        try (StateFile file = StateFile.create(
                state,
                new RunJob().type(),
                session.console().env(),
                session.console().clock())) {
            return run(session, file, context -> RunJob.start(request, manifests, context));
        }
    }

    private PreparationOptions preparation(String account) {
        return PreparationOptions.builder()
                .namespace(namespace)
                .optionalArtifacts(artifacts.optional())
                .requiredArtifacts(artifacts.required())
                .account(account)
                .build();
    }

    /** Runs a Job from its beginning or from where it was stopped. */
    static Reply run(Session session, StateFile state, Function<OperationContext, RunJobState> begin) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Ending<RunJobResult> ending =
                    new Driver(session, clusters).run(new RunJob(), state, begin, RunJobCommand::resumable);
            return Reports.runJob(session, state, ending);
        }
    }

    /** What is deleted when it is stopped can't go on. */
    private static boolean resumable(RunJobState stopped, RunJobResult result) {
        return result.status() == Status.CANCELLED && stopped.request().cleanup() == Cleanup.NEVER;
    }
}
