package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;

/**
 * The instance that an image is made of: nothing comes in, its metadata asks for tokens, its volumes are encrypted, it has
 * no key, and when it powers itself off it stays.
 */
final class Builder {
    private final BakeWork work;

    Builder(BakeWork work) {
        this.work = work;
    }

    /** Launches it, when all that it is going to fetch is where it fetches it. */
    Looked launch() {
        PackageStaging packages = new PackageStaging(work);
        if (packages.put()) {
            return work.learnt(work.state());
        }
        if (work.state().course().polls() == 0) {
            work.phase(Phase.LAUNCH, 1);
        }
        BuilderOptions options = work.request().builder();
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .clientToken(work.token("builder"))
                .imageId(work.state().base().id())
                .instanceType(options.instanceType())
                .minCount(1)
                .maxCount(1)
                .securityGroupIds(work.state().lease().group())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.STOP)
                .metadataOptions(metadata -> metadata.httpTokens(HttpTokensState.REQUIRED))
                .blockDeviceMappings(devices(work.state().base(), options))
                .tagSpecifications(BakeWork.tagged(work.temporaryTags(), ResourceType.INSTANCE, ResourceType.VOLUME));
        if (!options.subnet().isEmpty()) {
            request.subnetId(options.subnet());
        }
        if (!options.instanceProfile().isEmpty()) {
            String profile = options.instanceProfile();
            request.iamInstanceProfile(
                    profile.startsWith("arn:") ? named -> named.arn(profile) : named -> named.name(profile));
        }
        if (options.how() == BuilderOptions.How.USER_DATA) {
            String script = packages.script().userData();
            request.userData(Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return launched(
                    work.ec2().runInstances(request.build()).instances().get(0).instanceId());
        } catch (AwsFault e) {
            // An earlier try was carried out; only the signatures in the user data are others now.
            if (!e.code().equals("IdempotentParameterMismatch")) {
                throw e;
            }
            return mine().map(this::launched).orElseGet(work::notYet);
        }
    }

    private Looked launched(String id) {
        work.changed(AwsRef.Kind.INSTANCE, work.home(), id, Action.CREATED);
        work.phase(Phase.PROVISION, 1);
        return work.goOn(work.enter(BakePhase.PROVISION).builder(id));
    }

    /** The instance of an earlier try; it may not be listed yet. */
    private Optional<String> mine() {
        return work
                .ec2()
                .describeInstances(request ->
                        request.filters(BakeWork.madeBy(work.state().course().id())))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Instance::instanceId)
                .findFirst();
    }

    private static List<BlockDeviceMapping> devices(BaseImage base, BuilderOptions options) {
        return base.devices().stream()
                .map(device -> BlockDeviceMapping.builder()
                        .deviceName(device.name())
                        .ebs(volume(device, device.name().equals(base.rootDevice()), options))
                        .build())
                .toList();
    }

    private static EbsBlockDevice volume(BaseImage.Device device, boolean root, BuilderOptions options) {
        EbsBlockDevice.Builder volume = EbsBlockDevice.builder().encrypted(true).deleteOnTermination(true);
        if (!options.kmsKey().isEmpty()) {
            volume.kmsKeyId(options.kmsKey());
        }
        int gib = root && options.rootVolumeGib() > 0 ? options.rootVolumeGib() : device.gib();
        if (gib > 0) {
            volume.volumeSize(gib);
        }
        return volume.build();
    }

    /**
     * The builder as it is.
     *
     * @return empty while AWS does not know it everywhere yet
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it is gone, or going
     */
    Optional<Instance> instance() {
        String id = work.state().builder();
        Optional<Instance> found;
        try {
            found = work.ec2().describeInstances(request -> request.instanceIds(id)).reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .findFirst();
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
            found = Optional.empty();
        }
        if (found.isEmpty() && !work.settling()) {
            throw BakeWork.wrong(Category.FAILED, "aws.bake-builder-gone", id, "");
        }
        found.filter(instance -> instance.state().name() == InstanceStateName.TERMINATED
                        || instance.state().name() == InstanceStateName.SHUTTING_DOWN)
                .ifPresent(gone -> {
                    throw BakeWork.wrong(Category.FAILED, "aws.bake-builder-gone", id, reason(gone));
                });
        return found;
    }

    private static String reason(Instance instance) {
        return instance.stateReason() == null
                ? Objects.toString(instance.stateTransitionReason(), "")
                : Objects.toString(instance.stateReason().message(), "");
    }

    /** Stops a builder that does not stop by itself, and waits until it has stopped. */
    Looked stop() {
        Optional<Instance> instance = instance();
        if (instance.isEmpty()) {
            return work.notYet();
        }
        InstanceStateName state = instance.get().state().name();
        if (state == InstanceStateName.STOPPED) {
            return work.goOn(work.enter(BakePhase.IMAGE));
        }
        if (state == InstanceStateName.RUNNING) {
            work.ec2().stopInstances(request -> request.instanceIds(work.state().builder()));
        }
        return work.notYet(AwsRef.Kind.INSTANCE, work.state().builder(), "stopping");
    }
}
