package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Makes the image of the stopped builder, and copies of it in other regions. */
final class ImageMaking {
    private static final String DUPLICATE = "InvalidAMIName.Duplicate";

    private final BakeWork work;

    ImageMaking(BakeWork work) {
        this.work = work;
    }

    /** The account's own image of a name, which a region gives only once. */
    static Optional<Image> named(Ec2Client ec2, String name) {
        return ec2
                .describeImages(request -> request.owners("self").filters(BakeWork.filter("name", literal(name))))
                .images()
                .stream()
                .filter(image -> name.equals(image.name()))
                .findFirst();
    }

    /** In filters stars and question marks stand for others; names have neither, but the suffix is the user's. */
    private static String literal(String name) {
        return name.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
    }

    /** Makes the image and waits for it; the builder then goes. */
    Looked make() {
        BakedImage image = work.state().images().get(0);
        if (image.isMissing()) {
            return create(image);
        }
        if (!isAvailable(image)) {
            return work.notYet(AwsRef.Kind.IMAGE, image.name(), "pending");
        }
        work.ec2()
                .terminateInstances(request -> request.instanceIds(work.state().builder()));
        work.changed(AwsRef.Kind.INSTANCE, work.home(), work.state().builder(), Action.DELETED);
        return work.goOn(replaced(image.ready()).enter(BakePhase.COPY, work.now()));
    }

    private Looked create(BakedImage image) {
        if (!work.isAsking(image.asked())) {
            return work.goOn(replaced(image.asking(work.now())));
        }
        // CreateImage has no client token: an earlier try is found by the name.
        Optional<String> made = mine(work.home(), work.state().imageName());
        if (made.isPresent()) {
            return work.learnt(replaced(image.made(made.get(), work.state().imageName())));
        }
        if (work.state().seen().isEmpty()) {
            work.phase(Phase.IMAGE, 1);
        }
        try {
            String id = work.ec2()
                    .createImage(request -> request.instanceId(work.state().builder())
                            .name(work.state().imageName())
                            .description("Baked on " + work.state().base().id())
                            .tagSpecifications(
                                    BakeWork.tagged(work.imageTags(), ResourceType.IMAGE, ResourceType.SNAPSHOT)))
                    .imageId();
            work.changed(AwsRef.Kind.IMAGE, work.home(), work.state().imageName(), Action.CREATED);
            return work.learnt(replaced(image.made(id, work.state().imageName())));
        } catch (AwsFault e) {
            if (e.code().equals(DUPLICATE) && work.settling()) {
                return work.notYet(work.state().seen(DUPLICATE));
            }
            throw e;
        }
    }

    /** The id of the image of a name that an earlier try has made. */
    private Optional<String> mine(String region, String name) {
        Optional<Image> taken = named(work.ec2(region), name);
        taken.filter(image -> !BakeWork.tag(image.tags(), AwsTags.OPERATION)
                        .equals(work.state().course().id()))
                .ifPresent(image -> {
                    throw BakeWork.wrong(Category.FAILED, "aws.bake-name-taken", name, region, image.imageId());
                });
        return taken.map(Image::imageId);
    }

    private BakeState replaced(BakedImage image) {
        List<BakedImage> images = new ArrayList<>(work.state().images());
        images.replaceAll(each -> each.region().equals(image.region()) ? image : each);
        return work.state().images(images);
    }

    private boolean isAvailable(BakedImage image) {
        Optional<Image> found;
        try {
            found = work.ec2(image.region()).describeImages(request -> request.imageIds(image.id())).images().stream()
                    .findFirst();
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
            found = Optional.empty();
        }
        if (found.isEmpty()) {
            if (work.settling()) {
                return false;
            }
            throw BakeWork.wrong(Category.FAILED, "aws.bake-image-gone", image.id(), image.region());
        }
        ImageState state = found.get().state();
        if (state == ImageState.AVAILABLE) {
            return true;
        }
        if (state != ImageState.PENDING && state != ImageState.TRANSIENT) {
            String reason = found.get().stateReason() == null
                    ? ""
                    : Objects.toString(found.get().stateReason().message(), "");
            throw BakeWork.wrong(Category.FAILED, "aws.bake-image-failed", image.id(), image.region(), state, reason);
        }
        return false;
    }

    /** Copies the image to the regions that do not have it, and waits for the copies. */
    Looked copy() {
        List<BakedImage> images = work.state().images();
        BakedImage source =
                images.stream().filter(BakedImage::available).findFirst().orElseThrow();
        if (images.stream().allMatch(BakedImage::available)) {
            return work.goOn(work.enter(BakePhase.SHARE));
        }
        if (images.stream().anyMatch(BakedImage::isMissing)) {
            if (images.stream().anyMatch(image -> image.isMissing() && !work.isAsking(image.asked()))) {
                return work.goOn(work.state()
                        .images(images.stream()
                                .map(image -> image.isMissing() ? image.asking(work.now()) : image)
                                .toList()));
            }
            work.phase(Phase.COPY, (int)
                    images.stream().filter(BakedImage::isMissing).count());
            return work.learnt(
                    work.state().images(all(images, image -> image.isMissing() ? copy(source, image) : image)));
        }
        List<BakedImage> looked =
                all(images, image -> !image.available() && isAvailable(image) ? image.ready() : image);
        return looked.stream().allMatch(BakedImage::available)
                ? work.goOn(work.state().images(looked).enter(BakePhase.SHARE, work.now()))
                : work.notYet(work.state().images(looked));
    }

    private List<BakedImage> all(List<BakedImage> images, UnaryOperator<BakedImage> change) {
        return Parallel.map(work.context().executor(), images, change);
    }

    private BakedImage copy(BakedImage source, BakedImage missing) {
        Optional<String> made = mine(missing.region(), source.name());
        if (made.isPresent()) {
            return missing.made(made.get(), source.name());
        }
        // What is shared must not have AWS's own key.
        String key = work.request().shareWith().isEmpty()
                ? null
                : work.request().builder().kmsKeyIn(missing.region()).orElse(null);
        CopyImageRequest request = CopyImageRequest.builder()
                .clientToken(work.token("copy-" + missing.region()))
                .sourceRegion(source.region())
                .sourceImageId(source.id())
                .name(source.name())
                .description("Copy of " + source.id() + " in " + source.region())
                .encrypted(true)
                .kmsKeyId(key)
                .tagSpecifications(BakeWork.tagged(work.imageTags(), ResourceType.IMAGE, ResourceType.SNAPSHOT))
                .build();
        String id = work.ec2(missing.region()).copyImage(request).imageId();
        work.changed(AwsRef.Kind.IMAGE, missing.region(), source.name(), Action.CREATED);
        return missing.made(id, source.name());
    }
}
