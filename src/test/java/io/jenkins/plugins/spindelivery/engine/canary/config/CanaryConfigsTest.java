package io.jenkins.plugins.spindelivery.engine.canary.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.Direction;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.EffectSize;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.EffectSize.Measure;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.NanStrategy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class CanaryConfigsTest {
    /** With what an export carries beside it. */
    private static final String EXPORTED =
            """
            {
              "createdTimestamp": 1700000000000,
              "createdTimestampIso": "2023-11-14T22:13:20Z",
              "id": "8f5e5d0e-8f0a-4c5e-9d0f-000000000001",
              "name": "shop",
              "description": "",
              "configVersion": "1",
              "applications": ["shop"],
              "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
              "metrics": [
                {
                  "name": "latency",
                  "query": {"type": "prometheus", "metricName": "latency", "customInlineTemplate": "", "serviceType": "prometheus"},
                  "groups": ["Latency", "Shop"],
                  "scopeName": "default",
                  "analysisConfigurations": {
                    "canary": {
                      "direction": "increase",
                      "nanStrategy": "replace",
                      "outliers": {"strategy": "remove", "outlierFactor": 2.5},
                      "critical": true,
                      "mustHaveData": true,
                      "muted": false,
                      "effectSize": {
                        "measure": "meanRatio",
                        "allowedIncrease": 1.1, "allowedDecrease": 0.9,
                        "criticalIncrease": 5, "criticalDecrease": 0.5
                      }
                    }
                  }
                },
                {"name": "cpu", "query": {"type": "prometheus", "customFilterTemplate": "pods"}, "groups": ["System"],
                 "analysisConfigurations": {"canary": {"direction": "either", "nanStrategy": "default"}}}
              ],
              "templates": {"pods": "pod=~\\"${scope}-.*\\""},
              "classifier": {
                "groupWeights": {"Latency": 60, "System": 40.0},
                "scoreThresholds": {"pass": 90, "marginal": 70}
              }
            }
            """;

    private static CanaryConfig read(String text) {
        return CanaryConfigs.read("canary.json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String text) {
        ProblemException thrown = assertThrows(ProblemException.class, () -> read(text));
        assertEquals(ProblemException.Category.INPUT, thrown.category());
        return thrown.problems().stream().map(Problem::describe).toList();
    }

    private static String metric(String analysis) {
        return "metrics:\n- name: cpu\n  analysisConfigurations:\n    canary:\n      " + analysis + "\n";
    }

    @Test
    public void exportedConfigurationIsTakenAsItIs() {
        CanaryConfig config = read(EXPORTED);
        assertEquals("shop", config.name());
        assertEquals(Map.of("Latency", 60.0, "System", 40.0), config.groupWeights());
        assertEquals(Map.of("pods", "pod=~\"${scope}-.*\""), config.templates());
        assertEquals(Optional.of(new ScoreThresholds(90, 70)), config.thresholds());
        CanaryMetric latency = config.metrics().get(0);
        assertEquals("latency", latency.name());
        assertEquals(List.of("Latency", "Shop"), latency.groups());
        assertEquals("default", latency.scopeName());
        assertEquals("latency", latency.query().get("metricName").asText());
        assertEquals(
                new MetricAnalysis(
                        Direction.INCREASE,
                        NanStrategy.REPLACE,
                        true,
                        2.5,
                        true,
                        true,
                        false,
                        new EffectSize(Measure.MEAN_RATIO, 1.1, 0.9, 5, 0.5)),
                latency.analysis());
        assertEquals(NanStrategy.REMOVE, config.metrics().get(1).analysis().nanStrategy());
    }

    @Test
    public void defaultsAreKayentas() {
        CanaryConfig config = read("{\"metrics\": [{\"name\": \"cpu\"}]}");
        assertEquals("", config.name());
        assertEquals(Map.of(), config.groupWeights());
        assertEquals(Optional.empty(), config.thresholds());
        CanaryMetric cpu = config.metrics().get(0);
        assertEquals(List.of("cpu"), cpu.groups());
        assertEquals("default", cpu.scopeName());
        assertEquals(0, cpu.query().size());
        assertEquals(
                new MetricAnalysis(
                        Direction.EITHER,
                        NanStrategy.REMOVE,
                        false,
                        3,
                        false,
                        false,
                        false,
                        new EffectSize(Measure.MEAN_RATIO, 1, 1, 1, 1)),
                cpu.analysis());
    }

    @Test
    public void nullsAreAbsent() {
        CanaryConfig config = read(
                "{\"name\": null, \"classifier\": null, \"templates\": null, \"metrics\": [{\"name\": \"cpu\","
                        + " \"groups\": null, \"query\": null, \"analysisConfigurations\": {\"canary\": {\"direction\":"
                        + " null, \"critical\": null, \"effectSize\": null, \"outliers\": {\"outlierFactor\": null}}}}]}");
        assertEquals(read("metrics: [{name: cpu}]"), config);
    }

    @Test
    public void shareOfPairsHasOtherDefaults() {
        CanaryConfig config = read(metric("effectSize: {measure: cles, criticalIncrease: 0.8}"));
        assertEquals(
                new EffectSize(Measure.CLES, 0.5, 0.5, 0.8, 0.5),
                config.metrics().get(0).analysis().effectSize());
    }

    @Test
    public void thresholdsAtTheTopComeFirst() {
        String metrics = "metrics: [{name: cpu}]\n";
        assertEquals(
                Optional.of(new ScoreThresholds(80, 40)),
                read(metrics + "scoreThresholds: {pass: 80, marginal: 40}\n"
                                + "classifier: {scoreThresholds: {pass: 95, marginal: 75}}")
                        .thresholds());
        assertEquals(
                Optional.of(new ScoreThresholds(95, 50)),
                read(metrics + "scoreThresholds: {pass: 95}").thresholds());
        assertEquals(
                Optional.of(new ScoreThresholds(30, 30)),
                read(metrics + "scoreThresholds: {pass: 30}").thresholds());
    }

    @Test
    public void firstVersionsOfKayentaAreUnderstood() {
        CanaryConfig config = read(
                "{metrics: [{name: cpu, serviceType: stackdriver}], filterTemplates: {a: old, b: old}, templates: {b: new}}");
        assertEquals("stackdriver", config.metrics().get(0).query().get("type").asText());
        assertEquals(Map.of("a", "old", "b", "new"), config.templates());
    }

    @Test
    public void groupIsCountedOnce() {
        assertEquals(
                List.of("a", "b"),
                read("metrics: [{name: cpu, groups: [a, b, a]}]")
                        .metrics()
                        .get(0)
                        .groups());
    }

    @Test
    public void everythingThatIsWrongIsToldWithItsPlace() {
        assertEquals(
                List.of(
                        "canary.json:5: metrics[0].analysisConfigurations.canary.direction is \"up\"; it can be one of:"
                                + " decrease, either, increase.",
                        "canary.json:6: metrics[0].analysisConfigurations.canary.critical has to be true or false,"
                                + " without quotes."),
                problems(metric("direction: up\n      critical: \"true\"")));
    }

    @Test
    public void wrongNumbersAreRefused() {
        assertEquals(
                List.of("canary.json:5: metrics[0].analysisConfigurations.canary.outliers.outlierFactor is 0; it has to"
                        + " be greater than 0."),
                problems(metric("outliers: {strategy: remove, outlierFactor: 0}")));
        assertEquals(
                List.of("canary.json:5: metrics[0].analysisConfigurations.canary.effectSize.allowedIncrease has to be a"
                        + " number, without quotes."),
                problems(metric("effectSize: {allowedIncrease: '2'}")));
        assertEquals(
                List.of("canary.json:2: classifier.groupWeights.a is 101; it has to be between 0 and 100."),
                problems("metrics: [{name: cpu}]\nclassifier: {groupWeights: {a: 101}}"));
        assertEquals(
                List.of("canary.json:2: scoreThresholds.pass is -1; it has to be between 0 and 100."),
                problems("metrics: [{name: cpu}]\nscoreThresholds: {pass: -1}"));
        assertEquals(
                List.of("canary.json:2: scoreThresholds: the marginal score 80 is above the passing score 75. Lower the"
                        + " one or raise the other."),
                problems("metrics: [{name: cpu}]\nscoreThresholds: {marginal: 80}"));
    }

    @Test
    public void wrongFormsAreRefused() {
        assertEquals(
                List.of("canary.json:1: metrics[0].groups has to be a list. Correct it, or leave it out if it may be"
                        + " absent."),
                problems("metrics: [{name: cpu, groups: a}]"));
        assertEquals(
                List.of("canary.json:1: metrics[1] has to be a map of fields. Correct it, or leave it out if it may be"
                        + " absent."),
                problems("metrics: [{name: cpu}, memory]"));
        assertEquals(
                List.of("canary.json:1: templates.a has to be a text. Put it in quotes."),
                problems("{metrics: [{name: cpu}], templates: {a: [x]}}"));
    }

    @Test
    public void metricsNeedNamesOfTheirOwn() {
        assertEquals(
                List.of(
                        "canary.json:2: metrics[1].name is \"cpu\", and so is the name of an earlier metric. Give each"
                                + " metric a name of its own.",
                        "canary.json:3: metrics[2].name is missing or empty. Each metric needs a name."),
                problems("metrics: [{name: cpu},\n{name: cpu},\n{groups: [a]}]"));
    }

    @Test
    public void configurationWithoutMetricsIsRefused() {
        String nothing = "There are no metrics under \"metrics\", so there is nothing to compare. Add at least one.";
        assertEquals(List.of("canary.json:1: " + nothing), problems("{\"metrics\": []}"));
        assertEquals(List.of("canary.json:1: " + nothing), problems("{}"));
        assertEquals(
                "canary.json:1: This is no canary configuration: it has to be a map with the field \"metrics\".",
                problems("[1, 2]").get(0));
        assertEquals(
                List.of("canary.json: A canary configuration is one document; here are 0. Keep each configuration in a"
                        + " file of its own."),
                problems(""));
        assertEquals(1, problems("{\"metrics\": [").size());
    }

    @Test
    public void sizeIsLimited() {
        StringBuilder many = new StringBuilder("metrics:\n");
        for (int i = 0; i <= 5000; i++) {
            many.append("- {name: m").append(i).append("}\n");
        }
        assertEquals(
                List.of("canary.json:1: 5001 metrics are too many; a configuration may have 5000. Compare fewer."),
                problems(many.toString()));
        assertEquals(
                1, problems("metrics: [{name: cpu}]\n" + "#".repeat(4 << 20)).size());
        StringBuilder wrong = new StringBuilder("metrics:\n");
        for (int i = 0; i < 100; i++) {
            wrong.append("- ").append(i).append('\n');
        }
        assertEquals(50, problems(wrong.toString()).size());
    }
}
