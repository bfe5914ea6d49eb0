package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Notifications of a Docker registry (distribution): an envelope with several events, of which those with the action
 * {@code push} and a tag tell of a new image. Layers are pushed without a tag, and pulls are told of in the same way;
 * both are left out.
 */
public final class RegistryPush {
    private RegistryPush() {}

    /**
     * Reads what was pushed.
     *
     * @param payload what the registry delivered
     * @return the images, each once; none when no event tells of a tag
     * @throws ProblemException when the payload is no envelope of events
     */
    public static List<ImagePush> read(ObjectNode payload) {
        if (!payload.path("events").isArray()) {
            throw SafePattern.input("", "trigger.registry-envelope", "events");
        }
        Set<ImagePush> pushes = new LinkedHashSet<>();
        for (JsonNode event : payload.path("events")) {
            JsonNode target = event.path("target");
            String tag = Payload.text(target, "tag");
            String repository = Payload.text(target, "repository");
            if (Payload.text(event, "action").equals("push") && !tag.isEmpty() && !repository.isEmpty()) {
                pushes.add(
                        new ImagePush(registry(event), repository, tag, Payload.text(target, "digest"), user(event)));
            }
        }
        return List.copyOf(pushes);
    }

    /** The host that the client asked for: the registry itself may have another name behind a proxy. */
    private static String registry(JsonNode event) {
        String host = Payload.text(event.path("request"), "host");
        if (!host.isEmpty()) {
            return host;
        }
        try {
            String authority =
                    URI.create(Payload.text(event.path("target"), "url")).getRawAuthority();
            return authority == null ? "" : authority.substring(authority.indexOf('@') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String user(JsonNode event) {
        return Payload.text(event.path("actor"), "name");
    }
}
