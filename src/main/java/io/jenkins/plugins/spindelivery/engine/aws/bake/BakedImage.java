package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An image in one region.
 *
 * @param region where it is
 * @param id empty while it is not made
 * @param name its name
 * @param reused whether an earlier bake made it
 * @param available whether it can be used
 */
record BakedImage(
        @JsonProperty("region") String region,
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("reused") boolean reused,
        @JsonProperty("available") boolean available) {

    static BakedImage missing(String region) {
        return new BakedImage(region, "", "", false, false);
    }

    boolean isMissing() {
        return id.isEmpty();
    }

    BakedImage made(String newId, String newName) {
        return new BakedImage(region, newId, newName, false, false);
    }

    BakedImage ready() {
        return new BakedImage(region, id, name, reused, true);
    }
}
