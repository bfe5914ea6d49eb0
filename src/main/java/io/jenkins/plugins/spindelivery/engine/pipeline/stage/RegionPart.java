package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one region of a call, out of {@code regions} or {@code region}. */
final class RegionPart implements Part {
    private static final String REGION = "region";
    private static final String REGIONS = "regions";

    @Override
    public List<String> arguments() {
        return List.of(REGION);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        JsonNode regions = stage.path(REGIONS);
        String region = Trees.text(regions.isArray() ? regions.path(0) : regions);
        region = region.isEmpty() ? Trees.text(stage.path(REGION)) : region;
        if (!region.isEmpty()) {
            call.put(REGION, TextNode.valueOf(region));
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        JsonNode region = wanted.get(REGION);
        if (Trees.blank(region)) {
            stage.remove(List.of(REGION, REGIONS));
            return;
        }
        if (Trees.blank(stage.path(REGIONS)) && !Trees.blank(stage.path(REGION))) {
            stage.set(REGION, region);
        } else if (stage.path(REGIONS).isTextual()) {
            stage.set(REGIONS, region);
        } else {
            stage.putArray(REGIONS).add(region);
        }
    }
}
