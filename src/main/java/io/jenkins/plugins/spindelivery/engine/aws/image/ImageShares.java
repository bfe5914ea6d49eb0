package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;

/** With whom images are shared. Whether these use them can't be seen from the account that owns them. */
public final class ImageShares {
    private final AwsRegion region;

    /**
     * Asks a region.
     *
     * @param region where the images are
     */
    public ImageShares(AwsRegion region) {
        this.region = region;
    }

    /**
     * Who else may start instances from an image.
     *
     * @param image its id
     * @return ids of accounts, ARNs of organizations and their units, or {@code all} for a public image, with commas; empty
     *     when nobody else may, or the image is gone
     * @throws AwsFault when AWS does not answer
     */
    public Optional<String> of(String image) {
        try {
            String others = region
                    .ec2()
                    .describeImageAttribute(ask -> ask.imageId(image).attribute(ImageAttributeName.LAUNCH_PERMISSION))
                    .launchPermissions()
                    .stream()
                    .flatMap(each -> Stream.of(
                            each.userId(), each.groupAsString(), each.organizationArn(), each.organizationalUnitArn()))
                    .filter(Objects::nonNull)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return others.isEmpty() ? Optional.empty() : Optional.of(others);
        } catch (AwsFault e) {
            if (e.isNotFound() || e.code().equals("InvalidAMIID.Unavailable")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
