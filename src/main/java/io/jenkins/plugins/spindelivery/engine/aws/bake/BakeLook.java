package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;

/** What is there already, and whether the request can be carried out; changes nothing. */
final class BakeLook {
    private final BakeWork work;

    BakeLook(BakeWork work) {
        this.work = work;
    }

    /** Looks in all regions for images of the same recipe. */
    BakeState look() {
        List<Optional<Problem>> refused = work.request().regions().stream()
                .map(region -> {
                    work.account().region(region);
                    return work.account()
                            .forbids(AwsRef.of(
                                    AwsRef.Kind.IMAGE, region, work.state().imageName()));
                })
                .toList();
        List<Problem> problems = refused.stream().flatMap(Optional::stream).toList();
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.ACCESS, problems);
        }
        if (work.request().rebake()) {
            return work.enter(BakePhase.CHECK);
        }
        BakeState found = work.state().images(find());
        if (found.allFound()) {
            tell(found);
            return found.with(found.course().changing()).enter(BakePhase.SHARE, work.now());
        }
        boolean any = found.images().stream().anyMatch(image -> !image.isMissing());
        if (!any) {
            return found.enter(BakePhase.CHECK, work.now());
        }
        BakeState shared = new SharedKeys(work).checked(found);
        return shared.with(shared.course().changing()).enter(BakePhase.LOCK, work.now());
    }

    /** Looks once more, when no other bake can make an image of this recipe any more. */
    BakeState lookAgain() {
        if (work.request().rebake()) {
            return work.enter(BakePhase.LAUNCH);
        }
        BakeState found = work.state().images(find());
        tell(found);
        if (found.allFound()) {
            return found.enter(BakePhase.SHARE, work.now());
        }
        boolean any = found.images().stream().anyMatch(image -> !image.isMissing());
        if (any) {
            return found.enter(BakePhase.COPY, work.now());
        }
        // An image that there was at first is gone, so the base has not been checked yet.
        boolean checked = !found.base().id().isEmpty();
        return found.enter(checked ? BakePhase.LAUNCH : BakePhase.CHECK, work.now());
    }

    private void tell(BakeState found) {
        found.images().stream()
                .filter(image -> !image.isMissing())
                .forEach(image -> work.changed(AwsRef.Kind.IMAGE, image.region(), image.name(), Action.UNCHANGED));
    }

    private List<BakedImage> find() {
        return Parallel.map(work.context().executor(), work.request().regions(), this::find);
    }

    private BakedImage find(String region) {
        DescribeImagesRequest request = DescribeImagesRequest.builder()
                .owners("self")
                .filters(
                        BakeWork.filter("tag:" + AwsTags.BAKE_KEY, work.key(region)),
                        BakeWork.filter("state", "available"))
                .build();
        return NewestImage.among(work.ec2(region).describeImagesPaginator(request).images().stream()
                        .filter(image -> image.state() == ImageState.AVAILABLE)
                        .toList())
                .map(image -> BakedImage.reused(region, image.imageId(), image.name()))
                .orElseGet(() -> BakedImage.missing(region));
    }

    /** Checks base image, subnet and name, so that what is wrong with them is said before anything is made. */
    BakeState check() {
        Optional<Problem> forbidden = work.account()
                .forbids(AwsRef.of(
                        AwsRef.Kind.INSTANCE, work.home(), work.state().imageName()));
        if (forbidden.isPresent()) {
            throw new ProblemException(Category.ACCESS, forbidden.get());
        }
        Image base = base();
        List<BaseImage.Device> devices = base.blockDeviceMappings().stream()
                .filter(device -> device.ebs() != null)
                .map(device -> new BaseImage.Device(
                        device.deviceName(),
                        Objects.requireNonNullElse(device.ebs().volumeSize(), 0)))
                .toList();
        if (!"ebs".equals(base.rootDeviceTypeAsString())) {
            throw BakeWork.wrong(
                    Category.INPUT, "aws.bake-base-not-ebs", base.imageId(), base.rootDeviceTypeAsString());
        }
        refuseTakenName();
        new PackageStaging(work).check();
        BaseImage found = new BaseImage(
                base.imageId(),
                Objects.toString(base.name(), ""),
                Objects.toString(base.rootDeviceName(), ""),
                devices);
        BakeState checked = new SharedKeys(work).checked(work.state()).base(found, vpc());
        return checked.with(checked.course().changing()).enter(BakePhase.LOCK, work.now());
    }

    private Image base() {
        BakeRecipe recipe = work.request().recipe();
        return recipe.baseAmi().isEmpty()
                ? NewestImage.of(work.ec2(), work.home(), recipe.baseOs())
                : named(recipe.baseAmi());
    }

    private Image named(String id) {
        try {
            Image image = work.ec2().describeImages(request -> request.imageIds(id)).images().stream()
                    .findFirst()
                    .orElseThrow(() -> unknown(id));
            if (image.state() != ImageState.AVAILABLE) {
                throw BakeWork.wrong(
                        Category.INPUT, "aws.bake-base-not-available", id, work.home(), image.stateAsString());
            }
            return image;
        } catch (AwsFault e) {
            if (e.isNotFound() || e.code().startsWith("InvalidAMIID")) {
                throw unknown(id);
            }
            throw e;
        }
    }

    private ProblemException unknown(String id) {
        return BakeWork.wrong(Category.INPUT, "aws.bake-base-unknown", id, work.home());
    }

    private void refuseTakenName() {
        String name = work.state().imageName();
        Parallel.map(work.context().executor(), work.request().regions(), region -> {
            ImageMaking.named(work.ec2(region), name).ifPresent(taken -> {
                throw BakeWork.wrong(Category.INPUT, "aws.bake-name-taken", name, region, taken.imageId());
            });
            return region;
        });
    }

    private String vpc() {
        String subnet = work.request().builder().subnet();
        if (subnet.isEmpty()) {
            return "";
        }
        try {
            return work.ec2().describeSubnets(request -> request.subnetIds(subnet)).subnets().stream()
                    .findFirst()
                    .orElseThrow(() -> BakeWork.wrong(Category.INPUT, "aws.bake-subnet-unknown", subnet, work.home()))
                    .vpcId();
        } catch (AwsFault e) {
            if (e.isNotFound()) {
                throw BakeWork.wrong(Category.INPUT, "aws.bake-subnet-unknown", subnet, work.home());
            }
            throw e;
        }
    }
}
