package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyState.Target;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageShares;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageUse;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageUsers;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRemoval;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.GroupTemplates;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Finds what can't be destroyed because something uses it that is not to be destroyed with it. */
final class Protection {
    private static final String DELETION_PROTECTION = "deletion_protection.enabled";

    private final Inventory inventory;
    private final List<Target> targets;
    private final Set<String> doomed;
    private final List<Problem> problems = new ArrayList<>();

    private Protection(Inventory inventory, List<Target> targets) {
        this.inventory = inventory;
        this.targets = targets;
        this.doomed = targets.stream().map(Target::id).collect(Collectors.toSet());
    }

    /**
     * What stands against destroying.
     *
     * @param inventory of a region
     * @param targets what is to be destroyed in it
     * @return empty when nothing does
     */
    static List<Problem> problems(Inventory inventory, List<Target> targets) {
        Protection protection = new Protection(inventory, targets);
        protection.launchTemplates();
        protection.balancers();
        protection.targetGroups();
        protection.securityGroups();
        protection.images();
        return protection.problems;
    }

    private List<Target> of(DestroyKind kind) {
        return targets.stream().filter(target -> target.kind() == kind).toList();
    }

    private Ec2Client ec2() {
        return inventory.region().ec2();
    }

    private void usedBy(Target target, Collection<String> users) {
        if (!users.isEmpty()) {
            problems.add(Problem.of("aws.destroy-in-use", target.ref().toString(), String.join(", ", users)));
        }
    }

    private Stream<AutoScalingGroup> otherServerGroups() {
        return inventory.serverGroups().stream().filter(group -> !doomed.contains(group.autoScalingGroupARN()));
    }

    private static String name(AutoScalingGroup group) {
        return "ServerGroup " + group.autoScalingGroupName();
    }

    private void launchTemplates() {
        for (Target target : of(DestroyKind.LAUNCH_TEMPLATES)) {
            usedBy(
                    target,
                    otherServerGroups()
                            .filter(group -> GroupTemplates.of(group).stream()
                                    .anyMatch(template -> target.id().equals(template.launchTemplateId())))
                            .map(Protection::name)
                            .toList());
        }
    }

    private void balancers() {
        for (Target target : of(DestroyKind.LOAD_BALANCERS)) {
            boolean kept = inventory
                    .region()
                    .loadBalancing()
                    .describeLoadBalancerAttributes(ask -> ask.loadBalancerArn(target.id()))
                    .attributes()
                    .stream()
                    .anyMatch(each -> each.key().equals(DELETION_PROTECTION) && "true".equals(each.value()));
            if (kept) {
                problems.add(Problem.of("aws.destroy-protected", target.ref().toString()));
            }
        }
    }

    private void targetGroups() {
        Map<String, TargetGroup> byArn = new HashMap<>();
        inventory.targetGroups().forEach(group -> byArn.put(group.targetGroupArn(), group));
        Map<String, String> names = new HashMap<>();
        inventory.balancers().forEach(each -> names.put(each.loadBalancerArn(), each.loadBalancerName()));
        for (Target target : of(DestroyKind.TARGET_GROUPS)) {
            Set<String> users = new TreeSet<>();
            byArn.get(target.id()).loadBalancerArns().stream()
                    .filter(arn -> !doomed.contains(arn))
                    .forEach(arn -> users.add("LoadBalancer " + names.getOrDefault(arn, arn)));
            otherServerGroups()
                    .filter(group -> group.targetGroupARNs().contains(target.id()))
                    .forEach(group -> users.add(name(group)));
            usedBy(target, users);
        }
    }

    private void securityGroups() {
        Set<String> instances = doomedInstances();
        for (Target target : of(DestroyKind.SECURITY_GROUPS)) {
            Set<String> users = new TreeSet<>();
            GroupRemoval.mentioning(ec2(), target.id()).stream()
                    .filter(id -> !doomed.contains(id))
                    .forEach(id -> users.add("SecurityGroup " + id));
            inventory.balancers().stream()
                    .filter(balancer -> !doomed.contains(balancer.loadBalancerArn()))
                    .filter(balancer -> balancer.securityGroups().contains(target.id()))
                    .forEach(balancer -> users.add("LoadBalancer " + balancer.loadBalancerName()));
            ec2()
                    .describeNetworkInterfacesPaginator(ask -> ask.filters(filter("group-id", target.id())))
                    .networkInterfaces()
                    .stream()
                    .filter(each -> !goesAlong(each, instances))
                    .forEach(each -> users.add(user(each)));
            usedBy(target, users);
        }
    }

    private Set<String> doomedInstances() {
        return inventory.serverGroups().stream()
                .filter(group -> doomed.contains(group.autoScalingGroupARN()))
                .flatMap(group -> group.instances().stream())
                .map(instance -> instance.instanceId())
                .collect(Collectors.toSet());
    }

    /** Interfaces of a balancer are described by the end of its ARN: {@code ELB app/shop/50dc6c495c0c9188}. */
    private boolean goesAlong(NetworkInterface each, Set<String> instances) {
        if (each.attachment() != null && instances.contains(each.attachment().instanceId())) {
            return true;
        }
        String description = each.description() == null ? "" : each.description();
        return description.startsWith("ELB ")
                && inventory.balancers().stream()
                        .map(LoadBalancer::loadBalancerArn)
                        .anyMatch(arn ->
                                arn.endsWith("/" + description.substring("ELB ".length())) && doomed.contains(arn));
    }

    private static String user(NetworkInterface each) {
        boolean ofInstance = each.attachment() != null && each.attachment().instanceId() != null;
        return ofInstance
                ? "Instance " + each.attachment().instanceId()
                : "NetworkInterface " + each.networkInterfaceId();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    private void images() {
        List<Target> images = of(DestroyKind.IMAGES);
        if (images.isEmpty()) {
            return;
        }
        Set<String> leaving = new HashSet<>(doomed);
        leaving.addAll(doomedInstances());
        ImageUsers users = new ImageUse(inventory.region(), leaving)
                .of(images.stream().map(Target::id).toList());
        ImageShares shares = new ImageShares(inventory.region());
        for (Target image : images) {
            String where = image.ref().toString();
            users.of(image.id())
                    .map(user -> Problem.of("aws.destroy-in-use", where, user))
                    .or(() -> users.unread().map(user -> Problem.of("aws.destroy-use-unknown", where, user)))
                    .or(() -> shares.of(image.id()).map(others -> Problem.of("aws.destroy-shared", where, others)))
                    .ifPresent(problems::add);
        }
    }
}
