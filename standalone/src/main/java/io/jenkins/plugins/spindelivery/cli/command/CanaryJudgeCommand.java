package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.CanaryFiles;
import io.jenkins.plugins.spindelivery.cli.output.JudgeReport;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.CanaryJudge;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin canary judge}. */
@Command(
        name = "judge",
        description = "Judge a canary by measurements that are there already, as Kayenta does. Nothing is asked or"
                + " changed anywhere.",
        footer = {
            "",
            "Exit codes: 0 judged, whatever the verdict, 2 wrong input; with --exit-code 1 for Fail and 4 for Marginal."
        })
public final class CanaryJudgeCommand extends SpinCommand {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            order = 10,
            description = "A canary configuration of Kayenta, JSON or YAML; - for standard input.")
    private String config;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            required = true,
            order = 11,
            description =
                    "The measurements as JSON: {\"metrics\": {NAME: {\"control\": [...], \"experiment\": [...]}}},"
                            + " null for a missing point; - for standard input.")
    private String metrics;

    @Option(
            names = "--exit-code",
            order = 12,
            description = "Tell the verdict by the exit code: 0 Pass, 1 Fail, 4 Marginal.")
    private boolean exitCode;

    @Override
    public Shape shape() {
        return Shape.CANARY_JUDGE;
    }

    @Override
    protected Reply execute(Session session) {
        CanaryFiles files = new CanaryFiles(session.console().in(), config, metrics);
        CanaryConfig judged = files.config();
        Map<String, SeriesPair> series = files.metrics();
        JudgeResult result =
                CanaryJudge.judge(judged, series, judged.thresholds().orElse(ScoreThresholds.DEFAULT));
        CanaryJudge.warnings(judged, series, result).forEach(session::warn);
        JudgeReport report = new JudgeReport(result);
        return new Reply(exitCode(result.verdict()), report.json(), () -> report.print(session.console()));
    }

    private int exitCode(Verdict verdict) {
        if (!exitCode) {
            return ExitCode.DONE;
        }
        return switch (verdict) {
            case PASS -> ExitCode.DONE;
            case MARGINAL -> ExitCode.NOT_STABLE;
            case FAIL -> ExitCode.FAILED;
        };
    }
}
