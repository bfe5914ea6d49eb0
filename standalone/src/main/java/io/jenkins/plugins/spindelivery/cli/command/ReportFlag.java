package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryReport;
import io.jenkins.plugins.spindelivery.engine.canary.report.ReportHtml;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where a canary's report goes; remembers the judgments until it is written. */
final class ReportFlag implements EventSink {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            order = 72,
            description = "Write scores and metrics as one HTML file, which needs nothing else to be read.")
    private Path file;

    private CanaryHistory history = CanaryHistory.EMPTY;

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof Event.CanaryJudged judged) {
            history = history.with(judged);
        }
    }

    /**
     * Writes the report, if one was asked for. What keeps it from being written is a warning: the canary is over.
     *
     * @param session for warnings
     * @param result what came of the canary
     */
    synchronized void write(Session session, CanaryResult result) {
        if (file == null) {
            return;
        }
        String title = result.name().isEmpty() ? "canary" : result.namespace() + "/" + result.name();
        CanaryReport report = new CanaryReport(title, List.of(), history, result.verdict(), result.errors());
        try {
            Files.writeString(file, ReportHtml.of(report, Locale.getDefault()));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            session.warn(Problem.of("cli.report-not-written", file.toString(), file, reason));
        }
    }
}
