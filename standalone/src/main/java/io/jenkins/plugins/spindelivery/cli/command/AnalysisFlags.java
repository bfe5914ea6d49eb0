package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.run.MetricConnections;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a canary is measured and judged. */
final class AnalysisFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--metric-source",
            paramLabel = "[NAME=]TYPE[,URL][,KEY=VALUE...]",
            order = 32,
            description = "Where metrics come from: prometheus or json, its address, and token-env, token-file, user"
                    + " with password-env or password-file, ca-file, limit or timeout; or cloudWatch with profile, region,"
                    + " role-arn, external-id or endpoint-url.")
    private String source;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 32,
            description = "From one judgment to the next; without it there is one, at the end.")
    private Duration interval;

    @Option(
            names = "--lookback",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 33,
            description = "How far back each judgment looks; without it back to the beginning.")
    private Duration lookback;

    @Option(
            names = "--baseline-offset",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 34,
            description = "How much earlier the baseline is measured.")
    private Duration baselineOffset;

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationFlag.class,
            order = 35,
            description = "From one point of a metric to the next (default: ${DEFAULT-VALUE}).")
    private Duration step;

    @Option(
            names = "--pass",
            paramLabel = "SCORE",
            order = 36,
            description =
                    "From which score on the canary passes, 0 to 100; without it as the configuration says, or 75.")
    private Double pass;

    @Option(
            names = "--marginal",
            paramLabel = "SCORE",
            order = 37,
            description =
                    "Up to which score the canary is stopped at once; without it as the configuration says, or 50.")
    private Double marginal;

    @Option(
            names = "--control",
            paramLabel = "SCOPE",
            defaultValue = "",
            order = 38,
            description = "What the baseline's metrics are known by, $${scope} in queries; without it its workload's"
                    + " name.")
    private String control;

    @Option(
            names = "--control-location",
            paramLabel = "LOCATION",
            defaultValue = "",
            order = 38,
            description = "Where the baseline is, $${location} in queries; without it its namespace.")
    private String controlLocation;

    @Option(
            names = "--experiment",
            paramLabel = "SCOPE",
            defaultValue = "",
            order = 39,
            description = "What the canary's metrics are known by; without it its workload's name.")
    private String experiment;

    @Option(
            names = "--experiment-location",
            paramLabel = "LOCATION",
            defaultValue = "",
            order = 39,
            description = "Where the canary is; without it its namespace.")
    private String experimentLocation;

    @Option(
            names = "--scope-param",
            paramLabel = "NAME=VALUE",
            order = 39,
            description = "A further variable for queries. Can be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    /**
     * The flags as the engine's request.
     *
     * @param warmup how long to wait before measuring; {@code null} for not at all
     * @param start for the past: from when; {@code null} for what is to come
     * @param end for the past: until when
     * @return how the canary is judged
     * @throws ProblemException when there is no metric source, or it can't be used
     */
    Analysis analysis(Duration warmup, Instant start, Instant end) {
        if (source == null) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.missing", "", "--metric-source"));
        }
        Scope scope = new Scope(control, controlLocation, experiment, experimentLocation, parameters);
        return new Analysis(
                MetricConnections.name(source),
                Map.of(Analysis.DEFAULT_SCOPE, scope),
                thresholds(),
                seconds(interval),
                seconds(lookback),
                seconds(warmup),
                seconds(baselineOffset),
                seconds(step),
                start == null ? null : start.toEpochMilli(),
                end == null ? null : end.toEpochMilli());
    }

    /** One of them alone would silently change what the other means. */
    private ScoreThresholds thresholds() {
        if ((pass == null) != (marginal == null)) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.canary-thresholds", ""));
        }
        return pass == null ? null : new ScoreThresholds(pass, marginal);
    }

    /** Whether any of it was given, so that a configuration must have been forgotten. */
    boolean isGiven() {
        return command.commandLine().getParseResult().matchedOptions().stream()
                .anyMatch(option ->
                        option.userObject() instanceof Field field && field.getDeclaringClass() == AnalysisFlags.class);
    }

    private static long seconds(Duration duration) {
        return duration == null ? 0 : duration.toSeconds();
    }
}
