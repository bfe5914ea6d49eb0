package demo;

import java.util.List;
import java.util.Map;

/**
 * Which images the service's versions are. The test cluster runs nothing, so there every name will do; a real cluster
 * has to be able to pull them, and gets others by {@code --artifact}.
 */
final class Images {
    /** The first version. */
    static final String FIRST = "1.0";
    /** The next one. */
    static final String NEXT = "1.1";
    /** A version that never becomes ready; the test cluster takes the word from the tag. */
    static final String BROKEN = "2.0-crash";

    private static final String NAME = "hub.imgo.tv/spinnaker/youdu";

    /** No registry has this tag, and the test cluster takes it for one that can't be pulled. */
    private static final String NO_SUCH_TAG = "no-such-tag-pullfail";

    private final Map<String, String> replacements;

    private Images(Map<String, String> replacements) {
        this.replacements = replacements;
    }

    /** The images that the manifests name. */
    static Images ofTestCluster() {
        return new Images(Map.of());
    }

    /**
     * Images that a real cluster can pull.
     *
     * @param pair the first and the next version, with a comma between
     * @return the images
     * @throws Options.Wrong when these are not two different images with tags
     */
    static Images pullable(String pair) {
        List<String> two = List.of(pair.split(","));
        if (two.size() != 2 || two.get(0).equals(two.get(1)) || !two.stream().allMatch(Images::hasTag)) {
            throw new Options.Wrong(
                    "--images takes two different images with tags and a comma between, not " + pair + ".");
        }
        String repository = two.get(1).substring(0, two.get(1).lastIndexOf(':'));
        return new Images(Map.of(FIRST, two.get(0), NEXT, two.get(1), BROKEN, repository + ":" + NO_SUCH_TAG));
    }

    private static boolean hasTag(String image) {
        return image.lastIndexOf(':') > image.lastIndexOf('/') && !image.contains("@");
    }

    /**
     * The flags that make a deploy take a version.
     *
     * @param version one of the constants
     * @return flags of {@code spin}
     */
    List<String> flags(String version) {
        return replacements.isEmpty()
                ? List.of("--param image_version=" + version)
                : List.of(
                        "--param image_version=" + version,
                        "--artifact type=docker/image,name=" + NAME + ",reference=" + replacements.get(version));
    }

    /**
     * The image that a pod of a version has.
     *
     * @param version one of the constants
     * @return the whole reference
     */
    String of(String version) {
        return replacements.getOrDefault(version, NAME + ":" + version);
    }

    /** The reason that the cluster gives for the broken version. */
    String brokenReason() {
        return replacements.isEmpty() ? "CrashLoopBackOff" : "ImagePullBackOff";
    }
}
