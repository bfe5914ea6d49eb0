package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.List;

/**
 * What a deploy left in the cluster, as a person would name it.
 *
 * @param region where it is in AWS; empty in Kubernetes
 * @param name the object's name without its version
 * @param version such as {@code v003}, or the tag of the first image; may be empty
 * @param images the containers' images
 */
public record Deployed(String region, String name, String version, List<String> images) {

    /** What a deploy is about: what runs, if it has any; otherwise what has versions. */
    static List<Deployed> of(StageRecord stage) {
        List<ObjectRecord> there =
                stage.objects().stream().filter(Deployed::isLeft).toList();
        List<Deployed> running = there.stream()
                .filter(object -> !object.images().isEmpty())
                .map(Deployed::of)
                .toList();
        return !running.isEmpty()
                ? running
                : there.stream()
                        .filter(object -> !object.version().isEmpty())
                        .map(Deployed::of)
                        .toList();
    }

    /** In AWS a deploy also tells of the server groups before its own, which it changes without deploying them. */
    private static boolean isLeft(ObjectRecord object) {
        return AwsRef.is(object.ref())
                ? object.action() == Action.CREATED && object.ref().kind().equals(AwsRef.Kind.SERVER_GROUP.word())
                : object.action() != Action.DELETED && object.action() != Action.SKIPPED;
    }

    /** The images that a bake made or found, each with its region. */
    static List<String> images(StageRecord stage) {
        return stage.objects().stream()
                .map(ObjectRecord::ref)
                .filter(ref -> AwsRef.is(ref) && ref.kind().equals(AwsRef.Kind.IMAGE.word()))
                .map(ref -> Words.of("view.image-in-region", ref.name(), ref.namespace()))
                .toList();
    }

    private static Deployed of(ObjectRecord object) {
        String name = object.ref().name();
        String region = AwsRef.is(object.ref()) ? object.ref().namespace() : "";
        if (object.version().isEmpty()) {
            return new Deployed(region, name, tag(object.images()), object.images());
        }
        String suffix = "-" + object.version();
        String bare = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        return new Deployed(region, bare, object.version(), object.images());
    }

    /** The tag; of an image by digest as much of it as people compare. */
    private static String tag(List<String> images) {
        if (images.isEmpty()) {
            return "";
        }
        String image = images.get(0);
        int digest = image.indexOf("@sha256:");
        int colon = image.lastIndexOf(':', digest < 0 ? image.length() : digest - 1);
        boolean tagged = colon > image.lastIndexOf('/', digest < 0 ? image.length() : digest);
        if (tagged) {
            return image.substring(colon + 1, digest < 0 ? image.length() : digest);
        }
        int from = digest + "@sha256:".length();
        return digest < 0 ? "" : image.substring(from, Math.min(image.length(), from + 12));
    }

    /**
     * The name.
     *
     * @return without its version
     */
    public String getName() {
        return name;
    }

    /**
     * The version.
     *
     * @return may be empty
     */
    public String getVersion() {
        return version;
    }

    /**
     * The images.
     *
     * @return in the order of the manifest
     */
    public List<String> getImages() {
        return images;
    }

    /**
     * Name and version.
     *
     * @return such as {@code web v003}
     */
    public String getText() {
        return version.isEmpty() ? name : name + " " + version;
    }
}
