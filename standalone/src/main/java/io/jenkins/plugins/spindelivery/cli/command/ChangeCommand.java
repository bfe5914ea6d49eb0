package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes live objects, one request for each. */
abstract class ChangeCommand extends SpinCommand {
    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            order = 10,
            description = "The kind, such as Deployment or deploy. Can be repeated.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", order = 11, description = "The object's name.")
    private String name;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            order = 12,
            description = "All objects with these labels, such as app=web,tier!=cache. An empty one is refused.")
    private String selector;

    @Mixin
    private TargetFlags version;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            order = 40,
            description = "Where the objects are; without it the context's namespace.")
    private String namespace;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private OperationFlags operation;

    /**
     * What to do to each object.
     *
     * @return the change
     * @throws ProblemException when the flags say nothing clear
     */
    abstract Change change();

    /** Whether to wait until the objects are stable. */
    abstract boolean awaits();

    /** Whether it is refused to scale the last pods that get a Service's requests away. */
    boolean guardsTraffic() {
        return false;
    }

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
                kinds, name, selector, namespace, version.criterion(), version.cluster(), version.application());
        List<Problem> unclear = TargetFinder.check(target);
        if (!unclear.isEmpty()) {
            throw new ProblemException(Category.INPUT, unclear);
        }
        Change change = change();
        String account = cluster.account(session).id();
        RolloutRequest request = new RolloutRequest(
                        account, target, change, awaits(), operation.timeout().toSeconds())
                .withTrafficGuard(guardsTraffic());
        try (StateFile state = operation.state(session, new RolloutChange().type())) {
            return run(session, state, context -> RolloutChange.start(request, context));
        }
    }

    /** Runs a change from its beginning or from where it was stopped. */
    static Reply run(Session session, StateFile state, Function<OperationContext, RolloutState> begin) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Ending<RolloutResult> ending = new Driver(session, clusters)
                    .run(new RolloutChange(), state, begin, (stopped, result) -> result.status() == Status.CANCELLED);
            return Reports.rollout(session, state, ending);
        }
    }
}
