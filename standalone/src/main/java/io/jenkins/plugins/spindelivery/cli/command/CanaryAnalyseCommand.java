package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.CanaryConfigFile;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code spin canary analyse}. */
@Command(
        name = "analyse",
        description = "Measure and judge what ran in the past. Nothing is deployed or changed.",
        footer = {"", "Exit codes: 0 Pass, 1 Marginal, Fail or not measured, 2 refused, 130 interrupted."})
public final class CanaryAnalyseCommand extends SpinCommand {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            order = 10,
            description = "A canary configuration of Kayenta, JSON or YAML; - for standard input.")
    private String config;

    @Option(
            names = "--start",
            required = true,
            paramLabel = "TIME",
            converter = Time.class,
            order = 11,
            description = "From when, such as 2026-03-01T09:00:00Z.")
    private Instant start;

    @Option(
            names = "--end",
            required = true,
            paramLabel = "TIME",
            converter = Time.class,
            order = 12,
            description = "Until when.")
    private Instant end;

    @Mixin
    private AnalysisFlags analysis;

    @Mixin
    private OperationFlags operation;

    @Mixin
    private ReportFlag report;

    /** A moment as ISO 8601 has it, with its offset. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text.strip()).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        Problem.of("cli.time", "", text).message());
            }
        }
    }

    @Override
    public Shape shape() {
        return Shape.CANARY;
    }

    @Override
    protected Reply execute(Session session) {
        if (end.isAfter(Instant.now())) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.time-to-come", "--end", end.toString()));
        }
        ConfigFile file = CanaryConfigFile.read(config, session.console().in());
        CanaryRequest request =
                new CanaryRequest(null, 1, List.of(), "", null, null, analysis.analysis(null, start, end), 0, false);
        try (StateFile state = operation.state(session, new Canary().type())) {
            return CanaryRunCommand.run(
                    session,
                    state,
                    context -> Canary.start(request, List.of(), file, context),
                    Optional.empty(),
                    report);
        }
    }
}
