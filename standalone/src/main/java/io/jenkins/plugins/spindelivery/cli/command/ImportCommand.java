package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.PipelineFiles;
import io.jenkins.plugins.spindelivery.cli.output.ImportTable;
import io.jenkins.plugins.spindelivery.cli.output.OutputFolder;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport.Verdict;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.JenkinsfileWriter;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.JobDslWriter;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.JobNames;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.PipelineImport;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageTypes;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spin import}. */
@Command(
        name = "import",
        description = "Say what of Spinnaker's pipelines translates, what changes its meaning and what can't run here,"
                + " and write them as jobs or Jenkinsfiles. Nothing is asked or changed anywhere else.",
        footer = {"", "Exit codes: 0 everything can run, 1 something can't, 2 something can't be read."})
public final class ImportCommand extends SpinCommand {
    @Parameters(
            arity = "1",
            paramLabel = "FILE|DIR",
            descriptionKey = "pipelines",
            description =
                    "Pipelines as JSON or YAML: one, a list, or a dump of Front50; of a folder every .json, .yaml and"
                            + " .yml.")
    private Path path;

    @Option(
            names = "--jenkinsfile",
            order = 10,
            description = "Write a Jenkinsfile for each pipeline: APPLICATION/NAME/Jenkinsfile.")
    private boolean jenkinsfile;

    @Option(
            names = "--job-dsl",
            order = 11,
            description = "Write a script for Job DSL with a Delivery pipeline for each: jobs.groovy.")
    private boolean jobDsl;

    @Option(
            names = "--jcasc",
            order = 12,
            description = "Write the same as a file for Configuration as Code: jenkins.yaml.")
    private boolean jcasc;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            order = 13,
            description = "Where files are written; nothing is written anywhere else.")
    private Path out;

    @Option(names = "--force", order = 14, description = "Replace files that are there already.")
    private boolean force;

    @Override
    public Shape shape() {
        return Shape.IMPORT;
    }

    @Override
    protected Reply execute(Session session) {
        boolean writes = jenkinsfile || jobDsl || jcasc;
        if (writes != (out != null) || out != null && out.toString().isBlank()) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.import-out", ""));
        }
        PipelineFiles files = new PipelineFiles(path);
        files.without().forEach(session::warn);
        if (files.found().isEmpty() && files.unreadable().isEmpty()) {
            throw new ProblemException(Category.INPUT, PipelineImport.none(path.toString()));
        }
        List<ImportReport> reports = new PipelineImport(StageTypes::named).reports(files.found());
        List<Path> written = writes ? write(reports) : List.of();
        ImportTable table = new ImportTable(reports, written);
        ObjectNode json = Shape.IMPORT.of("", session.warnings(), files.unreadable(), 0);
        table.fill(json);
        return new Reply(exitCode(reports, files), json, () -> {
            table.print(session.console());
            session.diagnostics().errors(files.unreadable());
        });
    }

    private List<Path> write(List<ImportReport> reports) {
        OutputFolder folder = new OutputFolder(out, force);
        JobNames names = new JobNames();
        JobDslWriter jobs = new JobDslWriter();
        for (ImportReport report : reports) {
            report.definition().ifPresent(definition -> {
                jobs.add(definition, report.title());
                if (jenkinsfile) {
                    List<String> place = new ArrayList<>(names.path(definition.json(), report.title()));
                    place.add("Jenkinsfile");
                    JenkinsfileWriter.write(report).ifPresent(text -> folder.add(text, place));
                }
            });
        }
        boolean any = reports.stream().anyMatch(report -> report.definition().isPresent());
        if (any && jobDsl) {
            folder.add(jobs.jobDsl(), List.of("jobs.groovy"));
        }
        if (any && jcasc) {
            folder.add(jobs.jcasc(), List.of("jenkins.yaml"));
        }
        return folder.write();
    }

    private static int exitCode(List<ImportReport> reports, PipelineFiles files) {
        if (!files.unreadable().isEmpty()) {
            return ExitCode.REFUSED;
        }
        return reports.stream().anyMatch(report -> report.verdict() == Verdict.CANNOT)
                ? ExitCode.FAILED
                : ExitCode.DONE;
    }
}
