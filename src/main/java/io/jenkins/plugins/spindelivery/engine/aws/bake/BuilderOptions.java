package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instance that the image is made of.
 *
 * @param how how it is provisioned
 * @param instanceType such as {@code t3.small}
 * @param subnet where it runs; empty for the default VPC
 * @param instanceProfile the name or ARN of an instance profile; empty for none
 * @param rootVolumeGib the size of its root volume in GiB; 0 for the base image's own
 * @param kmsKey the key that encrypts its volumes and so the image; empty for the account's usual one, with which the image
 *     can't be shared
 */
public record BuilderOptions(
        @JsonProperty("how") How how,
        @JsonProperty("instanceType") String instanceType,
        @JsonProperty("subnet") String subnet,
        @JsonProperty("instanceProfile") String instanceProfile,
        @JsonProperty("rootVolumeGib") int rootVolumeGib,
        @JsonProperty("kmsKey") String kmsKey) {
    private static final Pattern PORTABLE = Pattern.compile("(arn:[^:]+:kms:)[^:]+(:\\d+:(?:alias/|key/mrk-).+)");

    /** Enough to install packages. */
    public static final String USUAL_TYPE = "t3.small";

    /**
     * The key under which copies of the image are encrypted: keys belong to a region, but aliases and multi-Region keys are
     * called the same elsewhere.
     *
     * @param region where the copy is made
     * @return the key; empty when it is not known to be there
     */
    public Optional<String> kmsKeyIn(String region) {
        if (kmsKey.startsWith("alias/") || kmsKey.startsWith("mrk-")) {
            return Optional.of(kmsKey);
        }
        Matcher arn = PORTABLE.matcher(kmsKey);
        return arn.matches() ? Optional.of(arn.group(1) + region + arn.group(2)) : Optional.empty();
    }

    /** How a builder is told what to do, and how it tells what came of it. */
    public enum How {
        /** By user data; the console tells. Needs nothing in the image but cloud-init. */
        USER_DATA("userData"),
        /** By Systems Manager. Needs its agent in the image, and an instance profile that lets it in. */
        SYSTEMS_MANAGER("systemsManager");

        private final String word;

        How(String word) {
            this.word = word;
        }

        /**
         * The word of requests.
         *
         * @return such as {@code userData}
         */
        public String word() {
            return word;
        }
    }
}
