package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageReference;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Harbor's webhook <i>Artifact pushed</i>, in its default format ({@code type: PUSH_ARTIFACT}) and as CloudEvent
 * ({@code type: harbor.artifact.pushed}). Both list the pushed resources: digest, tag and address of each. A push
 * without a tag carries its digest in place of the tag.
 */
public final class HarborPush {
    private static final String DEFAULT_TYPE = "PUSH_ARTIFACT";
    private static final String CLOUD_EVENT_TYPE = "harbor.artifact.pushed";

    private HarborPush() {}

    /**
     * Reads what was pushed.
     *
     * @param payload what Harbor delivered
     * @return the images; none when the payload tells of something else, such as a finished scan
     * @throws ProblemException when it tells of a push, but not of which image
     */
    public static List<ImagePush> read(ObjectNode payload) {
        String type = Payload.text(payload, "type");
        if (!type.equals(DEFAULT_TYPE) && !type.equals(CLOUD_EVENT_TYPE)) {
            return List.of();
        }
        JsonNode data = payload.path(type.equals(DEFAULT_TYPE) ? "event_data" : "data");
        String repository = Payload.text(data.path("repository"), "repo_full_name");
        List<ImagePush> pushes = new ArrayList<>();
        for (JsonNode resource : data.path("resources")) {
            pushes.add(push(repository, resource, Payload.text(payload, "operator")));
        }
        if (repository.isEmpty() || pushes.isEmpty()) {
            throw SafePattern.input("", "trigger.harbor-incomplete", "repository.repo_full_name", "resources");
        }
        return List.copyOf(pushes);
    }

    private static ImagePush push(String repository, JsonNode resource, String operator) {
        String address =
                ImageReference.parse(Payload.text(resource, "resource_url")).name();
        String digest = Payload.text(resource, "digest");
        String tag = Payload.text(resource, "tag");
        String suffix = "/" + repository;
        // A proxy may put a path in front of Harbor's; what stands before the repository is what clients pull from.
        String registry = address.endsWith(suffix) ? address.substring(0, address.length() - suffix.length()) : "";
        boolean untagged = tag.equals(digest) || tag.startsWith("sha256:");
        return new ImagePush(registry, repository, untagged ? "" : tag, digest, operator);
    }
}
