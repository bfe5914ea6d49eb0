package io.jenkins.plugins.spindelivery.delivery;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryReport;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryReport.Fact;
import io.jenkins.plugins.spindelivery.engine.canary.report.ReportHtml;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;

/** Reports of canaries: made for whoever asks, and archived with the build. */
public final class CanaryReports {
    private static final Logger LOGGER = Logger.getLogger(CanaryReports.class.getName());

    private CanaryReports() {}

    /**
     * The report of a canary as it is now.
     *
     * @param run its build
     * @param stage what is known of it
     * @param history its judgments
     * @param locale in which language
     * @return one HTML file
     */
    public static String html(Run<?, ?> run, StageRecord stage, CanaryHistory history, Locale locale) {
        Words words = (code, arguments) ->
                Problem.of("delivery.report-" + code, "", arguments).message(locale);
        List<Fact> facts = new ArrayList<>();
        add(facts, words.of("build"), run.getFullDisplayName());
        add(facts, words.of("account"), stage.account());
        for (String name : List.of("namespace", "name", "baseline")) {
            add(facts, words.of(name), value(stage, name));
        }
        add(facts, words.of("began"), time(stage.startMillis(), locale));
        add(facts, words.of("ended"), stage.endMillis() == 0 ? "" : time(stage.endMillis(), locale));
        CanaryReport report = new CanaryReport(
                words.of("title", name(stage)), facts, history, verdict(stage, history), stage.errors());
        return ReportHtml.of(report, locale);
    }

    /** Words in one language. */
    @FunctionalInterface
    private interface Words {
        String of(String code, Object... arguments);
    }

    private static void add(List<Fact> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new Fact(name, value));
        }
    }

    private static String time(long millis, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneId.systemDefault())
                .format(Instant.ofEpochMilli(millis));
    }

    private static String value(StageRecord stage, String name) {
        Object value = stage.value() instanceof Map<?, ?> map ? map.get(name) : null;
        return value == null ? "" : value.toString();
    }

    /** What it is called, as soon as that is known. */
    private static String name(StageRecord stage) {
        String name = value(stage, "name");
        return name.isEmpty() ? stage.subject() : name;
    }

    /**
     * What was decided, or would be by the last judgment.
     *
     * @param stage what is known of a canary
     * @param history its judgments
     * @return {@code null} when nothing was judged
     */
    public static Verdict verdict(StageRecord stage, CanaryHistory history) {
        String word = value(stage, "verdict");
        Optional<Verdict> decided = Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.word().equals(word))
                .findFirst();
        return decided.orElse(history.verdict());
    }

    /**
     * Archives a canary's report with its build, in the language of this process. That it can't be is no failure of the
     * delivery: the Delivery page makes the same report as long as the build is kept.
     *
     * @param run the build
     * @param folder the stage's folder
     * @param listener is told where it is, or why it is not
     */
    static void archive(Run<?, ?> run, StageFolder folder, TaskListener listener) {
        Optional<CanaryHistory> history = folder.canary();
        Optional<StageRecord> stage = folder.read();
        if (history.isEmpty() || stage.isEmpty()) {
            return;
        }
        try {
            String name = fileName(run, name(stage.get()));
            write(run, name, html(run, stage.get(), history.get(), Locale.getDefault()), listener);
            listener.getLogger()
                    .println("  "
                            + Problem.of("delivery.report-archived", "", name).message());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot archive the report of a canary of " + run);
            listener.getLogger()
                    .println("  "
                            + Problem.of("delivery.report-not-archived", "", String.valueOf(e.getMessage()))
                                    .message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Archives a file with its build. */
    static void write(Run<?, ?> run, String name, String html, TaskListener listener)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("spin-report");
        try {
            Files.writeString(folder.resolve(name), html, StandardCharsets.UTF_8);
            run.pickArtifactManager()
                    .archive(
                            new FilePath(folder.toFile()),
                            new Launcher.LocalLauncher(listener),
                            new Log(listener),
                            Map.of(name, name));
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    /** One that no other canary of the build has. */
    private static String fileName(Run<?, ?> run, String canary) throws IOException {
        String plain = canary.replaceAll("[^A-Za-z0-9._-]+", "-");
        String base = "canary" + (plain.isEmpty() ? "" : "-" + plain.substring(0, Math.min(60, plain.length())));
        String name = base + ".html";
        for (int i = 2; run.getArtifactManager().root().child(name).exists(); i++) {
            name = base + "-" + i + ".html";
        }
        return name;
    }

    /** What artifact managers write to. */
    private static final class Log implements BuildListener {
        private static final long serialVersionUID = 1L;

        private final TaskListener listener;

        Log(TaskListener listener) {
            this.listener = listener;
        }

        @Override
        public PrintStream getLogger() {
            return listener.getLogger();
        }
    }
}
