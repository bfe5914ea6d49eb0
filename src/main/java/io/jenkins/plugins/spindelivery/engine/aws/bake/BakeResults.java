package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a bake, in the words of the JSON contract. */
final class BakeResults {
    private BakeResults() {}

    /** The end: the images, unless they were removed. */
    static AwsResult of(BakeState state, Clock clock) {
        boolean images = state.published() || !state.course().ending();
        return AwsResult.of(
                state.course(), images ? outcomes(state) : List.of(), images ? outputs(state) : Map.of(), clock);
    }

    /** The end of a bake whose things could not all be removed. */
    static AwsResult leftOver(BakeState state, Clock clock) {
        List<ObjectOutcome> objects = new ArrayList<>();
        String region = state.request().home();
        if (!state.builder().isEmpty()) {
            objects.add(left(AwsRef.Kind.INSTANCE, region, state.builder()));
        }
        if (!state.published()) {
            state.images().stream()
                    .filter(image -> !image.isMissing() && !image.reused())
                    .forEach(image -> objects.add(left(AwsRef.Kind.IMAGE, image.region(), image.name())));
        }
        if (state.lease().held()) {
            objects.add(left(AwsRef.Kind.SECURITY_GROUP, region, state.lease().group()));
        }
        PackageStaging.left(state).forEach(ref -> objects.add(outcome(ref, Action.SKIPPED, "unknown", "")));
        if (state.published()) {
            objects.addAll(outcomes(state));
        }
        return AwsResult.of(state.course(), objects, state.published() ? outputs(state) : Map.of(), clock);
    }

    private static ObjectOutcome left(AwsRef.Kind kind, String region, String name) {
        return outcome(AwsRef.of(kind, region, name), Action.SKIPPED, "unknown", "");
    }

    private static List<ObjectOutcome> outcomes(BakeState state) {
        return state.images().stream()
                .map(image -> outcome(
                        AwsRef.of(AwsRef.Kind.IMAGE, image.region(), image.name()),
                        image.reused() ? Action.UNCHANGED : Action.CREATED,
                        "stable",
                        image.id()))
                .toList();
    }

    private static ObjectOutcome outcome(ObjectRef ref, Action action, String status, String message) {
        return new ObjectOutcome(ref.apiVersion(), ref.kind(), ref.namespace(), ref.name(), action, status, message);
    }

    private static Map<String, Object> outputs(BakeState state) {
        BakeRequest request = state.request();
        List<Object> images = new ArrayList<>();
        List<Object> details = new ArrayList<>();
        for (BakedImage image : state.images()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("region", image.region());
            entry.put("id", image.id());
            entry.put("name", image.name());
            entry.put("bakeKey", BakeNames.key(request.recipe(), request.labels(), image.region()));
            entry.put("reused", image.reused());
            images.add(entry);
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("ami", image.id());
            detail.put("imageId", image.id());
            detail.put("imageName", image.name());
            detail.put("region", image.region());
            detail.put("cloudProviderType", "aws");
            details.add(detail);
        }
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("images", images);
        outputs.put(
                "appversion",
                BakeNames.appVersion(request.recipe(), request.labels()).orElse(""));
        outputs.put("deploymentDetails", details);
        return outputs;
    }
}
