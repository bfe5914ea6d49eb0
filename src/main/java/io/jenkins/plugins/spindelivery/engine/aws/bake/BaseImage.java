package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What an image is baked on.
 *
 * @param id the base image's id
 * @param name its name; may be empty
 * @param rootDevice the name of its root device, such as {@code /dev/xvda}
 * @param devices its devices that become volumes
 */
record BaseImage(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("rootDevice") String rootDevice,
        @JsonProperty("devices") List<Device> devices) {
    /** Not looked for yet. */
    static final BaseImage NONE = new BaseImage("", "", "", List.of());

    /**
     * A device that becomes a volume.
     *
     * @param name such as {@code /dev/xvda}
     * @param gib its size in GiB; 0 when the image does not say
     */
    record Device(@JsonProperty("name") String name, @JsonProperty("gib") int gib) {}

    BaseImage {
        devices = List.copyOf(devices);
    }
}
