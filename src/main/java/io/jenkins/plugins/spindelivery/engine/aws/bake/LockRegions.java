package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The regions of a bake in the tags of its lock, so that who takes its place knows where its copies may be. One tag holds
 * about 18 names; what does not fit goes on in {@code spin-delivery:regions-2} and so on.
 */
final class LockRegions {
    private static final String REGIONS = AwsTags.PREFIX + "regions";
    private static final String BETWEEN = " ";

    private LockRegions() {}

    /** The tags that hold some regions. */
    static Map<String, String> tags(List<String> regions) {
        Map<String, String> tags = new LinkedHashMap<>();
        List<String> line = new ArrayList<>();
        for (String region : regions) {
            line.add(region);
            if (String.join(BETWEEN, line).length() > AwsTags.LONGEST_VALUE) {
                line.remove(line.size() - 1);
                tags.put(name(tags.size()), String.join(BETWEEN, line));
                line = new ArrayList<>(List.of(region));
            }
        }
        tags.put(name(tags.size()), String.join(BETWEEN, line));
        return tags;
    }

    private static String name(int before) {
        return before == 0 ? REGIONS : REGIONS + "-" + (before + 1);
    }

    /** The regions that a lock's tags hold; empty when a person has removed the tags. */
    static List<String> of(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.key().equals(REGIONS) || tag.key().matches(REGIONS + "-\\d+"))
                .flatMap(tag -> Stream.of(tag.value().split(BETWEEN)))
                .filter(region -> !region.isEmpty())
                .distinct()
                .toList();
    }
}
