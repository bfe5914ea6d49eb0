package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport.Other;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport.Verdict;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came of an import, for programs and for people.
 *
 * @param reports one for each pipeline
 * @param written files
 */
public record ImportTable(List<ImportReport> reports, List<Path> written) {

    /**
     * Fills the command's JSON.
     *
     * @param json with the empty list {@code pipelines}
     */
    public void fill(ObjectNode json) {
        ArrayNode pipelines = (ArrayNode) json.get("pipelines");
        reports.forEach(report -> pipeline(pipelines.addObject(), report));
        ObjectNode figures = json.putObject("figures");
        count(figures.putObject("pipelines"), reports.stream().map(ImportReport::verdict));
        count(figures.putObject("stages"), stages().map(ImportReport.Stage::verdict));
        count(
                figures.putObject("triggers"),
                reports.stream().flatMap(report -> report.triggers().stream()).map(Other::verdict));
        count(
                figures.putObject("notifications"),
                reports.stream()
                        .flatMap(report -> report.notifications().stream())
                        .map(Other::verdict));
        ObjectNode types = json.putObject("types");
        byType().forEach((type, verdicts) -> count(types.putObject(type), verdicts.stream()));
        ArrayNode files = json.putArray("files");
        written.forEach(file -> files.add(file.toString()));
    }

    private static void pipeline(ObjectNode json, ImportReport report) {
        json.put("source", report.source())
                .put("name", report.name())
                .put("application", report.application())
                .put("verdict", report.verdict().word());
        findings(json.putArray("findings"), report.own());
        ArrayNode stages = json.putArray("stages");
        for (ImportReport.Stage stage : report.stages()) {
            ObjectNode one = stages.addObject()
                    .put("refId", stage.refId())
                    .put("name", stage.name())
                    .put("type", stage.type())
                    .put("verdict", stage.verdict().word());
            ArrayNode steps = one.putArray("steps");
            stage.calls().forEach(call -> steps.add(call.function()));
            findings(one.putArray("findings"), stage.findings());
        }
        others(json.putArray("triggers"), report.triggers());
        others(json.putArray("notifications"), report.notifications());
    }

    private static void others(ArrayNode list, List<Other> others) {
        for (Other other : others) {
            ObjectNode one = list.addObject()
                    .put("type", other.type())
                    .put("verdict", other.verdict().word());
            findings(one.putArray("findings"), other.findings());
        }
    }

    private static void findings(ArrayNode list, List<Finding> findings) {
        for (Finding finding : findings) {
            list.addObject()
                    .put("weight", finding.weight().name().toLowerCase(Locale.ROOT))
                    .put("code", finding.problem().code())
                    .put("message", finding.problem().message())
                    .put("where", finding.problem().where());
        }
    }

    private static void count(ObjectNode json, Stream<Verdict> verdicts) {
        List<Verdict> all = verdicts.toList();
        for (Verdict verdict : Verdict.values()) {
            json.put(verdict.word(), all.stream().filter(verdict::equals).count());
        }
    }

    private Stream<ImportReport.Stage> stages() {
        return reports.stream().flatMap(report -> report.stages().stream());
    }

    private Map<String, List<Verdict>> byType() {
        Map<String, List<Verdict>> types = new TreeMap<>();
        stages().forEach(stage -> types.merge(stage.type(), List.of(stage.verdict()), ImportTable::both));
        return types;
    }

    private static List<Verdict> both(Collection<Verdict> some, Collection<Verdict> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Prints the report on standard output.
     *
     * @param console the streams
     */
    public void print(Console console) {
        PrintStream out = console.out();
        for (ImportReport report : reports) {
            out.println(line(
                    Labels.of("summary-import-pipeline", report.title(), report.source(), word(report.verdict()))));
            report.own().forEach(finding -> finding(out, finding));
            for (ImportReport.Stage stage : report.stages()) {
                out.println("  "
                        + line(Labels.of(
                                "summary-import-stage",
                                stage.refId(),
                                stage.name(),
                                stage.type(),
                                word(stage.verdict()))));
                stage.findings().forEach(finding -> finding(out, finding));
            }
            Stream.of(report.triggers(), report.notifications())
                    .flatMap(List::stream)
                    .flatMap(other -> other.findings().stream())
                    .forEach(
                            finding -> out.println("  " + line(finding.problem().describe())));
        }
        out.println(Labels.of("summary-import-figures", figure(reports.stream().map(ImportReport::verdict))));
        out.println(Labels.of("summary-import-stages", figure(stages().map(ImportReport.Stage::verdict))));
        written.forEach(file -> out.println(line(Labels.of("summary-import-written", file))));
    }

    private static void finding(PrintStream out, Finding finding) {
        out.println("    " + line(finding.problem().message()));
    }

    private static String line(String text) {
        return PlainText.oneLine(text);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case TRANSLATES -> Labels.of("label-import-translates");
            case CHANGES -> Labels.of("label-import-changes");
            case CANNOT -> Labels.of("label-import-cannot");
        };
    }

    private static String figure(Stream<Verdict> verdicts) {
        List<Verdict> all = verdicts.toList();
        return Labels.of(
                "summary-import-figure",
                all.size(),
                all.stream().filter(Verdict.TRANSLATES::equals).count(),
                all.stream().filter(Verdict.CHANGES::equals).count(),
                all.stream().filter(Verdict.CANNOT::equals).count());
    }
}
