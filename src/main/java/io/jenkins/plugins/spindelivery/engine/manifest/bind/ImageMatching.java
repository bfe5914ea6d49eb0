package io.jenkins.plugins.spindelivery.engine.manifest.bind;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an image in a manifest is compared with the name of a {@code docker/image} artifact. */
public enum ImageMatching {
    /** Tag and digest are cut off the image first; Spinnaker's default. */
    @JsonProperty("match-name-and-tag")
    NAME_AND_TAG,
    /** The whole text of the image must be the artifact's name, so that an image with a tag of its own is kept. */
    @JsonProperty("match-name-only")
    NAME_ONLY
}
