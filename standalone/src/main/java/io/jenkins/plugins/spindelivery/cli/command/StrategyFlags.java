package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.StrategyOptions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What becomes of the older server groups of a cluster. */
final class StrategyFlags {
    @Option(
            names = "--strategy",
            paramLabel = "STRATEGY",
            defaultValue = "none",
            completionCandidates = Strategies.class,
            order = 50,
            description =
                    "What becomes of the older server groups: none, redBlack (they are disabled), highlander (they"
                            + " are destroyed), rollingRedBlack (by percentages); or refresh: the newest one's instances are"
                            + " replaced in place.")
    private String strategy;

    @Option(
            names = "--max-remaining",
            paramLabel = "N",
            defaultValue = "0",
            order = 51,
            description = "redBlack: destroy the oldest ones that were disabled before, so that this many remain.")
    private int maxRemaining;

    @Option(names = "--scale-down", order = 52, description = "Scale those that were disabled down to no instance.")
    private boolean scaleDown;

    @Option(
            names = "--delay-before-cleanup",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 53,
            description = "How long the new one serves beside the older ones before these are touched.")
    private Duration cleanup;

    @Option(
            names = "--delay-before-scale-down",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 54,
            description = "How long those that were disabled keep their instances.")
    private Duration scaling;

    @Mixin
    private RollingFlags rolling;

    @Option(
            names = "--ignore-traffic-guard",
            order = 57,
            description = "Also take away the last instances that are up.")
    private boolean ignoreGuard;

    @Option(
            names = "--guard-ratio",
            paramLabel = "RATIO",
            defaultValue = "0",
            order = 58,
            description = "The part of the cluster's instances that has to stay up, from 0 (at least one) to less than"
                    + " 0.5.")
    private double ratio;

    /** The words for completion. */
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(DeployStrategy.values())
                    .map(DeployStrategy::word)
                    .iterator();
        }
    }

    /**
     * The options.
     *
     * @param check whether a program runs at each step
     * @return as the flags have them
     * @throws ProblemException for a word that is no strategy
     */
    StrategyOptions options(boolean check) {
        DeployStrategy chosen = DeployStrategy.of(strategy)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("aws.deploy-strategy", "--strategy", strategy)));
        return new StrategyOptions(
                chosen,
                maxRemaining,
                scaleDown,
                seconds(cleanup),
                seconds(scaling),
                rolling.percentages(),
                rolling.pauseSeconds(),
                check,
                ratio,
                ignoreGuard);
    }

    private static long seconds(Duration duration) {
        return duration == null ? 0 : duration.toSeconds();
    }
}
