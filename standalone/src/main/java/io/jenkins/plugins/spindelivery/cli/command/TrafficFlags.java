package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficStrategy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a deploy does with traffic. */
final class TrafficFlags {
    @Option(
            names = "--service",
            paramLabel = "NAME",
            order = 56,
            description = "Attach new ReplicaSets to this Service. Can be repeated.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = "--no-traffic",
            order = 57,
            description = "New ReplicaSets get no requests until \"spin traffic enable\".")
    private boolean dark;

    @Option(
            names = "--traffic-strategy",
            paramLabel = "STRATEGY",
            defaultValue = "none",
            completionCandidates = Strategies.class,
            order = 58,
            description =
                    "What becomes of the older ReplicaSets: none, redBlack (they stay without requests), highlander"
                            + " (they are deleted) or rollingRedBlack (by percentages).")
    private String strategy;

    @Mixin
    private RollingFlags rolling;

    @Option(
            names = "--ignore-traffic-guard",
            order = 59,
            description = "Also take away the last pods that get requests.")
    private boolean ignoreGuard;

    /** The words for completion. */
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TrafficStrategy.values())
                    .map(TrafficStrategy::word)
                    .iterator();
        }
    }

    /**
     * The options.
     *
     * @param check whether a program runs at each step
     * @param deploy how the deploy behaves
     * @return what to do
     * @throws ProblemException when the flags contradict each other
     */
    TrafficOptions options(boolean check, DeployOptions deploy) {
        TrafficStrategy chosen = TrafficStrategy.of(strategy)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("cli.traffic-strategy", "--traffic-strategy", strategy)));
        TrafficOptions options = new TrafficOptions(
                services, !dark, chosen, rolling.percentages(), rolling.pauseSeconds(), check, ignoreGuard);
        List<Problem> problems = options.problems(deploy);
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return options;
    }
}
