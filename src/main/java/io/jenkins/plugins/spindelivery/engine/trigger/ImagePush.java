package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;

/**
 * A tag that appeared in a registry, whoever told of it: Harbor, the registry's own notifications, or a look at its
 * list of tags.
 *
 * @param registry the registry's host, with its port if it has one
 * @param repository the path in the registry, such as {@code devops/gateway}
 * @param tag the tag; empty for an image that was pushed without one
 * @param digest such as {@code sha256:…}; empty when it was not told
 * @param user who pushed; empty when it was not told
 */
public record ImagePush(String registry, String repository, String tag, String digest, String user) {
    /**
     * What the push is remembered by. It is the same for all that tell of one push with its digest, so that a webhook
     * and a look at the list of tags start one run together.
     *
     * @return {@code image:HOST/REPOSITORY:TAG@DIGEST}
     */
    public String id() {
        return "image:" + tagged() + (digest.isEmpty() ? "" : "@" + digest);
    }

    /**
     * What a manifest names the image by.
     *
     * @return {@code HOST/REPOSITORY:TAG}, or with the digest when there is no tag
     */
    public String reference() {
        return tag.isEmpty() && !digest.isEmpty() ? name() + "@" + digest : tagged();
    }

    /**
     * The image as Spinnaker's artifact.
     *
     * @return a {@code docker/image}
     */
    public Artifact artifact() {
        return new Artifact("docker/image", name(), "", tag.isEmpty() ? digest : tag, reference(), null);
    }

    /**
     * What {@code ${trigger.…}} offers of it, by the names of Spinnaker's trigger {@code docker}.
     *
     * @return a new object with {@code registry}, {@code repository}, {@code tag} and {@code digest}
     */
    public ObjectNode details() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("registry", registry)
                .put("repository", repository)
                .put("tag", tag)
                .put("digest", digest);
    }

    private String tagged() {
        return tag.isEmpty() ? name() : name() + ":" + tag;
    }

    private String name() {
        return registry.isEmpty() ? repository : registry + "/" + repository;
    }
}
