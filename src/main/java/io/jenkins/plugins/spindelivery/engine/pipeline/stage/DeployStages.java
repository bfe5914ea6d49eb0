package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stages that make server groups. */
final class DeployStages {
    private static final String FUNCTION = "spinServerGroup";
    private static final String CLUSTERS = "clusters";
    private static final String STRATEGY = "strategy";
    private static final String ZONES = "availabilityZones";
    private static final Map<String, String> STRATEGIES = Map.of(
            "redblack", "redBlack",
            "bluegreen", "blueGreen",
            "highlander", "highlander",
            "rollingredblack", "rollingRedBlack");

    /** Settings of a server group that nothing here takes, where they differ from what forms of Spinnaker write. */
    private static final List<String> UNUSED = List.of(
            "loadBalancers",
            "spotPrice",
            "blockDevices",
            "classicLinkVpcId",
            "kernelId",
            "ramdiskId",
            "imageNamePattern");

    private DeployStages() {}

    static List<StageType> all() {
        return List.of(
                FieldStage.of(FUNCTION, "deploy")
                        .over(Views.items(CLUSTERS))
                        .with(Field.of("account", "account", "credentials"), new Place(), new Image())
                        .with(settings())
                        .checking((stage, report) -> {
                            if (Trees.blank(stage.path(CLUSTERS))) {
                                report.cannot("pipeline.stage-field-missing", CLUSTERS);
                            }
                            Views.items(CLUSTERS).of(stage).forEach(cluster -> check("deploy", cluster, report));
                        })
                        .giving((stage, values) -> outputs(values)),
                FieldStage.of(FUNCTION, "createServerGroup")
                        .with(Field.of("account", "account", "credentials"), new Place(), new Image())
                        .with(settings())
                        .checking((stage, report) -> check("createServerGroup", stage, report))
                        .giving((stage, values) -> outputs(values)),
                FieldStage.of(FUNCTION, "cloneServerGroup")
                        .with(
                                Field.of("account", "credentials", "account", "source.account"),
                                Field.of("region", "region", "source.region"),
                                Field.of(
                                        "copyFrom",
                                        "source.asgName",
                                        "source.serverGroupName",
                                        "targetCluster",
                                        "cluster"),
                                Field.of("image", "imageId", "amiName"))
                        .with(settings())
                        .checking((stage, report) -> check("cloneServerGroup", stage, report))
                        .checking(DeployStages::checkSource)
                        .giving((stage, values) -> outputs(values)));
    }

    private static List<Part> settings() {
        List<Part> parts = new ArrayList<>(List.of(
                Field.of("application", "application", "moniker.app"),
                Field.of("stack"),
                Field.of("detail", "freeFormDetails"),
                Field.of("instanceType"),
                Field.of("desired", "capacity.desired"),
                Field.of("min", "capacity.min"),
                Field.of("max", "capacity.max"),
                Field.flag("sourceCapacity", "useSourceCapacity"),
                Field.words("targetGroups"),
                Field.words("securityGroups"),
                Field.of("keyPair"),
                Field.of("instanceProfile", "iamRole"),
                Field.of("userData", "base64UserData").with(DeployStages::decoded, DeployStages::encoded),
                Field.flag("ebsOptimized"),
                Field.of("healthCheckType"),
                Field.of("healthCheckGrace", "healthCheckGracePeriod"),
                Field.words("terminationPolicies"),
                Field.words("suspendedProcesses"),
                Field.of("tags")));
        parts.addAll(List.of(
                Field.of(STRATEGY).with(DeployStages::strategy, DeployStages::spinnakersStrategy),
                Field.of("maxRemaining", "maxRemainingAsgs"),
                Field.flag("scaleDown"),
                Field.of("delayBeforeCleanup", "delayBeforeCleanup", "delayBeforeDisableSec")
                        .with(DeployStages::unlessZero, delay -> delay),
                Field.of("delayBeforeScaleDown", "delayBeforeScaleDownSec")
                        .with(DeployStages::unlessZero, delay -> delay),
                Field.words("targetPercentages"),
                Field.flag("rollbackOnFailure", "rollback.onFailure"),
                Field.of("healthyPercent", "targetHealthyDeployPercentage")));
        return parts;
    }

    private static JsonNode unlessZero(JsonNode delay) {
        return Trees.text(delay).equals("0") ? Trees.none() : delay;
    }

    private static JsonNode decoded(JsonNode base64) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(Trees.text(base64));
            return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private static JsonNode encoded(JsonNode text) {
        return TextNode.valueOf(Base64.getEncoder().encodeToString(text.asText().getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode strategy(JsonNode strategy) {
        String word = Trees.text(strategy).toLowerCase(Locale.ROOT);
        return word.equals("none")
                ? Trees.none()
                : TextNode.valueOf(STRATEGIES.getOrDefault(word, Trees.text(strategy)));
    }

    private static JsonNode spinnakersStrategy(JsonNode strategy) {
        String word = Trees.text(strategy).toLowerCase(Locale.ROOT);
        return STRATEGIES.containsKey(word) ? TextNode.valueOf(word) : strategy;
    }

    private static void check(String type, ObjectNode cluster, Report report) {
        if (!ImageStages.provider(type, cluster, report)) {
            return;
        }
        String strategy = Trees.text(cluster.path(STRATEGY)).toLowerCase(Locale.ROOT);
        if (strategy.equals("custom")) {
            report.cannot("pipeline.stage-custom-strategy");
        } else if (!strategy.isEmpty()
                && !strategy.equals("none")
                && !strategy.contains("${")
                && !STRATEGIES.containsKey(strategy)) {
            report.cannot("pipeline.stage-choice", STRATEGY, strategy, "none, redblack, highlander, rollingredblack");
        }
        if (cluster.path(ZONES).size() > 1) {
            report.cannot("pipeline.stage-cluster-regions");
        }
        for (String field : UNUSED) {
            if (!Trees.blank(cluster.path(field))) {
                report.changes("pipeline.stage-field-unused", field);
            }
        }
        if (!Trees.blank(cluster.path("subnetType"))
                && Trees.blank(cluster.path(FieldStage.OWN).path("subnets"))) {
            report.changes("pipeline.stage-subnet-type", Trees.text(cluster.path("subnetType")));
        }
    }

    private static void checkSource(ObjectNode stage, Report report) {
        boolean named = List.of("source.asgName", "source.serverGroupName", "targetCluster", "cluster").stream()
                .anyMatch(path -> !Trees.blank(Trees.at(stage, path)));
        if (!named && Trees.blank(stage.path(FieldStage.OWN).path("copyFrom"))) {
            report.cannot("pipeline.stage-field-missing", "source");
        }
    }

    /** {@code deploy.server.groups}, as Orca's {@code ServerGroupMetadataTagTask} and deploys know it. */
    private static ObjectNode outputs(List<JsonNode> values) {
        ObjectNode outputs = Outputs.none();
        ObjectNode groups = outputs.objectNode();
        for (JsonNode value : values) {
            if (!Trees.blank(value.path("serverGroup"))) {
                groups.withArrayProperty(value.path("region").asText()).add(value.path("serverGroup"));
            }
        }
        if (!groups.isEmpty()) {
            outputs.set("deploy.server.groups", groups);
        }
        return outputs;
    }

    /** Region and zones, which stand in one map. */
    private static final class Place implements Part {
        @Override
        public List<String> arguments() {
            return List.of("region", "zones");
        }

        @Override
        public void read(ObjectNode cluster, Report report, Map<String, JsonNode> call) {
            String region = region(cluster);
            if (!region.isEmpty()) {
                call.put("region", TextNode.valueOf(region));
                JsonNode zones = cluster.path(ZONES).path(region);
                if (!Trees.blank(zones)) {
                    call.put("zones", zones);
                }
            }
        }

        static String region(ObjectNode cluster) {
            List<String> regions = cluster.path(ZONES) instanceof ObjectNode zones ? Views.names(zones) : List.of();
            return regions.isEmpty() ? Trees.text(cluster.path("region")) : regions.get(0);
        }

        @Override
        public void write(ObjectNode cluster, Map<String, JsonNode> wanted, Set<String> changed) {
            String region = wanted.containsKey("region") ? Trees.text(wanted.get("region")) : "";
            JsonNode zones = Trees.words(wanted.get("zones"));
            boolean simple = Trees.blank(cluster.path(ZONES)) && zones.isEmpty();
            if (simple || region.isEmpty()) {
                cluster.remove(ZONES);
                Trees.put(cluster, "region", region.isEmpty() ? Trees.none() : TextNode.valueOf(region));
            } else {
                cluster.putObject(ZONES).set(region, zones);
                if (!Trees.blank(cluster.path("region"))) {
                    cluster.put("region", region);
                }
            }
        }
    }

    /** The image: one that is named, else the one that a stage before this one baked or found for the region. */
    private static final class Image implements Part {
        private final Field named = Field.of("image", "imageId", "amiName");

        @Override
        public List<String> arguments() {
            return named.arguments();
        }

        @Override
        public void read(ObjectNode cluster, Report report, Map<String, JsonNode> call) {
            named.read(cluster, report, call);
            if (call.containsKey("image")
                    || !Trees.blank(cluster.path(FieldStage.OWN).path("image"))) {
                return;
            }
            String region = Place.region(cluster);
            Optional<String> found = report.mapping().deploymentDetails().stream()
                    .filter(details -> Trees.text(details.path("region")).equals(region))
                    .map(details -> Trees.text(details.path("ami")).isEmpty()
                            ? Trees.text(details.path("imageId"))
                            : Trees.text(details.path("ami")))
                    .filter(image -> !image.isEmpty())
                    .findFirst();
            if (found.isPresent()) {
                call.put("image", TextNode.valueOf(found.get()));
            } else if (report.running()) {
                report.cannot("pipeline.stage-no-image", region);
            }
        }

        @Override
        public void write(ObjectNode cluster, Map<String, JsonNode> wanted, Set<String> changed) {
            named.write(cluster, wanted, changed);
        }
    }
}
