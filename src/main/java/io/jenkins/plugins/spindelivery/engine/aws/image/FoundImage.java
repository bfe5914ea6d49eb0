package io.jenkins.plugins.spindelivery.engine.aws.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * An image as it was when it was read.
 *
 * @param region where it is
 * @param id such as {@code ami-0123}
 * @param name its name, unique among its owner's in the region
 * @param createdAt in milliseconds since 1970; 0 when AWS does not say
 * @param state such as {@code available}
 * @param tags by key
 * @param snapshots the ids of its snapshots
 */
public record FoundImage(
        @JsonProperty("region") String region,
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("state") String state,
        @JsonProperty("tags") Map<String, String> tags,
        @JsonProperty("snapshots") List<String> snapshots) {
    /** Newest first; those of the same moment by name, so that a choice is always the same. */
    static final Comparator<FoundImage> NEWEST_FIRST = Comparator.comparingLong(FoundImage::createdAt)
            .reversed()
            .thenComparing(FoundImage::name, Comparator.reverseOrder());

    /** Reference 4.3: {@code <name>-<version>[-h<build>[.<commit>]][/<job>/<build>]}. */
    private static final Pattern APP_VERSION = Pattern.compile("(.+?)-\\d[^-/]*(?:[-/].*)?");

    public FoundImage {
        tags = new TreeMap<>(tags);
        snapshots = List.copyOf(snapshots);
    }

    static FoundImage of(Image image, String region) {
        Map<String, String> tags = new TreeMap<>();
        for (Tag tag : image.tags()) {
            tags.put(tag.key(), tag.value());
        }
        return new FoundImage(
                region,
                image.imageId(),
                image.name() == null ? "" : image.name(),
                millis(image.creationDate()),
                image.stateAsString(),
                tags,
                image.blockDeviceMappings().stream()
                        .map(BlockDeviceMapping::ebs)
                        .filter(ebs -> ebs != null && ebs.snapshotId() != null)
                        .map(ebs -> ebs.snapshotId())
                        .toList());
    }

    private static long millis(String date) {
        try {
            return date == null ? 0 : Instant.parse(date).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** The image as the object of events and results. */
    public ObjectRef ref() {
        return AwsRef.of(AwsRef.Kind.IMAGE, region, id);
    }

    /** The tag {@code appversion}; empty without it. */
    public String appVersion() {
        return tags.getOrDefault(AwsTags.APP_VERSION, "");
    }

    /** The package that the image is named after, by its {@code appversion}; empty when that says none. */
    public Optional<String> packageName() {
        Matcher version = APP_VERSION.matcher(appVersion());
        return version.matches() ? Optional.of(version.group(1)) : Optional.empty();
    }

    /**
     * What later versions of it have in common with it.
     *
     * @return its package, or else its bake key, or else its own name
     */
    String family() {
        return packageName().orElseGet(() -> tags.getOrDefault(AwsTags.BAKE_KEY, name));
    }

    /** When it may be cleaned up, in milliseconds since 1970; empty when nobody has said, or not in words of ours. */
    Optional<Long> expires() {
        try {
            return Optional.ofNullable(tags.get(AwsTags.EXPIRES))
                    .map(text -> Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * The image in the words of the JSON contracts.
     *
     * @return {@code region, id, name, appversion, createdAt, tags}
     */
    public Map<String, Object> value() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("region", region);
        value.put("id", id);
        value.put("name", name);
        value.put("appversion", appVersion());
        value.put("createdAt", createdAt);
        value.put("tags", new LinkedHashMap<>(tags));
        return value;
    }
}
