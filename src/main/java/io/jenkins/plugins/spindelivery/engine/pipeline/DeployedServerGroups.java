package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.expression.TreeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the deploys of a run made, one entry for each region (reference: Orca's
 * {@code DeployedServerGroupsExpressionFunctionProvider}).
 */
final class DeployedServerGroups {
    private static final Set<String> TYPES = Set.of("deploy", "createServerGroup", "cloneServerGroup", "rollingPush");
    private static final String MADE = "deploy.server.groups";

    private final StageViews views;

    DeployedServerGroups(StageViews views) {
        this.views = views;
    }

    /** Of the stages that succeeded among some; of all when no names are given. */
    List<Map<String, Object>> of(List<StageNode> stages, PipelineState state, List<String> names) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (StageNode stage : stages) {
            boolean wanted = names.isEmpty() || names.contains(stage.name()) || names.contains(stage.refId());
            if (wanted
                    && TYPES.contains(stage.type())
                    && state.progress(stage.refId()).status() == PipelineStatus.SUCCEEDED) {
                found.addAll(of(stage));
            }
        }
        return found;
    }

    private List<Map<String, Object>> of(StageNode stage) {
        List<Map<String, Object>> regions = new ArrayList<>();
        views.output(stage).path(MADE).fields().forEachRemaining(made -> {
            String region = made.getKey();
            JsonNode source = source(views.json(stage), region);
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("account", account(source));
            group.put("capacity", TreeView.of(source.get("capacity")));
            group.put("parentStage", stage.refId());
            group.put("region", region);
            details(stage, region).ifPresent(details -> details.fields()
                    .forEachRemaining(detail -> group.put(detail.getKey(), TreeView.of(detail.getValue()))));
            group.put("serverGroup", first(made.getValue()));
            regions.add(group);
        });
        return regions;
    }

    /** The part of the stage that says what is deployed to a region: one of its clusters, or the stage. */
    private static JsonNode source(JsonNode stage, String region) {
        for (JsonNode cluster : stage.path("clusters")) {
            if (cluster.path("availabilityZones").has(region)
                    || cluster.path("region").asText().equals(region)) {
                return cluster;
            }
        }
        return stage;
    }

    private static String account(JsonNode source) {
        String account = source.path("account").asText();
        return account.isEmpty() ? source.path("credentials").asText() : account;
    }

    private Optional<JsonNode> details(StageNode stage, String region) {
        for (JsonNode details : views.output(stage).path("deploymentDetails")) {
            if (details.path("region").asText().equals(region)) {
                return Optional.of(details);
            }
        }
        return Optional.empty();
    }

    private static Object first(JsonNode names) {
        return TreeView.of(names.isArray() ? names.get(0) : names);
    }
}
