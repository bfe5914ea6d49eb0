package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.GateProgram;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Services;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that lets ReplicaSets in or takes them out. */
abstract class TrafficChangeCommand extends SpinCommand {
    private static final List<String> KINDS = List.of("ReplicaSet");

    @Option(names = "--name", paramLabel = "NAME", order = 11, description = "The ReplicaSet's name.")
    private String name;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            order = 12,
            description = "All ReplicaSets with these labels, such as app=web,tier!=cache. An empty one is refused.")
    private String selector;

    @Mixin
    private TargetFlags version;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            order = 40,
            description = "Where the ReplicaSets are; without it the context's namespace.")
    private String namespace;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            order = 50,
            description = "The Service. Can be repeated; without it those of the annotation"
                    + " traffic.spinnaker.io/load-balancers.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--no-wait", order = 56, description = "End when the labels are changed.")
    private boolean noWait;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private OperationFlags operation;

    /**
     * What to do.
     *
     * @throws ProblemException when the flags say nothing clear
     */
    abstract TrafficRequest request(
            String account, Target target, List<String> services, boolean await, Duration timeout);

    @Override
    public Shape shape() {
        return Shape.ROLLOUT;
    }

    @Override
    protected Reply execute(Session session) {
        if (selector != null && selector.isBlank()) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.delete-empty-selector", ""));
        }
        Target target = new Target(
                KINDS, name, selector, namespace, version.criterion(), version.cluster(), version.application());
        List<Problem> unclear = TargetFinder.check(target);
        if (!unclear.isEmpty()) {
            throw new ProblemException(Category.INPUT, unclear);
        }
        List<String> full = Services.full(services);
        String account = cluster.account(session).id();
        TrafficRequest request = request(account, target, full, !noWait, operation.timeout());
        try (StateFile state = operation.state(session, new Traffic().type())) {
            return run(
                    session, state, context -> Traffic.start(request, context), Optional.empty(), Shape.ROLLOUT, false);
        }
    }

    /** Moves traffic from the beginning or from where that was stopped. */
    static Reply run(
            Session session,
            StateFile state,
            Function<OperationContext, TrafficState> begin,
            Optional<GateProgram> program,
            Shape shape,
            boolean dryRun) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Ending<DeployResult> ending = new Driver(session, clusters)
                    .run(new Traffic(), state, begin, TrafficChangeCommand::resumable, program);
            return shape == Shape.DEPLOY
                    ? Reports.deploy(session, state, ending, dryRun)
                    : Reports.traffic(session, state, ending);
        }
    }

    /** What was taken back has to begin anew. */
    private static boolean resumable(TrafficState stopped, DeployResult result) {
        return result.status() == Status.CANCELLED && !stopped.request().takeBack();
    }
}
