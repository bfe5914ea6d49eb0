package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code spin canary judge} from its arguments to its output and exit code. */
public class CanaryJudgeTest {
    private static final String CONFIG =
            """
            {"metrics": [
              {"name": "latency", "groups": ["speed"], "analysisConfigurations": {"canary": {"direction": "increase"}}},
              {"name": "errors", "groups": ["health"], "analysisConfigurations": {"canary": {"critical": false}}},
              {"name": "saturation", "groups": ["health"]}],
             "classifier": {"groupWeights": {"speed": 60, "health": 40}, "scoreThresholds": {"pass": 90, "marginal": %s}}}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Locale before = Locale.getDefault();
    private final TestConsole console = new TestConsole();
    private String config;
    private String metrics;

    @Before
    public void files() throws Exception {
        config = file("canary.json", CONFIG.formatted("50"));
        metrics = file(
                "metrics.json",
                "{\"metrics\": {\"latency\": {\"control\": %s, \"experiment\": %s},".formatted(around(10), around(10))
                        + "\"errors\": {\"control\": %s, \"experiment\": %s}}}".formatted(around(1), around(9)));
    }

    @After
    public void language() {
        Locale.setDefault(before);
    }

    private String file(String name, String content) throws Exception {
        Path file = folder.getRoot().toPath().resolve(name);
        return Files.writeString(file, content).toString();
    }

    /** Sixty points and a missing one. */
    private static String around(int middle) {
        return new Random(middle)
                .doubles(60, middle, middle + 1)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(", ", "[null, ", "]"));
    }

    private int judge(String... more) {
        String[] arguments = {"canary", "judge", "--config", config, "--metrics", metrics};
        return console.spin(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    private JsonNode json() throws Exception {
        assertEquals(1, console.out().lines().count());
        return new ObjectMapper().readTree(console.out());
    }

    /** The contract: these fields, in this order, and no others. */
    @Test
    public void jsonIsTheJudgesAnswerAlone() throws Exception {
        assertEquals(0, judge("-o", "json"));
        JsonNode reason = json().get("metrics").get(1).get("reason");
        assertEquals(
                "{\"metrics\":["
                        + "{\"name\":\"latency\",\"classification\":\"Pass\",\"reason\":\"The canary's and the baseline's"
                        + " data are identical.\",\"critical\":false},"
                        + "{\"name\":\"errors\",\"classification\":\"High\",\"reason\":" + reason
                        + ",\"critical\":false},"
                        + "{\"name\":\"saturation\",\"classification\":\"Nodata\",\"reason\":\"Missing data: neither the"
                        + " canary nor the baseline has any.\",\"critical\":false}],"
                        + "\"groups\":["
                        + "{\"name\":\"speed\",\"score\":100.0,\"weight\":60.0},"
                        + "{\"name\":\"health\",\"score\":0.0,\"weight\":40.0}],"
                        + "\"score\":60.0,\"verdict\":\"Marginal\"}",
                console.out().strip());
        assertEquals("", console.err());
    }

    @Test
    public void peopleGetTables() {
        assertEquals(0, judge());
        String[] lines = console.out().lines().toArray(String[]::new);
        assertEquals("METRIC      RESULT  REASON", lines[0]);
        assertEquals("latency     Pass    The canary's and the baseline's data are identical.", lines[1]);
        assertEquals("GROUP   SCORE  WEIGHT", lines[4]);
        assertEquals("speed   100    60", lines[5]);
        assertEquals("Score 60 of 100: Marginal.", lines[7]);
    }

    @Test
    public void peopleGetThemInTheirLanguage() {
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        assertEquals(0, judge());
        assertEquals(
                "分数 60（满分 100）：Marginal。",
                console.out().lines().reduce((a, b) -> b).orElse(""));
    }

    @Test
    public void exitCodeTellsTheVerdictWhenAskedTo() throws Exception {
        assertEquals(4, judge("--exit-code"));
        config = file("canary.json", CONFIG.formatted("61"));
        assertEquals(1, judge("--exit-code"));
        assertEquals(0, judge());
        metrics = file("metrics.json", Files.readString(Path.of(metrics)).replace("errors", "saturated"));
        config = file("canary.json", "metrics: [{name: latency}]");
        assertEquals(0, judge("--exit-code"));
    }

    @Test
    public void metricsThatNobodyKnowsAreWarnedOf() throws Exception {
        config = file("canary.yaml", "metrics: [{name: latency}]");
        assertEquals(0, judge("-o", "json"));
        assertEquals(
                "Warning: The canary configuration does not know these metrics, so they were not judged: errors. Add"
                        + " them there, or correct their names.",
                console.err().strip());
        assertEquals(4, json().size());
    }

    @Test
    public void eitherFileMayBeStandardInput() throws Exception {
        console.in(Files.readString(Path.of(metrics)));
        metrics = "-";
        assertEquals(0, judge("-o", "json"));
        assertEquals(60, json().get("score").asDouble(), 0);
        config = "-";
        assertEquals(2, judge());
        assertEquals(
                "Error: Only one of --config and --metrics can be read from standard input. Put the other one into a"
                        + " file.",
                console.err().strip());
    }

    @Test
    public void notANumberIsMissing() throws Exception {
        metrics = file(
                "metrics.json",
                "{\"metrics\": {\"latency\": {\"control\": [NaN, \"NaN\"], \"experiment\": %s}}}".formatted(around(1)));
        assertEquals(0, judge("-o", "json"));
        assertEquals(
                "Missing data: the baseline has none.",
                json().get("metrics").get(0).get("reason").asText());
    }

    @Test
    public void errorsHaveTheSameFieldsEmpty() throws Exception {
        config = file("canary.json", "{\"metrics\": [{\"name\": \"latency\", \"groups\": 1}]}");
        assertEquals(2, judge("-o", "json"));
        assertEquals(
                "{\"metrics\":[],\"groups\":[],\"warnings\":[],\"errors\":[{\"code\":\"canary.config-not-a-list\","
                        + "\"message\":\"metrics[0].groups has to be a list. Correct it, or leave it out if it may be"
                        + " absent.\",\"where\":\"" + config + ":1\"}]}",
                console.out().strip());
    }

    @Test
    public void wrongMeasurementsAreRefusedWithTheirPlace() throws Exception {
        refused("{\"metrics\": 3}", "cli.metrics-form");
        refused("[]", "cli.metrics-form");
        refused("{}", "cli.metrics-form");
        refused("{\"metrics\": {\"a\": [1, 2]}}", "cli.metrics-form");
        refused("{\"metrics\": {\"a\": {\"control\": 1}}}", "cli.metrics-not-a-list");
        refused("{\"metrics\": {\"a\": {\"control\": [1, \"2\"]}}}", "cli.metrics-not-a-number");
        refused("{\"metrics\": {\"a\": {\"control\": [1, [2]]}}}", "cli.metrics-not-a-number");
        refused("{\"metrics\": {\"a\": {\"control\": [1, true]}}}", "cli.metrics-not-a-number");
        refused("{\"metrics\": {\"a\": {}, \"a\": {}}}", "cli.metrics-twice");
        refused("{\"metrics\": {}} {}", "cli.metrics-more");
        refused("{\"metrics\": {\"a\": {\"control\": [1, 2", "cli.metrics-syntax");
        refused("", "cli.metrics-form");
    }

    private void refused(String content, String code) throws Exception {
        metrics = file("metrics.json", content);
        TestConsole fresh = new TestConsole();
        assertEquals(content, 2, fresh.spin("canary", "judge", "--config", config, "--metrics", metrics, "-o", "json"));
        JsonNode error = new ObjectMapper().readTree(fresh.out()).get("errors").get(0);
        assertEquals(content, code, error.get("code").asText());
        assertEquals(content, metrics + ":1", error.get("where").asText());
    }

    @Test
    public void missingFilesAndFlagsAreRefused() throws Exception {
        metrics = folder.getRoot() + "/nothing.json";
        assertEquals(2, judge());
        assertEquals("Error: There is no file " + metrics + ".", console.err().strip());
        TestConsole fresh = new TestConsole();
        assertEquals(2, fresh.spin("canary", "judge"));
        assertEquals(
                "Error: Give --config FILE, --metrics FILE. See: spin canary judge --help",
                fresh.err().strip());
    }

    @Test
    public void wordInFrontNeedsACommand() {
        assertEquals(2, console.spin("canary"));
        assertTrue(console.err(), console.err().startsWith("Error: Which command? There is: run, analyse, judge"));
        TestConsole fresh = new TestConsole();
        assertEquals(2, fresh.spin("canary", "jugde"));
        assertEquals(
                "Error: There is no command jugde. Did you mean judge? See: spin canary --help",
                fresh.err().strip());
    }
}
