package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the instances of a server group are started.
 *
 * @param imageId such as {@code ami-0abc}
 * @param instanceType such as {@code t3.micro}
 * @param keyPair the name of a key pair; empty for none
 * @param securityGroups names or ids; none for the default one of the network
 * @param instanceProfile the name or ARN of an instance profile; empty for none
 * @param userData what the instances run when they start, as plain text; empty for none. Never shown
 * @param blockDevices what differs from the image's volumes
 * @param ebsOptimized whether the instances have bandwidth of their own for volumes
 * @param imdsV1 whether the instances' metadata can also be read without a token, which AWS advises against
 */
public record LaunchSettings(
        @JsonProperty("imageId") String imageId,
        @JsonProperty("instanceType") String instanceType,
        @JsonProperty("keyPair") String keyPair,
        @JsonProperty("securityGroups") List<String> securityGroups,
        @JsonProperty("instanceProfile") String instanceProfile,
        @JsonProperty("userData") String userData,
        @JsonProperty("blockDevices") List<BlockDevice> blockDevices,
        @JsonProperty("ebsOptimized") boolean ebsOptimized,
        @JsonProperty("imdsV1") boolean imdsV1) {

    public LaunchSettings {
        Objects.requireNonNull(imageId, "imageId");
        Objects.requireNonNull(instanceType, "instanceType");
        keyPair = keyPair == null ? "" : keyPair;
        securityGroups = securityGroups == null ? List.of() : List.copyOf(securityGroups);
        instanceProfile = instanceProfile == null ? "" : instanceProfile;
        userData = userData == null ? "" : userData;
        blockDevices = blockDevices == null ? List.of() : List.copyOf(blockDevices);
    }

    /**
     * A volume.
     *
     * @param device such as {@code /dev/sda1}
     * @param sizeGb its size in GiB
     * @param type such as {@code gp3}; empty for the usual one
     * @param encrypted whether it is encrypted
     */
    public record BlockDevice(
            @JsonProperty("device") String device,
            @JsonProperty("sizeGb") int sizeGb,
            @JsonProperty("type") String type,
            @JsonProperty("encrypted") boolean encrypted) {
        private static final Pattern FORM = Pattern.compile("([^=\\s]+)=(\\d{1,5})(?::([a-z0-9]+))?(?::(encrypted))?");

        public BlockDevice {
            Objects.requireNonNull(device, "device");
            type = type == null ? "" : type;
        }

        /**
         * Reads a volume.
         *
         * @param text such as {@code /dev/sda1=20}, {@code /dev/sda1=20:gp3} or {@code /dev/sda1=20:gp3:encrypted}
         * @return empty for a text of another form
         */
        public static Optional<BlockDevice> parse(String text) {
            Matcher parts = FORM.matcher(text.strip());
            return parts.matches()
                    ? Optional.of(new BlockDevice(
                            parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3), parts.group(4) != null))
                    : Optional.empty();
        }
    }

    /** The same with the user data kept elsewhere. */
    LaunchSettings withUserData(String other) {
        return new LaunchSettings(
                imageId,
                instanceType,
                keyPair,
                securityGroups,
                instanceProfile,
                other,
                blockDevices,
                ebsOptimized,
                imdsV1);
    }

    /** Never shows the user data, which often holds secrets. */
    @Override
    public String toString() {
        return imageId + " " + instanceType;
    }
}
