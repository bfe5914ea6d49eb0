package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport.Verdict;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.PipelineImport.Found;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class PipelineImportTest {
    private final Locale before = Locale.getDefault();

    @Before
    public void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @After
    public void language() {
        Locale.setDefault(before);
    }

    private static byte[] resource(String name) {
        try (InputStream in = PipelineImportTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String expected(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    private static List<ImportReport> reports(String name, byte[] text) {
        return new PipelineImport(StageTypes::named).reports(PipelineImport.find(name, text));
    }

    private static ImportReport report(String name) {
        return reports(name, resource(name)).get(0);
    }

    private static List<String> sources(String text) {
        return PipelineImport.find("f.json", text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(found -> found.source() + " " + found.json().path("name").asText())
                .toList();
    }

    @Test
    public void onePipelineOrSeveralInEachWrapping() {
        String pipeline = "{\"name\": \"%s\", \"stages\": []}";
        String two = "[" + pipeline.formatted("a") + ", " + pipeline.formatted("b") + "]";
        assertEquals(List.of("f.json a"), sources(pipeline.formatted("a")));
        assertEquals(List.of("f.json[0] a", "f.json[1] b"), sources(two));
        assertEquals(List.of("f.json[0] a", "f.json[1] b"), sources("{\"pipelines\": " + two + "}"));
        assertEquals(List.of("f.json a"), sources("{\"pipelines\": {\"id-1\": " + pipeline.formatted("a") + "}}"));
        assertEquals(List.of("f.json a"), sources("{\"pipeline\": " + pipeline.formatted("a") + "}"));
        assertEquals(List.of("f.json[0] a", "f.json[1] b"), sources("name: a\nstages: []\n---\nname: b\nstages: []\n"));
        assertEquals(List.of(), sources("{\"kind\": \"Service\", \"items\": [1, \"x\"]}"));
    }

    @Test
    public void whatTranslatesAndWhatDoesNot() {
        ImportReport report = report("gateway.json");

        assertEquals(
                List.of("1 TRANSLATES", "2 TRANSLATES", "3 CANNOT", "4 TRANSLATES", "5 TRANSLATES", "6 TRANSLATES"),
                report.stages().stream()
                        .map(stage -> stage.refId() + " " + stage.verdict())
                        .toList());
        assertEquals(
                "pipeline.unknown-type",
                report.stages().get(2).findings().get(0).problem().code());
        assertEquals(
                List.of(Verdict.CHANGES, Verdict.CANNOT),
                report.triggers().stream().map(ImportReport.Other::verdict).toList());
        assertEquals(
                List.of(Verdict.TRANSLATES, Verdict.CANNOT),
                report.notifications().stream().map(ImportReport.Other::verdict).toList());
        assertEquals(Verdict.CANNOT, report.verdict());
    }

    @Test
    public void whatIsNoPipelineOfItsOwnSaysWhy() {
        ImportReport report = reports(
                        "t/x.json",
                        "{\"schema\": \"v2\", \"application\": \"shop\", \"template\": {\"reference\": \"r\"}}"
                                .getBytes(StandardCharsets.UTF_8))
                .get(0);

        assertEquals("pipeline.templated", report.own().get(0).problem().code());
        assertEquals(Verdict.CANNOT, report.verdict());
        assertEquals("x", report.title());
        assertTrue(JenkinsfileWriter.write(report).isEmpty());
    }

    @Test
    public void aDeclarativeJenkinsfile() {
        assertEquals(
                expected("gateway.Jenkinsfile"),
                JenkinsfileWriter.write(report("gateway.json")).orElseThrow());
    }

    @Test
    public void aScriptedJenkinsfile() {
        assertEquals(
                expected("nested.Jenkinsfile"),
                JenkinsfileWriter.write(report("nested.json")).orElseThrow());
    }

    @Test
    public void layersOfAGraphThatCantBeNested() {
        assertEquals(
                expected("crossing.Jenkinsfile"),
                JenkinsfileWriter.write(report("crossing.json")).orElseThrow());
    }

    @Test
    public void jobsForJobDslAndConfigurationAsCode() {
        JobDslWriter writer = new JobDslWriter();
        for (String name : List.of("gateway.json", "crossing.json", "crossing.json")) {
            writer.add(report(name).definition().orElseThrow(), "unnamed");
        }

        assertEquals(expected("jobs.groovy"), writer.jobDsl());
        assertEquals(expected("jenkins.yaml"), writer.jcasc());
        JsonNode read = Definition.documents("j.yaml", resource("jenkins.yaml"), PipelineImport.LIMITS)
                .get(0);
        // Configuration as Code takes the ^ away.
        assertEquals(writer.jobDsl(), read.at("/jobs/0/script").textValue().replace("^${", "${"));
    }

    @Test
    public void namesDoNoHarm() {
        assertEquals("a-b", JobNames.safe("a/b"));
        assertEquals("-etc-passwd", JobNames.safe("../etc/passwd"));
        assertEquals("pipeline", JobNames.safe("..."));
        assertEquals("nul-", JobNames.safe("nul"));
        assertEquals("x-y-", JobNames.safe("x\u0000y\u202e"));
        assertEquals(100, JobNames.safe("x".repeat(500)).length());
        assertEquals("数据库 发布", JobNames.safe("数据库 发布"));
    }

    @Test
    public void aCommentCantEnd() throws Exception {
        ObjectNode evil = (ObjectNode)
                new ObjectMapper()
                        .readTree(
                                "{\"name\": \"x\\nevil()\\\\u000aevil()\", \"stages\": [{\"refId\": \"1\", \"type\": \"wait\","
                                        + " \"waitTime\": 1, \"name\": \"'; evil() //\", \"stageEnabled\": {\"expression\": \"a\\rb\"}}]}");
        String text = JenkinsfileWriter.write(new PipelineImport(StageTypes::named)
                        .reports(List.of(new Found("x.json", evil)))
                        .get(0))
                .orElseThrow();

        assertTrue(text, text.startsWith("// From Spinnaker's pipeline \"x evil()/u000aevil()\".\n"));
        assertTrue(text, text.contains("stage('\\'; evil() //')"));
        assertTrue(text, text.contains("// In Spinnaker this stage runs only if: a b\n"));
        assertFalse(text, text.contains("\r"));
    }

    @Test
    public void longDefinitionsAreCutForTheCompiler() throws Exception {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree("{\"name\": \"big\", \"stages\": []}");
        json.put("note", "\uD83D\uDE80".repeat(40_000));
        JobDslWriter writer = new JobDslWriter();
        writer.add(Definition.of("big", json), "big");
        String script = writer.jobDsl();

        assertTrue(script.lines().allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length < 65_535));
        assertEquals(40_000, script.codePoints().filter(c -> c == 0x1F680).count());
    }
}
