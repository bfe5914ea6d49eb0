package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Made;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Serving;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** From the request to the Auto Scaling group. */
final class Creating {
    private static final String TAKEN = "AlreadyExists";
    /** About half a minute. */
    private static final int LOOKS_FOR_TEMPLATE = 12;

    private Creating() {}

    /** Finds out what the request's names stand for, and refuses what is wrong. */
    static Move<ServerGroupDeployState, AwsResult> check(ServerGroupDeployState state, Site site) {
        site.begins(state, Phase.PLAN, state.resolved() == null ? 1 : 0);
        Resolved known = state.resolved() == null ? Resolved.NOTHING : state.resolved();
        Resolved more = new InputResolver(site.region(), state.request()).next(known);
        if (!InputResolver.isComplete(more)) {
            ServerGroupDeployState next = state.with(more);
            return Move.next(next.with(next.course().ahead()));
        }
        if (!more.problems().isEmpty()) {
            throw new ProblemException(Category.INPUT, more.problems());
        }
        return site.next(state.with(more), Stage.CHOOSE);
    }

    /** Chooses the name and the size by the server groups that are there. */
    static Move<ServerGroupDeployState, AwsResult> choose(ServerGroupDeployState state, Site site) {
        ServerGroupDeployRequest request = state.request();
        List<ServerGroup> cluster = site.groups().ofCluster(request.cluster().cluster());
        List<ServerGroup> living = cluster.stream()
                .filter(group -> !group.deleting()
                        && !group.operation().equals(state.course().id()))
                .toList();
        if (request.strategy().strategy() == DeployStrategy.REFRESH && !living.isEmpty()) {
            return refreshing(state, living.get(0), site);
        }
        Optional<ServerGroup> source = Serving.newest(site.groups().withHealth(living));
        OptionalInt number = ServerGroups.nextNumber(cluster);
        if (number.isEmpty()) {
            throw new ProblemException(
                    Category.REFUSED,
                    Problem.of("aws.deploy-no-number", "", request.cluster().cluster(), request.region()));
        }
        String name = request.cluster().numbered(number.getAsInt()).toString();
        permit(state, site, name);
        if (request.strategy().strategy() != DeployStrategy.NONE) {
            living.forEach(group -> permit(state, site, group.name()));
            living.forEach(TrafficSwitch::check);
        }
        ServerGroupDeployState next = state.with(made(state, name, size(request, source), source))
                .with(living.stream().map(Older::of).toList());
        ServerGroupDeployState chosen = next.to(Stage.TEMPLATE, site.now());
        return Move.next(chosen.with(chosen.course().changing()));
    }

    private static Move<ServerGroupDeployState, AwsResult> refreshing(
            ServerGroupDeployState state, ServerGroup newest, Site site) {
        permit(state, site, newest.name());
        Refreshing.check(newest, site);
        Made made = new Made(
                newest.name(),
                newest.capacity(),
                newest.name(),
                newest.source().templateId(),
                "",
                numbered(newest, site),
                newest.createdAt(),
                newest.up());
        ServerGroupDeployState next = state.with(made).to(Stage.REFRESH_TEMPLATE, site.now());
        return Move.next(next.with(next.course().changing()));
    }

    /** What is called the latest version would be the new one as soon as that is there. */
    private static String numbered(ServerGroup newest, Site site) {
        String version = newest.source().version();
        return version.startsWith("$")
                ? site
                        .region()
                        .ec2()
                        .describeLaunchTemplateVersions(
                                ask -> ask.launchTemplateId(newest.source().templateId())
                                        .versions(version))
                        .launchTemplateVersions()
                        .stream()
                        .findFirst()
                        .map(found -> String.valueOf(found.versionNumber()))
                        .orElse(version)
                : version;
    }

    private static void permit(ServerGroupDeployState state, Site site, String name) {
        site.account()
                .forbids(AwsRef.of(AwsRef.Kind.SERVER_GROUP, state.request().region(), name))
                .ifPresent(problem -> {
                    throw new ProblemException(Category.INPUT, problem);
                });
    }

    private static Made made(
            ServerGroupDeployState state, String name, Capacity capacity, Optional<ServerGroup> source) {
        String before = source.map(ServerGroup::name).orElse("");
        return state.made() == null
                ? new Made(name, capacity, before, "", "", "", 0, 0)
                : state.made().named(name, capacity, before);
    }

    private static Capacity size(ServerGroupDeployRequest request, Optional<ServerGroup> source) {
        GroupSettings group = request.group();
        if (group.sourceCapacity() && source.isPresent()) {
            return source.get().capacity();
        }
        if (group.capacity() == null) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of("aws.deploy-no-source", "", request.cluster().cluster(), request.region()));
        }
        return group.capacity();
    }

    /** Makes the launch template, and notes how the older ones are before anything is done to them. */
    static Move<ServerGroupDeployState, AwsResult> template(ServerGroupDeployState state, Site site) {
        site.begins(state, Phase.APPLY, 1);
        Map<String, ServerGroup> older = site.alive(state.older());
        // Under another number the template that is there does as well.
        Made made = state.made().template().isEmpty() ? new Templates(state, site).create() : state.made();
        List<Older> measured = state.older().stream()
                .filter(group -> older.containsKey(group.name()))
                .map(group -> Older.of(older.get(group.name())))
                .toList();
        return site.next(state.with(made).with(measured), Stage.CREATE);
    }

    /** Makes the Auto Scaling group, or finds that it is there already; under another number when someone was faster. */
    static Move<ServerGroupDeployState, AwsResult> create(ServerGroupDeployState state, Site site) {
        String name = state.made().name();
        try {
            site.region().autoScaling().createAutoScalingGroup(request(state));
        } catch (AwsFault e) {
            if (isTooSoon(state, e)) {
                return site.again().again(state);
            }
            if (!e.code().contains(TAKEN)) {
                throw e;
            }
            Optional<ServerGroup> there = site.groups().named(name);
            if (there.isPresent()
                    && !there.get().operation().equals(state.course().id())) {
                return Move.next(state.to(Stage.CHOOSE, site.now()));
            }
        }
        return created(state, site);
    }

    /** Auto Scaling may not know the launch template yet that EC2 has just made. */
    private static boolean isTooSoon(ServerGroupDeployState state, AwsFault fault) {
        String message = fault.problems().get(0).message();
        return state.course().polls() < LOOKS_FOR_TEMPLATE
                && message.contains("launch template")
                && message.contains("does not exist");
    }

    private static Move<ServerGroupDeployState, AwsResult> created(ServerGroupDeployState state, Site site) {
        Optional<ServerGroup> own = site.own(state);
        if (own.isEmpty()) {
            // Soon after its creation AWS may not know it yet.
            return site.again().again(state);
        }
        Set<String> suspended = suspended(state);
        if (!suspended.isEmpty()) {
            site.region().autoScaling().suspendProcesses(ask -> ask.autoScalingGroupName(
                            own.get().name())
                    .scalingProcesses(suspended));
        }
        site.planned(own.get(), Action.CREATED, state);
        site.changed(own.get(), Action.CREATED);
        site.context()
                .emit(new Event.VersionChosen(
                        own.get().ref(),
                        own.get().name().substring(own.get().name().lastIndexOf('-') + 1),
                        false));
        ServerGroupDeployState next =
                state.with(state.made().created(Math.max(1, own.get().createdAt())));
        return site.next(next, state.request().strategy().rolling() ? Stage.PIN : Stage.AWAIT);
    }

    /** What the request says, and what the source has suspended for other reasons than being disabled. */
    private static Set<String> suspended(ServerGroupDeployState state) {
        Set<String> processes = new LinkedHashSet<>(state.request().group().suspendedProcesses());
        state.older().stream()
                .filter(group -> group.name().equals(state.made().source()))
                .flatMap(group -> group.suspended().stream())
                .filter(process -> !TrafficSwitch.PROCESSES.contains(process))
                .forEach(processes::add);
        return processes;
    }

    private static CreateAutoScalingGroupRequest request(ServerGroupDeployState state) {
        GroupSettings group = state.request().group();
        Capacity size = state.request().strategy().rolling()
                ? Capacity.NONE
                : state.made().capacity();
        CreateAutoScalingGroupRequest.Builder request = CreateAutoScalingGroupRequest.builder()
                .autoScalingGroupName(state.made().name())
                .launchTemplate(
                        template -> template.launchTemplateId(state.made().template())
                                .version(state.made().templateVersion()))
                .minSize(size.min())
                .desiredCapacity(size.desired())
                .maxSize(size.max())
                .vpcZoneIdentifier(String.join(",", state.resolved().subnets()))
                .healthCheckType(group.healthCheckType())
                .healthCheckGracePeriod(group.healthCheckGrace())
                .tags(tags(state));
        if (!state.resolved().targetGroups().isEmpty()) {
            request.targetGroupARNs(state.resolved().targetGroups());
        }
        if (!group.terminationPolicies().isEmpty()) {
            request.terminationPolicies(group.terminationPolicies());
        }
        return request.build();
    }

    private static List<Tag> tags(ServerGroupDeployState state) {
        List<Tag> tags = new ArrayList<>();
        Templates.tags(state).forEach((key, value) -> tags.add(tag(state, key, value, true)));
        state.older().stream()
                .filter(group ->
                        group.enabled() && group.name().equals(state.made().source()))
                .forEach(group -> tags.add(tag(state, AwsTags.REPLACED, group.name(), false)));
        return tags;
    }

    private static Tag tag(ServerGroupDeployState state, String key, String value, boolean propagate) {
        return Tag.builder()
                .resourceType("auto-scaling-group")
                .resourceId(state.made().name())
                .key(key)
                .value(value)
                .propagateAtLaunch(propagate)
                .build();
    }
}
