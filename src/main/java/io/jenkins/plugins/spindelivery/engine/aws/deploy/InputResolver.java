package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Finds out what the names of a request stand for, so that a wrong one is told before anything is made. */
final class InputResolver {
    private static final String AVAILABLE = "available";

    private interface Part {
        Resolved add(InputResolver resolver, Resolved known);
    }

    /** Each asks for one thing, so that an account that is throttled comes through bit by bit. */
    private static final List<Part> PARTS = List.of(
            InputResolver::image,
            InputResolver::instanceType,
            InputResolver::keyPair,
            InputResolver::subnets,
            InputResolver::securityGroups,
            InputResolver::targetGroups,
            InputResolver::instanceProfile);

    private final AwsRegion region;
    private final ServerGroupDeployRequest request;
    private final List<Problem> problems = new ArrayList<>();

    InputResolver(AwsRegion region, ServerGroupDeployRequest request) {
        this.region = region;
        this.request = request;
    }

    static boolean isComplete(Resolved known) {
        return known.done() == PARTS.size();
    }

    /**
     * Finds out one thing more.
     *
     * @param known what is known
     * @return it with the next bit, or with what is wrong there
     */
    Resolved next(Resolved known) {
        return PARTS.get(known.done()).add(this, known).oneMore(problems);
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static String tag(List<Tag> tags, String key) {
        return tags.stream()
                .filter(tag -> tag.key().equals(key))
                .map(tag -> tag.value() == null ? "" : tag.value())
                .findFirst()
                .orElse("");
    }

    private Resolved image(Resolved known) {
        String id = request.launch().imageId();
        List<Image> images = region.ec2()
                .describeImages(ask -> ask.filters(filter("image-id", List.of(id))))
                .images();
        if (images.isEmpty()) {
            problems.add(Problem.of("aws.deploy-image-unknown", "", id, region.name()));
            return known;
        }
        Image image = images.get(0);
        if (!AVAILABLE.equals(image.stateAsString())) {
            problems.add(Problem.of("aws.deploy-image-state", "", id, region.name(), image.stateAsString()));
        }
        return known.image(image.name() == null ? "" : image.name(), tag(image.tags(), AwsTags.APP_VERSION));
    }

    private Resolved instanceType(Resolved known) {
        String type = request.launch().instanceType();
        if (region.ec2()
                .describeInstanceTypeOfferings(ask -> ask.filters(filter("instance-type", List.of(type))))
                .instanceTypeOfferings()
                .isEmpty()) {
            problems.add(Problem.of("aws.deploy-instance-type-unknown", "", type, region.name()));
        }
        return known;
    }

    private Resolved keyPair(Resolved known) {
        String name = request.launch().keyPair();
        if (!name.isEmpty()
                && region.ec2()
                        .describeKeyPairs(ask -> ask.filters(filter("key-name", List.of(name))))
                        .keyPairs()
                        .isEmpty()) {
            problems.add(Problem.of("aws.deploy-key-pair-unknown", "", name, region.name()));
        }
        return known;
    }

    private Resolved subnets(Resolved known) {
        List<String> wanted = request.group().subnets();
        List<Subnet> found = new ArrayList<>();
        if (wanted.isEmpty()) {
            found.addAll(describeSubnets("default-for-az", List.of("true")));
        } else {
            found.addAll(describeSubnets("subnet-id", wanted));
            List<String> names = wanted.stream()
                    .filter(name -> found.stream().noneMatch(subnet -> name.equals(subnet.subnetId())))
                    .toList();
            found.addAll(describeSubnets("tag:" + AwsTags.NAME, names));
            names.stream()
                    .filter(name -> found.stream().noneMatch(subnet -> name.equals(tag(subnet.tags(), AwsTags.NAME))))
                    .forEach(name -> problems.add(Problem.of("aws.deploy-subnet-unknown", "", name, region.name())));
        }
        List<String> zones = request.group().zones();
        List<Subnet> chosen = found.stream()
                .filter(subnet -> zones.isEmpty() || zones.contains(subnet.availabilityZone()))
                .toList();
        Set<String> networks = chosen.stream().map(Subnet::vpcId).collect(Collectors.toCollection(LinkedHashSet::new));
        if (networks.size() > 1) {
            problems.add(Problem.of("aws.deploy-networks", "", String.join(", ", networks)));
        }
        zones.stream()
                .filter(zone -> found.stream().noneMatch(subnet -> zone.equals(subnet.availabilityZone())))
                .forEach(zone -> problems.add(Problem.of("aws.deploy-zone-unknown", "", zone, region.name())));
        if (wanted.isEmpty() && found.isEmpty()) {
            problems.add(Problem.of("aws.deploy-no-subnet", "", region.name()));
        }
        return known.network(
                networks.stream().findFirst().orElse(""),
                chosen.stream().map(Subnet::subnetId).toList());
    }

    private List<Subnet> describeSubnets(String filter, List<String> values) {
        return values.isEmpty()
                ? List.of()
                : region.ec2()
                        .describeSubnets(ask -> ask.filters(filter(filter, values)))
                        .subnets();
    }

    private Resolved securityGroups(Resolved known) {
        String network = known.network();
        Set<String> ids = new LinkedHashSet<>();
        List<String> wanted = request.launch().securityGroups();
        if (wanted.isEmpty()) {
            return known;
        }
        List<SecurityGroup> found = new ArrayList<>(describeSecurityGroups("group-id", wanted, ""));
        List<String> names = wanted.stream()
                .filter(name -> found.stream().noneMatch(group -> name.equals(group.groupId())))
                .toList();
        found.addAll(describeSecurityGroups("group-name", names, network));
        for (String name : wanted) {
            List<SecurityGroup> matching = found.stream()
                    .filter(group -> name.equals(group.groupId()) || name.equals(group.groupName()))
                    .toList();
            if (matching.isEmpty()) {
                problems.add(
                        network.isEmpty()
                                ? Problem.of("aws.deploy-security-group-nowhere", "", name, region.name())
                                : Problem.of("aws.deploy-security-group-unknown", "", name, region.name(), network));
            }
            matching.stream()
                    .filter(group -> !network.isEmpty() && !network.equals(group.vpcId()))
                    .forEach(group -> problems.add(
                            Problem.of("aws.deploy-security-group-network", "", name, group.vpcId(), network)));
            matching.forEach(group -> ids.add(group.groupId()));
        }
        return known.securityGroups(List.copyOf(ids));
    }

    private List<SecurityGroup> describeSecurityGroups(String filter, List<String> values, String network) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<Filter> filters = new ArrayList<>(List.of(filter(filter, values)));
        if (!network.isEmpty()) {
            filters.add(filter("vpc-id", List.of(network)));
        }
        return region.ec2().describeSecurityGroups(ask -> ask.filters(filters)).securityGroups();
    }

    private Resolved targetGroups(Resolved known) {
        String network = known.network();
        List<String> arns = new ArrayList<>();
        for (String wanted : request.group().targetGroups()) {
            try {
                DescribeTargetGroupsRequest.Builder ask = DescribeTargetGroupsRequest.builder();
                TargetGroup found = region
                        .loadBalancing()
                        .describeTargetGroups(
                                wanted.startsWith("arn:")
                                        ? ask.targetGroupArns(wanted).build()
                                        : ask.names(wanted).build())
                        .targetGroups()
                        .stream()
                        .findFirst()
                        .orElse(null);
                check(wanted, found, network);
                if (found != null) {
                    arns.add(found.targetGroupArn());
                }
            } catch (AwsFault e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                check(wanted, null, network);
            }
        }
        return known.targetGroups(arns);
    }

    /**
     * Instance profiles belong to IAM, but EC2 tells of one that is not there when it is asked whether it would launch. Any
     * other refusal says nothing about the deploy: rights may hang on the launch template, which is not made yet.
     */
    private Resolved instanceProfile(Resolved known) {
        LaunchSettings launch = request.launch();
        if (launch.instanceProfile().isEmpty()) {
            return known;
        }
        try {
            region.ec2().runInstances(ask -> {
                ask.dryRun(true)
                        .imageId(launch.imageId())
                        .instanceType(launch.instanceType())
                        .minCount(1)
                        .maxCount(1)
                        .iamInstanceProfile(profile -> {
                            if (launch.instanceProfile().startsWith("arn:")) {
                                profile.arn(launch.instanceProfile());
                            } else {
                                profile.name(launch.instanceProfile());
                            }
                        });
                known.subnets().stream().findFirst().ifPresent(ask::subnetId);
            });
        } catch (AwsFault e) {
            if (e.passing()) {
                throw e;
            }
            if (e.code().startsWith("Invalid") && e.problems().get(0).message().contains("iamInstanceProfile")) {
                problems.add(
                        Problem.of("aws.deploy-instance-profile-unknown", "", launch.instanceProfile(), region.name()));
            }
        }
        return known;
    }

    private void check(String wanted, TargetGroup found, String network) {
        if (found == null) {
            problems.add(Problem.of("aws.deploy-target-group-unknown", "", wanted, region.name()));
        } else if (found.targetType() != null && found.targetType() != TargetTypeEnum.INSTANCE) {
            problems.add(Problem.of("aws.deploy-target-group-type", "", wanted, found.targetTypeAsString()));
        } else if (!network.isEmpty() && found.vpcId() != null && !network.equals(found.vpcId())) {
            problems.add(Problem.of("aws.deploy-target-group-network", "", wanted, found.vpcId(), network));
        }
    }
}
