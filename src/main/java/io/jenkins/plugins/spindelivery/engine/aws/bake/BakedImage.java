package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An image in one region.
 *
 * @param region where it is
 * @param id empty while it is not made, or nobody knows whether it is
 * @param name its name
 * @param reused whether an earlier bake made it
 * @param available whether it can be used
 * @param asked when AWS was asked to make it, in milliseconds since 1970, until it can be used: so long AWS may not show it,
 *     or its snapshots, yet; 0 when it was not asked
 */
record BakedImage(
        @JsonProperty("region") String region,
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("reused") boolean reused,
        @JsonProperty("available") boolean available,
        @JsonProperty("asked") long asked) {

    static BakedImage missing(String region) {
        return new BakedImage(region, "", "", false, false, 0);
    }

    static BakedImage reused(String region, String id, String name) {
        return new BakedImage(region, id, name, true, true, 0);
    }

    boolean isMissing() {
        return id.isEmpty();
    }

    /** It is going to be made: saved before AWS is asked, for the answer may be lost. */
    BakedImage asking(long now) {
        return new BakedImage(region, id, name, reused, available, now);
    }

    BakedImage made(String newId, String newName) {
        return new BakedImage(region, newId, newName, false, false, asked);
    }

    BakedImage ready() {
        return new BakedImage(region, id, name, reused, true, 0);
    }
}
