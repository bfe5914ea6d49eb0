package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The map {@code trafficManagement} of a deploy, which counts only while it is {@code enabled}. There
 * {@code enableTraffic} is false where nothing is said (reference: Orca's {@code DeployManifestContext}).
 */
final class TrafficPart implements Part {
    private static final String ENABLED = "trafficManagement.enabled";
    private static final String OPTIONS = "trafficManagement.options";
    private static final String SERVICES = "services";
    private static final String ENABLE = "enableTraffic";
    private static final String STRATEGY = "trafficStrategy";
    private static final Map<String, String> STRATEGIES = Map.of(
            "redblack", "redBlack", "bluegreen", "blueGreen", "blue/green", "blueGreen", "highlander", "highlander");

    @Override
    public List<String> arguments() {
        return List.of(SERVICES, ENABLE, STRATEGY);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        JsonNode options = Trees.at(stage, OPTIONS);
        if (!Trees.isTrue(Trees.at(stage, ENABLED))) {
            return;
        }
        if (!Trees.blank(options.path(SERVICES))) {
            call.put(SERVICES, options.path(SERVICES));
        }
        if (!Trees.isTrue(options.path(ENABLE)) && !Trees.hasExpression(options.path(ENABLE))) {
            call.put(ENABLE, BooleanNode.FALSE);
        }
        String strategy = Trees.text(options.path("strategy")).toLowerCase(Locale.ROOT);
        if (STRATEGIES.containsKey(strategy)) {
            call.put(STRATEGY, TextNode.valueOf(STRATEGIES.get(strategy)));
        } else if (!strategy.isEmpty() && !strategy.equals("none")) {
            report.cannot(
                    "pipeline.stage-choice", OPTIONS + ".strategy", strategy, "none, redblack, bluegreen, highlander");
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        JsonNode services = wanted.get(SERVICES);
        JsonNode strategy = wanted.get(STRATEGY);
        boolean traffic = !Trees.isFalse(wanted.getOrDefault(ENABLE, BooleanNode.TRUE));
        boolean none = Trees.blank(services) && Trees.blank(strategy) && traffic;
        Trees.put(stage, ENABLED, BooleanNode.valueOf(!none));
        if (!Trees.same(services, Trees.at(stage, OPTIONS + "." + SERVICES))) {
            Trees.put(stage, OPTIONS + "." + SERVICES, Trees.words(services));
        }
        Trees.put(stage, OPTIONS + "." + ENABLE, BooleanNode.valueOf(traffic));
        String word = strategy == null ? "" : Trees.text(strategy).toLowerCase(Locale.ROOT);
        if (STRATEGIES.containsKey(word) && changed.contains(STRATEGY)) {
            Trees.put(stage, OPTIONS + ".strategy", TextNode.valueOf(word));
        } else if (word.isEmpty() && !Trees.blank(Trees.at(stage, OPTIONS + ".strategy"))) {
            Trees.put(stage, OPTIONS + ".strategy", TextNode.valueOf("none"));
        }
    }
}
