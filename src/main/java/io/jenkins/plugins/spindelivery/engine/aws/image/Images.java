package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.api.Batches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** Reads images of a region, newest first. */
public final class Images {
    private static final int PAGE = 1000;

    private final AwsRegion region;

    /**
     * A reader.
     *
     * @param region where to read
     */
    public Images(AwsRegion region) {
        this.region = region;
    }

    /**
     * The account's own images with all of the given tags.
     *
     * @param tags by key; a value may hold {@code *} as AWS has it, and an empty one asks for the key alone
     * @return newest first
     * @throws AwsFault when AWS does not answer
     */
    public List<FoundImage> tagged(Map<String, String> tags) {
        List<Filter> filters = new ArrayList<>();
        tags.forEach((key, value) -> filters.add(
                value.isEmpty()
                        ? Filter.builder().name("tag-key").values(key).build()
                        : Filter.builder().name("tag:" + key).values(value).build()));
        return read(DescribeImagesRequest.builder().owners("self").filters(filters));
    }

    /**
     * Images by id, whoever owns them.
     *
     * @param ids their ids
     * @return newest first; those that do not exist are missing
     * @throws AwsFault when AWS does not answer
     */
    public List<FoundImage> byId(Collection<String> ids) {
        List<FoundImage> images = new ArrayList<>();
        for (List<String> part : Batches.of(ids, Batches.FILTER_VALUES)) {
            // A filter finds what there is, where naming the ids would refuse them all for one that is gone.
            images.addAll(read(DescribeImagesRequest.builder()
                    .filters(Filter.builder().name("image-id").values(part).build())));
        }
        images.sort(FoundImage.NEWEST_FIRST);
        return images;
    }

    private List<FoundImage> read(DescribeImagesRequest.Builder request) {
        List<FoundImage> images = new ArrayList<>();
        String next = null;
        do {
            DescribeImagesResponse page = region.ec2()
                    .describeImages(request.maxResults(PAGE).nextToken(next).build());
            for (Image image : page.images()) {
                images.add(FoundImage.of(image, region.name()));
            }
            next = page.nextToken();
        } while (next != null && !next.isEmpty());
        images.sort(FoundImage.NEWEST_FIRST);
        return images;
    }
}
