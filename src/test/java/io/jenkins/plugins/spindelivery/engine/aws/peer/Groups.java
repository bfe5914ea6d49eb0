package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Auto Scaling groups: names are unique, sizes must fit, what has instances is not deleted by the way and takes time to go;
 * launches can fail, take time, and do not happen while they are suspended.
 *
 * <p>moto is told neither sizes nor target groups: it would act on them at once, and again with each change.
 */
final class Groups implements PeerRule {
    private static final String NAME = "AutoScalingGroupName";
    private static final List<String> PROCESSES = List.of(
            "Launch",
            "Terminate",
            "AddToLoadBalancer",
            "AlarmNotification",
            "AZRebalance",
            "HealthCheck",
            "InstanceRefresh",
            "ReplaceUnhealthy",
            "ScheduledActions");

    private final Images images;
    private final Scaling scaling;
    private final Traffic traffic = new Traffic();
    private final GroupViews views;
    private final Refreshes refreshes;
    private final Delay.Marks deleting;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    Groups(Settings settings, Instances instances, Images images) {
        this.images = images;
        this.scaling = new Scaling(settings, instances);
        this.views = new GroupViews(settings, scaling);
        this.refreshes = new Refreshes(settings, scaling);
        this.deleting = settings.delay().marks();
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        if (call.is("ec2:TerminateInstances")) {
            PeerReply reply = next.answer(call);
            groups.values().forEach(group -> group.stirred(true));
            return reply;
        }
        boolean ours = call.service().equals("autoscaling");
        if (!ours && !call.service().equals("elasticloadbalancing") && !call.is("ec2:DescribeInstances")) {
            return next.answer(call);
        }
        work(call, next);
        PeerReply reply = ours ? act(call, next) : next.answer(call);
        if (ours) {
            work(call, next);
        }
        return reply;
    }

    /** What has come due since the last call. */
    private void work(PeerCall call, PeerHandler next) throws IOException {
        for (Group group : List.copyOf(groups.values())) {
            if (group.deleting()) {
                if (!deleting.goesOn(group.key())) {
                    next.answer(call.ask(
                            "autoscaling",
                            group.region(),
                            "DeleteAutoScalingGroup",
                            Map.of(NAME, group.name(), "ForceDelete", "true")));
                    groups.remove(group.key());
                }
            } else {
                refreshes.work(group, call, next);
                scaling.work(group, call, next);
            }
        }
    }

    private PeerReply act(PeerCall call, PeerHandler next) throws IOException {
        switch (call.name()) {
            case "CreateAutoScalingGroup":
                return create(call, next);
            case "DescribeAutoScalingGroups":
                return views.describe(groups, call, next);
            case "DescribeAutoScalingInstances":
                return views.describeInstances(groups, call, next);
            case "TerminateInstanceInAutoScalingGroup":
                return terminate(call, next);
            default:
                break;
        }
        Group group = groups.get(call.region() + " " + call.parameter(NAME));
        if (group == null) {
            return call.parameters().containsKey(NAME)
                    ? PeerReply.refused(
                            call,
                            "ValidationError",
                            "AutoScalingGroup name not found - AutoScalingGroup '" + call.parameter(NAME)
                                    + "' not found")
                    : next.answer(call);
        }
        if (group.deleting() && !call.name().startsWith("Describe")) {
            return PeerReply.refused(
                    call, "ScalingActivityInProgress", "AutoScalingGroup " + group.name() + " is being deleted");
        }
        return act(group, call, next);
    }

    private PeerReply act(Group group, PeerCall call, PeerHandler next) throws IOException {
        return switch (call.name()) {
            case "UpdateAutoScalingGroup" -> update(group, call, next);
            case "SetDesiredCapacity" -> setDesired(group, call);
            case "DeleteAutoScalingGroup" -> delete(group, call, next);
            case "SuspendProcesses" -> suspend(group, call, next);
            case "ResumeProcesses" -> resume(group, call, next);
            case "DetachInstances", "EnterStandby" -> detach(group, call, next);
            case "AttachInstances", "ExitStandby" -> attach(group, call, next);
            case "DescribeScalingActivities" -> views.activities(group, call);
            case "StartInstanceRefresh", "DescribeInstanceRefreshes", "CancelInstanceRefresh" -> refreshes.answer(
                    group, call, next);
            default -> traffic.answer(group, call, next);
        };
    }

    private PeerReply create(PeerCall call, PeerHandler next) throws IOException {
        Group group = new Group(call.region(), call.parameter(NAME));
        if (groups.containsKey(group.key())) {
            return PeerReply.refused(
                    call,
                    "AlreadyExists",
                    "AutoScalingGroup by this name already exists - A group with the name " + group.name()
                            + " already exists");
        }
        int min = Integer.parseInt(call.parameter("MinSize"));
        int max = Integer.parseInt(call.parameter("MaxSize"));
        int desired = number(call, "DesiredCapacity", min);
        List<String> targetGroups = Stream.concat(call.list("TargetGroupARNs").stream(), Traffic.sources(call).stream())
                .toList();
        Optional<PeerReply> refusal = Stream.of(
                        misfit(call, min, max, desired),
                        badTemplate(call, next),
                        Traffic.unknown(targetGroups, call, next))
                .flatMap(Optional::stream)
                .findFirst();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Map<String, String> fields = new LinkedHashMap<>(call.parameters());
        fields.keySet().removeIf(key -> key.startsWith("TargetGroupARNs.") || key.startsWith("TrafficSources."));
        fields.put("MinSize", "0");
        fields.put("MaxSize", "100000");
        fields.put("DesiredCapacity", "0");
        PeerReply reply = next.answer(call.with(fields));
        if (reply.ok()) {
            group.sizes(min, max, desired);
            group.elbChecks(call.parameter("HealthCheckType").contains("ELB"));
            group.targetGroups().addAll(targetGroups);
            groups.put(group.key(), group);
        }
        return reply;
    }

    /** A number among the parameters, or another. */
    static int number(PeerCall call, String key, int other) {
        return call.parameters().containsKey(key) ? Integer.parseInt(call.parameter(key)) : other;
    }

    private static Optional<PeerReply> misfit(PeerCall call, int min, int max, int desired) {
        if (max < min) {
            return Optional.of(PeerReply.refused(
                    call,
                    "ValidationError",
                    "Max bound, " + max + ", must be greater than or equal to min bound, " + min));
        }
        return desired < min || desired > max
                ? Optional.of(PeerReply.refused(
                        call,
                        "ValidationError",
                        "Desired capacity:" + desired + " must be between the specified min size:" + min
                                + " and max size:" + max))
                : Optional.empty();
    }

    private Optional<PeerReply> badTemplate(PeerCall call, PeerHandler next) throws IOException {
        String prefix = "LaunchTemplate.";
        if (call.parameters().keySet().stream().noneMatch(key -> key.startsWith(prefix))) {
            return Optional.empty();
        }
        String image = Scaling.image(
                call,
                next,
                call.region(),
                call.parameter(prefix + "LaunchTemplateId"),
                call.parameter(prefix + "LaunchTemplateName"),
                call.parameter(prefix + "Version"));
        if (image.isEmpty()) {
            return Optional.of(PeerReply.refused(
                    call,
                    "ValidationError",
                    "You must use a valid fully-formed launch template. The specified launch template does not exist "
                            + "or names no image."));
        }
        PeerReply found = next.answer(call.ask("ec2", call.region(), "DescribeImages", Map.of("ImageId.1", image)));
        boolean there = found.ok() && !Xml.of(found).items("imagesSet").isEmpty();
        return there && images.launchable(call, image).isEmpty()
                ? Optional.empty()
                : Optional.of(PeerReply.refused(
                        call,
                        "ValidationError",
                        "You must use a valid fully-formed launch template. The image id '[" + image
                                + "]' does not exist"));
    }

    private PeerReply update(Group group, PeerCall call, PeerHandler next) throws IOException {
        int min = number(call, "MinSize", group.min());
        int max = number(call, "MaxSize", group.max());
        int fitting = Math.max(min, Math.min(max, group.desired()));
        int desired = number(call, "DesiredCapacity", fitting);
        Optional<PeerReply> refusal = Stream.of(misfit(call, min, max, desired), badTemplate(call, next))
                .flatMap(Optional::stream)
                .findFirst();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        PeerReply reply = next.answer(call.without(
                key -> List.of("MinSize", "MaxSize", "DesiredCapacity").contains(key)));
        if (reply.ok()) {
            group.sizes(min, max, desired);
            if (call.parameters().containsKey("HealthCheckType")) {
                group.elbChecks(call.parameter("HealthCheckType").contains("ELB"));
            }
        }
        return reply;
    }

    private static PeerReply setDesired(Group group, PeerCall call) {
        int desired = number(call, "DesiredCapacity", 0);
        if (desired > group.max() || desired < group.min()) {
            String bound = desired > group.max() ? "above max value " + group.max() : "below min value " + group.min();
            return PeerReply.refused(
                    call,
                    "ValidationError",
                    "New SetDesiredCapacity value " + desired + " is " + bound + " for the AutoScalingGroup.");
        }
        group.desired(desired);
        return PeerReply.empty(call);
    }

    private PeerReply delete(Group group, PeerCall call, PeerHandler next) throws IOException {
        Element described = Scaling.described(group, call, next).orElseThrow();
        List<Scaling.Member> members = Scaling.members(described);
        boolean force = call.parameter("ForceDelete").equals("true");
        if (!force && (!members.isEmpty() || !group.leaving().isEmpty())) {
            return PeerReply.refused(
                    call,
                    "ResourceInUse",
                    "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance "
                            + "request(s) still in the group.");
        }
        if (!force) {
            groups.remove(group.key());
            return next.answer(call);
        }
        group.sizes(0, 0, 0);
        scaling.terminate(group, members, call, next);
        group.delete();
        deleting.begin(group.key());
        return PeerReply.empty(call);
    }

    private static List<String> processes(PeerCall call) {
        List<String> named = call.list("ScalingProcesses");
        return named.isEmpty() ? PROCESSES : named;
    }

    private static PeerReply suspend(Group group, PeerCall call, PeerHandler next) throws IOException {
        Optional<String> unknown = processes(call).stream()
                .filter(process -> !PROCESSES.contains(process))
                .findFirst();
        if (unknown.isPresent()) {
            return PeerReply.refused(
                    call, "ValidationError", "1 validation error detected: Value '" + unknown.get() + "'");
        }
        group.suspended().addAll(processes(call));
        return next.answer(call);
    }

    private static PeerReply resume(Group group, PeerCall call, PeerHandler next) throws IOException {
        group.suspended().removeAll(processes(call));
        group.stirred(true);
        return next.answer(call);
    }

    private PeerReply terminate(PeerCall call, PeerHandler next) throws IOException {
        String id = call.parameter("InstanceId");
        Optional<Group> of = groups.values().stream()
                .filter(group ->
                        group.region().equals(call.region()) && group.known().contains(id))
                .findFirst();
        if (of.isEmpty()) {
            return PeerReply.refused(
                    call, "ValidationError", "Instance Id not found - No managed instance found " + id);
        }
        Group group = of.get();
        if (call.parameter("ShouldDecrementDesiredCapacity").equals("true")) {
            if (group.desired() <= group.min()) {
                return PeerReply.refused(
                        call,
                        "ValidationError",
                        "Currently, desiredSize equals minSize (" + group.min() + "). Terminating instance without "
                                + "replacement will violate group's min size constraint.");
            }
            group.desired(group.desired() - 1);
        }
        List<Scaling.Member> members =
                Scaling.members(Scaling.described(group, call, next).orElseThrow());
        scaling.terminate(
                group, members.stream().filter(member -> member.id().equals(id)).toList(), call, next);
        group.stirred(true);
        return PeerReply.xml("<TerminateInstanceInAutoScalingGroupResponse>"
                + "<TerminateInstanceInAutoScalingGroupResult>"
                + Activities.xml(group.activities().get(0), "Activity", false)
                        .replace("@GROUP@", Xml.escape(group.name()))
                + "</TerminateInstanceInAutoScalingGroupResult></TerminateInstanceInAutoScalingGroupResponse>");
    }

    private PeerReply detach(Group group, PeerCall call, PeerHandler next) throws IOException {
        List<String> ids = call.list("InstanceIds");
        if (call.parameter("ShouldDecrementDesiredCapacity").equals("true")) {
            if (group.desired() - ids.size() < group.min()) {
                return PeerReply.refused(
                        call, "ValidationError", "The group would have fewer instances than its min size.");
            }
            group.desired(group.desired() - ids.size());
        }
        scaling.leave(group, ids, call, next);
        group.stirred(true);
        return next.answer(call.with("ShouldDecrementDesiredCapacity", "true"));
    }

    private static PeerReply attach(Group group, PeerCall call, PeerHandler next) throws IOException {
        List<String> ids = call.list("InstanceIds");
        if (group.desired() + ids.size() > group.max()) {
            return PeerReply.refused(call, "ValidationError", "The group would have more instances than its max size.");
        }
        group.desired(group.desired() + ids.size());
        group.known().removeAll(ids);
        return next.answer(call);
    }
}
