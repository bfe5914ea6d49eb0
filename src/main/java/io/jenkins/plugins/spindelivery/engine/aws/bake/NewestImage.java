package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Image;

/** Finds the newest image. */
public final class NewestImage {
    private NewestImage() {}

    /**
     * The newest image of an operating system.
     *
     * @param ec2 asked for it
     * @param region where that is, for messages
     * @param baseOs one of {@link BaseImages#names}
     * @return the image
     * @throws ProblemException when the operating system is not known, in that region or at all, or there is no image of it
     */
    public static Image of(Ec2Client ec2, String region, String baseOs) {
        BaseImages.Source source = BaseImages.of(baseOs)
                .orElseThrow(() -> BakeWork.wrong(
                        Category.INPUT, "aws.bake-base-os-unknown", baseOs, String.join(", ", BaseImages.names())));
        String owner = source.owner(region)
                .orElseThrow(() -> BakeWork.wrong(Category.INPUT, "aws.bake-base-os-elsewhere", baseOs, region));
        DescribeImagesRequest request = DescribeImagesRequest.builder()
                .owners(owner)
                .filters(BakeWork.filter("name", source.pattern()), BakeWork.filter("state", "available"))
                .build();
        return among(ec2.describeImagesPaginator(request).images().stream().toList())
                .orElseThrow(() ->
                        BakeWork.wrong(Category.INPUT, "aws.bake-base-none", baseOs, region, source.pattern(), owner));
    }

    /** The newest of some; of equally new ones always the same. */
    static Optional<Image> among(List<Image> images) {
        return images.stream()
                .max(Comparator.comparing((Image image) -> Objects.toString(image.creationDate(), ""))
                        .thenComparing(Image::imageId));
    }
}
