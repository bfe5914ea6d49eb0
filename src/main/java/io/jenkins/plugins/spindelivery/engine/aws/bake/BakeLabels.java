package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an image is called, and what its tags tell.
 *
 * @param amiName begins the image's name; empty for the name of the first package
 * @param amiSuffix stands in the image's name where else the time stands; may be empty
 * @param job the CI job; may be empty
 * @param buildNumber its build; may be empty
 * @param commitHash may be empty
 * @param buildHost the CI server's URL; may be empty
 * @param buildInfoUrl the build's URL; may be empty
 * @param user for whom the bake is; may be empty
 * @param expires when the image may be cleaned up, as an ISO 8601 instant; empty for never
 * @param tags further tags
 */
public record BakeLabels(
        @JsonProperty("amiName") String amiName,
        @JsonProperty("amiSuffix") String amiSuffix,
        @JsonProperty("job") String job,
        @JsonProperty("buildNumber") String buildNumber,
        @JsonProperty("commitHash") String commitHash,
        @JsonProperty("buildHost") String buildHost,
        @JsonProperty("buildInfoUrl") String buildInfoUrl,
        @JsonProperty("user") String user,
        @JsonProperty("expires") String expires,
        @JsonProperty("tags") Map<String, String> tags) {

    public BakeLabels {
        tags = new LinkedHashMap<>(tags);
    }
}
