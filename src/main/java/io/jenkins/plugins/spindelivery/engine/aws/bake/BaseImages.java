package io.jenkins.plugins.spindelivery.engine.aws.bake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The operating systems whose newest image is found by itself: who publishes them, and how their images are named. Owners
 * and patterns are those of the publishers' own pages on finding their images.
 */
public final class BaseImages {
    private static final Map<String, String> CANONICAL =
            Map.of("aws", "099720109477", "aws-cn", "837727238323", "aws-us-gov", "513442679011");
    private static final Map<String, String> DEBIAN = Map.of("aws", "136693071363");
    private static final Map<String, String> AMAZON =
            Map.of("aws", "137112412989", "aws-cn", "141808717104", "aws-us-gov", "045324592363");
    private static final String ARM = "-arm64";

    private static final Map<String, Source> KNOWN = known();

    /**
     * Where an operating system's images are.
     *
     * @param owners the ids of the publisher's accounts by partition, such as {@code aws-cn}: a partition has accounts of
     *     its own
     * @param pattern of the images' names, with wildcards as EC2's filters have them
     */
    public record Source(Map<String, String> owners, String pattern) {

        /**
         * The publisher's account for a region.
         *
         * @param region such as {@code cn-north-1}
         * @return its id; empty when it is not known for the region's partition
         */
        public Optional<String> owner(String region) {
            return Optional.ofNullable(
                    owners.get(PartitionMetadata.of(Region.of(region)).id()));
        }
    }

    private BaseImages() {}

    private static Map<String, Source> known() {
        Map<String, Source> known = new LinkedHashMap<>();
        ubuntu(known, "ubuntu", "24.04");
        ubuntu(known, "ubuntu-24.04", "24.04");
        ubuntu(known, "ubuntu-22.04", "22.04");
        debian(known, "debian", "12");
        debian(known, "debian-13", "13");
        debian(known, "debian-12", "12");
        debian(known, "debian-11", "11");
        amazon(known, "amazon-linux", "al2023-ami-2023.*-kernel-*-");
        amazon(known, "amazon-linux-2023", "al2023-ami-2023.*-kernel-*-");
        amazon(known, "amazon-linux-2", "amzn2-ami-hvm-2.0.*-");
        return known;
    }

    private static void ubuntu(Map<String, Source> known, String name, String version) {
        // Newer releases lie in hvm-ssd-gp3, earlier ones in hvm-ssd.
        String begin = "ubuntu/images/hvm-ssd*/ubuntu-*-" + version + "-";
        known.put(name, new Source(CANONICAL, begin + "amd64-server-*"));
        known.put(name + ARM, new Source(CANONICAL, begin + "arm64-server-*"));
    }

    private static void debian(Map<String, Source> known, String name, String version) {
        known.put(name, new Source(DEBIAN, "debian-" + version + "-amd64-*"));
        known.put(name + ARM, new Source(DEBIAN, "debian-" + version + "-arm64-*"));
    }

    private static void amazon(Map<String, Source> known, String name, String begin) {
        String end = begin.startsWith("amzn2") ? "-gp2" : "";
        known.put(name, new Source(AMAZON, begin + "x86_64" + end));
        known.put(name + ARM, new Source(AMAZON, begin + "arm64" + end));
    }

    /**
     * Where an operating system's images are.
     *
     * @param baseOs such as {@code ubuntu-24.04} or {@code debian-12-arm64}
     * @return empty for one that is not known
     */
    public static Optional<Source> of(String baseOs) {
        return Optional.ofNullable(KNOWN.get(baseOs));
    }

    /**
     * All that are known.
     *
     * @return their names
     */
    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }
}
