package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficGuard;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a strategy goes about it.
 *
 * @param strategy which
 * @param maxRemaining how many server groups of the cluster red/black leaves, the new one included; the oldest disabled
 *     ones beyond that are destroyed. 0 for all
 * @param scaleDown whether those that were disabled are scaled down to no instance
 * @param delayBeforeCleanup how long after the new one is up before older ones are touched, in seconds
 * @param delayBeforeScaleDown how long after they were disabled before they are scaled down, in seconds
 * @param targetPercentages the steps of a rolling red/black, each from 1 to 99; 100 follows by itself
 * @param pause how long each of these steps lasts at least, in seconds
 * @param check whether something runs at each of these steps, see
 *     {@link io.jenkins.plugins.spindelivery.engine.operation.GatedOperation}
 * @param guardRatio how much of the cluster's instances that are up must stay so at least, from 0 to less than 0.5
 * @param ignoreGuard whether the last instances that are up may be taken away
 */
public record StrategyOptions(
        @JsonProperty("strategy") DeployStrategy strategy,
        @JsonProperty("maxRemaining") int maxRemaining,
        @JsonProperty("scaleDown") boolean scaleDown,
        @JsonProperty("delayBeforeCleanup") long delayBeforeCleanup,
        @JsonProperty("delayBeforeScaleDown") long delayBeforeScaleDown,
        @JsonProperty("targetPercentages") List<Integer> targetPercentages,
        @JsonProperty("pause") long pause,
        @JsonProperty("check") boolean check,
        @JsonProperty("guardRatio") double guardRatio,
        @JsonProperty("ignoreGuard") boolean ignoreGuard) {
    private static final int HUNDRED = 100;

    public StrategyOptions {
        Objects.requireNonNull(strategy, "strategy");
        targetPercentages = targetPercentages == null ? List.of() : List.copyOf(targetPercentages);
    }

    /**
     * A strategy with all defaults.
     *
     * @param strategy which
     * @return it waits for nothing, keeps all server groups as they are, and guards the traffic
     */
    public static StrategyOptions of(DeployStrategy strategy) {
        return new StrategyOptions(strategy, 0, false, 0, 0, List.of(), 0, false, 0, false);
    }

    boolean rolling() {
        return strategy == DeployStrategy.ROLLING_RED_BLACK;
    }

    /** The percentage of a rolling red/black's step, counted from 0; 100 after the last that was given. */
    int percentage(int step) {
        return step < targetPercentages.size() ? targetPercentages.get(step) : HUNDRED;
    }

    boolean isLast(int step) {
        return step >= targetPercentages.size();
    }

    /**
     * What is wrong with the words alone.
     *
     * @return empty when nothing is
     */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        boolean disables = strategy == DeployStrategy.RED_BLACK || rolling();
        if (maxRemaining < 0 || (maxRemaining > 0 && strategy != DeployStrategy.RED_BLACK)) {
            problems.add(Problem.of("aws.deploy-option-useless", "", "maxRemaining", strategy.word(), "redBlack"));
        }
        if ((scaleDown || delayBeforeScaleDown > 0) && !disables) {
            problems.add(Problem.of(
                    "aws.deploy-option-useless", "", "scaleDown", strategy.word(), "redBlack, rollingRedBlack"));
        }
        if (delayBeforeCleanup > 0 && strategy != DeployStrategy.RED_BLACK && strategy != DeployStrategy.HIGHLANDER) {
            problems.add(Problem.of(
                    "aws.deploy-option-useless", "", "delayBeforeCleanup", strategy.word(), "redBlack, highlander"));
        }
        if ((!targetPercentages.isEmpty() || pause > 0 || check) && !rolling()) {
            problems.add(Problem.of(
                    "aws.deploy-option-useless", "", "targetPercentages", strategy.word(), "rollingRedBlack"));
        }
        int before = 0;
        for (int percentage : targetPercentages) {
            if (percentage <= before || percentage >= HUNDRED) {
                problems.add(Problem.of("aws.deploy-percentages", "", targetPercentages));
                break;
            }
            before = percentage;
        }
        if (!(guardRatio >= 0 && guardRatio < TrafficGuard.RATIO_LIMIT)) {
            problems.add(Problem.of("aws.traffic-guard-range", "", guardRatio));
        }
        return problems;
    }
}
