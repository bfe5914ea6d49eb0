package io.jenkins.plugins.spindelivery.engine.canary.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Kayenta's canary configuration as Spinnaker exports it, in JSON or YAML.
 *
 * <p>What is absent has Kayenta's default. Fields that the judge does not need are left alone, because exports carry
 * many: identifiers, time stamps, applications, the judge's name. A field that it does need and that holds something
 * else than it may is an error, where Kayenta would go on with a default: a direction that is misspelt would let a
 * canary pass.
 */
public final class CanaryConfigs {
    private static final ReadLimits LIMITS = new ReadLimits(4 << 20, 100, 100_000, 2);
    private static final int MOST_METRICS = 5_000;
    private static final String THRESHOLDS = "scoreThresholds";

    private CanaryConfigs() {}

    /**
     * Reads a configuration.
     *
     * @param sourceName the file or URL as the user knows it, for messages
     * @param content the text, JSON or YAML, at most 4 MiB
     * @return the configuration
     * @throws ProblemException of category INPUT with everything that is wrong, each with its line and its place
     */
    public static CanaryConfig read(String sourceName, byte[] content) {
        List<YamlDocument> documents = YamlReader.documents(sourceName, content, LIMITS);
        if (documents.size() != 1) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("canary.config-one-document", sourceName, documents.size()));
        }
        Findings findings = new Findings(documents.get(0));
        CanaryConfig config = read(Field.root(documents.get(0).root(), findings));
        findings.throwIfAny();
        return config;
    }

    private static CanaryConfig read(Field root) {
        Field classifier = root.map("classifier");
        return new CanaryConfig(
                root.field("name").text(""),
                metrics(root),
                groupWeights(classifier.map("groupWeights")),
                templates(root),
                thresholds(root, classifier));
    }

    private static List<CanaryMetric> metrics(Field root) {
        List<Field> items = root.field("metrics").items();
        if (items.isEmpty()) {
            root.field("metrics").wrong("canary.config-no-metrics");
        } else if (items.size() > MOST_METRICS) {
            root.field("metrics").wrong("canary.config-too-many-metrics", items.size(), MOST_METRICS);
            return List.of();
        }
        List<CanaryMetric> metrics = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field item : items) {
            if (!item.isMap()) {
                item.wrong("canary.config-not-a-map");
                continue;
            }
            CanaryMetric metric = metric(item);
            if (!metric.name().isEmpty() && !names.add(metric.name())) {
                item.field("name").wrong("canary.config-duplicate-metric", metric.name());
            }
            metrics.add(metric);
        }
        return metrics;
    }

    private static CanaryMetric metric(Field metric) {
        String name = metric.field("name").text("");
        if (name.isBlank()) {
            metric.field("name").wrong("canary.config-metric-without-name");
        }
        return new CanaryMetric(
                name,
                query(metric),
                groups(metric.field("groups"), name),
                metric.field("scopeName").text("default"),
                AnalysisReader.read(metric.map("analysisConfigurations").map("canary")));
    }

    /** Configurations of Kayenta's first versions name the source's type beside the query. */
    private static JsonNode query(Field metric) {
        ObjectNode query = metric.map("query").copy();
        String type = metric.field("serviceType").text("");
        if (!query.has("type") && !type.isEmpty()) {
            query.put("type", type);
        }
        return query;
    }

    private static List<String> groups(Field groups, String metric) {
        Set<String> names = new LinkedHashSet<>();
        for (Field item : groups.items()) {
            String name = item.text("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names.isEmpty() ? List.of(metric) : List.copyOf(names);
    }

    private static Map<String, Double> groupWeights(Field weights) {
        Map<String, Double> shares = new LinkedHashMap<>();
        weights.entries().forEach((group, field) -> shares.put(group, field.number(0, 0, 100)));
        return shares;
    }

    /** Kayenta's first versions called them filter templates. */
    private static Map<String, String> templates(Field root) {
        Map<String, String> texts = new LinkedHashMap<>();
        root.map("filterTemplates").entries().forEach((name, field) -> texts.put(name, field.text("")));
        root.map("templates").entries().forEach((name, field) -> texts.put(name, field.text("")));
        return texts;
    }

    /** Those at the top go before those of the classifier, where Spinnaker keeps them. */
    private static Optional<ScoreThresholds> thresholds(Field root, Field classifier) {
        Field thresholds = root.map(THRESHOLDS);
        if (!thresholds.isMap()) {
            thresholds = classifier.map(THRESHOLDS);
        }
        if (!thresholds.isMap()) {
            return Optional.empty();
        }
        ScoreThresholds defaults = ScoreThresholds.DEFAULT;
        double pass = thresholds.field("pass").number(defaults.pass(), 0, 100);
        double marginal = thresholds.field("marginal").number(Math.min(defaults.marginal(), pass), 0, 100);
        if (marginal > pass) {
            thresholds.wrong("canary.config-thresholds-crossed", Field.plain(marginal), Field.plain(pass));
        }
        return Optional.of(new ScoreThresholds(pass, marginal));
    }
}
