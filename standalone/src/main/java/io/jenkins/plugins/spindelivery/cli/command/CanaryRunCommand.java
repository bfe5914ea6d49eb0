package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.CanaryConfigFile;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.GateProgram;
import io.jenkins.plugins.spindelivery.cli.run.MetricConnections;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Baseline;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Route;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin canary run}. */
@Command(
        name = "run",
        description = "Run the next version beside the live one for a while, decide whether it is good, and remove it"
                + " whatever happens.",
        footer = {"", "Exit codes: 0 Pass, 1 Marginal, Fail or gone wrong, 2 refused, 3 no access, 130 interrupted."})
public final class CanaryRunCommand extends SpinCommand {
    @Mixin
    private InputFlags input;

    @Mixin
    private PreparationFlags preparation;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            order = 24,
            description = "A Service that sends requests to the canary, too. Can be repeated. Without it the labels in"
                    + " the manifest decide.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = "--replicas",
            paramLabel = "NUMBER",
            defaultValue = "1",
            order = 25,
            description = "How many pods the canary gets, and the baseline as well (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "",
            order = 26,
            description = "Run fresh pods of the live version beside the canary, to compare like with like: of the"
                    + " workload of this name, or of the manifest's.")
    private String baseline;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            defaultValue = "",
            order = 27,
            description =
                    "What the canary's objects are labelled with; without it spin-delivery.jenkins.io/canary=NAME.")
    private String label;

    @Option(
            names = "--route",
            paramLabel = "NAME",
            order = 28,
            description = "A Gateway API HTTPRoute that leads to the Service; the canary gets --weight of its traffic.")
    private String route;

    @Option(
            names = "--weight",
            paramLabel = "PERCENT",
            defaultValue = "10",
            order = 28,
            description = "The share of --route (default: ${DEFAULT-VALUE}).")
    private int weight;

    @Option(
            names = "--lifetime",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 29,
            description = "How long the canary is watched.")
    private Duration lifetime;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            order = 30,
            description = "A canary configuration of Kayenta, JSON or YAML; - for standard input. With it the canary is"
                    + " measured and judged.")
    private String config;

    @Mixin
    private AnalysisFlags analysis;

    @Option(
            names = "--warmup",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 32,
            description = "How long to wait before measuring begins.")
    private Duration warmup;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private GateFlags gate;

    @Mixin
    private OperationFlags operation;

    @Mixin
    private ReportFlag report;

    @Override
    public Shape shape() {
        return Shape.CANARY;
    }

    @Override
    protected Reply execute(Session session) {
        if (config == null && analysis.isGiven()) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.missing", "", "--config"));
        }
        List<Manifest> manifests = input.read(session);
        ConfigFile file = config == null
                ? ConfigFile.NONE
                : CanaryConfigFile.read(config, session.console().in());
        CanaryRequest request = request(cluster.account(session).id());
        try (StateFile state = operation.state(session, new Canary().type())) {
            return run(
                    session, state, context -> Canary.start(request, manifests, file, context), gate.program(), report);
        }
    }

    private CanaryRequest request(String account) {
        DeployOptions options = new DeployOptions(
                Check.FULL,
                false,
                false,
                false,
                true,
                true,
                false,
                operation.timeout().toSeconds());
        Analysis how = config == null ? null : analysis.analysis(warmup, null, null);
        return new CanaryRequest(
                new DeployRequest(account, preparation.options(account), options),
                replicas,
                services,
                label,
                baseline == null ? null : new Baseline(baseline),
                route == null ? null : new Route(route, weight),
                how,
                lifetime == null ? 0 : lifetime.toSeconds(),
                gate.program().isPresent());
    }

    /** Runs a canary from its beginning or from where a crash cut it off. What was stopped is gone, so it never resumes. */
    static Reply run(
            Session session,
            StateFile state,
            Function<OperationContext, CanaryState> begin,
            Optional<GateProgram> program,
            ReportFlag report) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Ending<CanaryResult> ending = new Driver(
                            session, clusters, new MetricConnections(session.console()), report)
                    .run(new Canary(), state, begin, (stopped, result) -> false, program);
            report.write(session, ending.result());
            return Reports.canary(session, ending);
        }
    }
}
