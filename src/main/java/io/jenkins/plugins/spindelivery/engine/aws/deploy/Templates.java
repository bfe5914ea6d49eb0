package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Made;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** The launch template of a server group. */
final class Templates {
    private static final String TAKEN = "AlreadyExists";
    /** How much of the operation's id a launch template's name has at its end. */
    static final int ID_IN_NAME = 8;

    private final ServerGroupDeployState state;
    private final Site site;

    Templates(ServerGroupDeployState state, Site site) {
        this.state = state;
        this.site = site;
    }

    /** The tags of all that is made. */
    static Map<String, String> tags(ServerGroupDeployState state) {
        ServerGroupDeployRequest request = state.request();
        Map<String, String> tags = new TreeMap<>(request.group().tags());
        tags.put(AwsTags.OPERATION, state.course().id());
        tags.put(AwsTags.APPLICATION, request.application());
        tags.put(AwsTags.CLUSTER, request.cluster().cluster());
        tags.putIfAbsent(AwsTags.NAME, state.made().name());
        if (!request.madeFor().isEmpty()) {
            tags.put(AwsTags.MADE_FOR, AwsTags.fitting(request.madeFor()));
        }
        return tags;
    }

    private List<Tag> ec2Tags() {
        return tags(state).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** A name that no other operation takes, whatever number the server group gets in the end. */
    private String name() {
        return state.request().cluster().cluster() + "-"
                + state.course().id().replace("-", "").substring(0, ID_IN_NAME);
    }

    /** Makes the launch template, or finds the one that a lost move made. */
    Made create() {
        try {
            LaunchTemplate made = site.region()
                    .ec2()
                    .createLaunchTemplate(request -> request.launchTemplateName(name())
                            .clientToken(state.course().id() + "-template")
                            .launchTemplateData(data())
                            .tagSpecifications(TagSpecification.builder()
                                    .resourceType(ResourceType.LAUNCH_TEMPLATE)
                                    .tags(ec2Tags())
                                    .build()))
                    .launchTemplate();
            return state.made().template(made.launchTemplateId(), "1");
        } catch (AwsFault e) {
            if (!e.code().contains(TAKEN)) {
                throw e;
            }
            return find(site.region(), state.course().id()).stream()
                    .findFirst()
                    .map(id -> state.made().template(id, "1"))
                    .orElseThrow(() -> e);
        }
    }

    /** Makes another version of the launch template of the server group, for a refresh. */
    Made version() {
        LaunchTemplateVersion made = site.region()
                .ec2()
                .createLaunchTemplateVersion(
                        request -> request.launchTemplateId(state.made().template())
                                .clientToken(state.course().id() + "-version")
                                .versionDescription(state.course().id())
                                .launchTemplateData(data()))
                .launchTemplateVersion();
        return state.made().template(state.made().template(), String.valueOf(made.versionNumber()));
    }

    /** The ids of the launch templates that an operation made. */
    static List<String> find(AwsRegion region, String operation) {
        Filter filter = Filter.builder()
                .name("tag:" + AwsTags.OPERATION)
                .values(operation)
                .build();
        return region.ec2().describeLaunchTemplates(request -> request.filters(filter)).launchTemplates().stream()
                .map(LaunchTemplate::launchTemplateId)
                .toList();
    }

    /** Deletes the launch templates that an operation made, as far as they are there and no server group uses them. */
    static void delete(Site site, String operation) {
        List<String> made = operation.isEmpty() ? List.of() : find(site.region(), operation);
        // All server groups are read only when there is a template to ask for.
        List<ServerGroup> all = made.isEmpty() ? List.of() : site.groups().all();
        for (String id : made) {
            Optional<ServerGroup> user =
                    all.stream().filter(group -> group.launches(id)).findFirst();
            if (user.isPresent()) {
                site.context()
                        .emit(new Event.Noted(Problem.of(
                                "aws.deploy-template-used",
                                "",
                                id,
                                user.get().region(),
                                user.get().name())));
            } else {
                delete(site.region(), id);
            }
        }
    }

    private static void delete(AwsRegion region, String id) {
        try {
            region.ec2().deleteLaunchTemplate(request -> request.launchTemplateId(id));
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private RequestLaunchTemplateData data() {
        LaunchSettings launch = state.request().launch();
        RequestLaunchTemplateData.Builder data = RequestLaunchTemplateData.builder()
                .imageId(launch.imageId())
                .instanceType(launch.instanceType())
                .metadataOptions(options -> options.httpTokens(
                        launch.imdsV1()
                                ? LaunchTemplateHttpTokensState.OPTIONAL
                                : LaunchTemplateHttpTokensState.REQUIRED))
                .tagSpecifications(LaunchTemplateTagSpecificationRequest.builder()
                        .resourceType(ResourceType.VOLUME)
                        .tags(ec2Tags())
                        .build());
        if (launch.ebsOptimized()) {
            data.ebsOptimized(true);
        }
        if (!launch.keyPair().isEmpty()) {
            data.keyName(launch.keyPair());
        }
        if (!state.resolved().securityGroups().isEmpty()) {
            data.securityGroupIds(state.resolved().securityGroups());
        }
        String profile = launch.instanceProfile();
        if (!profile.isEmpty()) {
            data.iamInstanceProfile(role -> {
                if (profile.startsWith("arn:")) {
                    role.arn(profile);
                } else {
                    role.name(profile);
                }
            });
        }
        if (!launch.userData().isEmpty()) {
            byte[] text = site.context().blobs().get(launch.userData());
            data.userData(Base64.getEncoder().encodeToString(text));
        }
        if (!launch.blockDevices().isEmpty()) {
            data.blockDeviceMappings(
                    launch.blockDevices().stream().map(Templates::device).toList());
        }
        return data.build();
    }

    private static LaunchTemplateBlockDeviceMappingRequest device(LaunchSettings.BlockDevice device) {
        return LaunchTemplateBlockDeviceMappingRequest.builder()
                .deviceName(device.device())
                .ebs(volume -> {
                    volume.volumeSize(device.sizeGb()).deleteOnTermination(true);
                    // Without a word it stays as the image has it: what is encrypted can't be decrypted by saying no.
                    if (device.encrypted()) {
                        volume.encrypted(true);
                    }
                    if (!device.type().isEmpty()) {
                        volume.volumeType(VolumeType.fromValue(device.type()));
                    }
                })
                .build();
    }

    /** What the blob of the user data holds. */
    static byte[] userData(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
