package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Stages that look for machine images. */
final class ImageStages {
    private ImageStages() {}

    static List<StageType> all() {
        return List.of(
                aws("spinFindImage", "findImage")
                        .with(
                                Field.of("account", "credentials", "account"),
                                Field.words("regions", "regions", "region"),
                                Field.of("cluster"),
                                Field.of("choice", "selectionStrategy")
                                        .with(
                                                word -> TextNode.valueOf(
                                                        Trees.text(word).toLowerCase(Locale.ROOT)),
                                                word -> TextNode.valueOf(
                                                        Trees.text(word).toUpperCase(Locale.ROOT))),
                                Field.unless("onlyEnabled"))
                        .needs("cluster")
                        .ignoring("imageNamePattern")
                        .giving((stage, values) -> found(values)),
                withoutAccount("spinFindImage", "findImageFromTags")
                        .with(
                                Field.of("account", "credentials", "account"),
                                Field.words("regions", "regions", "region"),
                                Field.of("packageName"),
                                Field.of("tags"))
                        .giving((stage, values) -> found(values)));
    }

    /** A stage of Spinnaker's AWS provider, which is the one where none is named. */
    static FieldStage aws(String function, String... names) {
        return FieldStage.of(function, names).checking((stage, report) -> provider(names[0], stage, report));
    }

    /** Refuses the providers that are none of ours; says whether the stage is one of AWS. */
    static boolean provider(String type, ObjectNode stage, Report report) {
        for (String field : List.of("cloudProvider", "cloudProviderType", "provider")) {
            String provider = Trees.text(stage.path(field));
            if (provider.equals("kubernetes")) {
                report.cannot("pipeline.stage-legacy-kubernetes", type);
                return false;
            } else if (!provider.isEmpty() && !provider.equals("aws") && !provider.contains("${")) {
                report.cannot("pipeline.stage-provider", type, provider, "aws");
                return false;
            }
        }
        return true;
    }

    /** A stage that Spinnaker runs with an account that its own configuration names. */
    static FieldStage withoutAccount(String function, String... names) {
        return FieldStage.of(function, names).checking((stage, report) -> {
            boolean named = Stream.of(
                            stage.path("account"),
                            stage.path("credentials"),
                            stage.path(FieldStage.OWN).path("account"))
                    .anyMatch(account -> !Trees.blank(account));
            if (provider(names[0], stage, report) && !named) {
                report.cannot("pipeline.stage-bake-account");
            }
        });
    }

    /** {@code amiDetails} and {@code deploymentDetails}, from which a deploy takes its image. */
    static ObjectNode found(List<JsonNode> values) {
        ObjectNode outputs = Outputs.none();
        JsonNode value = Outputs.first(values);
        ArrayNode details = outputs.arrayNode();
        value.path("deploymentDetails").forEach(details::add);
        if (details.isEmpty()) {
            value.path("images").forEach(image -> details.add(details(image)));
        }
        if (!details.isEmpty()) {
            outputs.set("deploymentDetails", details);
            outputs.set("amiDetails", details);
        }
        if (value.path("artifacts").isArray()) {
            outputs.set("artifacts", value.path("artifacts"));
        }
        return outputs;
    }

    private static ObjectNode details(JsonNode image) {
        ObjectNode details = image instanceof ObjectNode map ? map.deepCopy() : Outputs.none();
        details.set("ami", image.path("id"));
        details.set("imageId", image.path("id"));
        details.set("imageName", image.path("name"));
        return details.put("cloudProviderType", "aws");
    }
}
