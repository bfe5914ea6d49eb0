package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficGuard;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tasks that change something, or settle something; each is done by one move. */
final class Working {
    private final AwsRegion region;
    private final ServerGroups reader;
    private final OperationContext context;
    private final ServerGroupChangeState state;
    private final Task task;

    Working(AwsRegion region, OperationContext context, ServerGroupChangeState state) {
        this.region = region;
        this.reader = new ServerGroups(region, context.executor());
        this.context = context;
        this.state = state;
        this.task = state.tasks().get(0);
    }

    /** Refuses when too little of the cluster would stay in the traffic. */
    ServerGroupChangeState guard() {
        ServerGroup any = live().need(state.group(task.groups().get(0)));
        // What is being deleted will not serve much longer, whatever its instances say.
        List<ServerGroup> cluster = reader.withHealth(reader.ofCluster(any.cluster()).stream()
                .filter(group -> !group.deleting())
                .toList());
        Map<String, Integer> leaving = new HashMap<>();
        for (ServerGroup group : cluster) {
            if (task.groups().contains(group.name())) {
                Capacity goal = state.group(group.name()).goal();
                int less = goal == null ? group.up() : Math.max(0, group.up() - goal.desired());
                if (less > 0) {
                    leaving.put(group.name(), less);
                }
            }
        }
        TrafficGuard.check(cluster, leaving, state.request().options().guardRatio());
        return state.done();
    }

    ServerGroupChangeState enable() {
        phase(Phase.TRAFFIC);
        LiveGroups live = live();
        TrafficSwitch traffic = new TrafficSwitch(region);
        for (ChangedGroup group : groups()) {
            traffic.enable(live.need(group));
            told(group, Action.ENABLED);
        }
        return state.done();
    }

    ServerGroupChangeState disable() {
        phase(Phase.TRAFFIC);
        LiveGroups live = live();
        TrafficSwitch traffic = new TrafficSwitch(region);
        for (ChangedGroup group : groups()) {
            traffic.disable(live.need(group));
            told(group, Action.DISABLED);
        }
        return state.done();
    }

    ServerGroupChangeState resize() {
        phase(Phase.CHANGE);
        LiveGroups live = live();
        TrafficSwitch traffic = new TrafficSwitch(region);
        for (ChangedGroup group : groups()) {
            ServerGroup now = live.need(group);
            // The size comes first: Auto Scaling must not terminate what it still has, for the sake of the old one.
            if (!now.capacity().equals(group.goal())) {
                size(group.name(), group.goal());
            }
            if (!isEnabledLater(group)) {
                traffic.resumeScaling(now);
            }
            told(group, Action.SCALED);
        }
        return state.done();
    }

    /** Enabling resumes scaling, too. */
    private boolean isEnabledLater(ChangedGroup group) {
        return state.tasks().stream()
                .anyMatch(later ->
                        later.kind() == Task.Kind.ENABLE && later.groups().contains(group.name()));
    }

    /** Only what is still pinned: who has set another number meanwhile means it. */
    ServerGroupChangeState unpin() {
        LiveGroups live = live();
        for (ChangedGroup group : groups()) {
            Capacity now = live.find(group).map(ServerGroup::capacity).orElse(Capacity.NONE);
            // Not done with the work, it may shrink to what it was before.
            int min = state.course().ending() ? group.before().min() : group.unpinned();
            if (!live.isGoing(group) && now.min() == group.goal().min() && min < now.min()) {
                size(group.name(), new Capacity(min, now.desired(), now.max()));
            }
        }
        return state.done();
    }

    private void size(String name, Capacity size) {
        region.autoScaling().updateAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .minSize(size.min())
                .desiredCapacity(size.desired())
                .maxSize(size.max()));
    }

    ServerGroupChangeState suspend() {
        LiveGroups live = live();
        for (ChangedGroup group : groups()) {
            List<String> missing = live.find(group).filter(now -> !now.deleting()).stream()
                    .flatMap(now -> group.suspended().stream()
                            .filter(process -> !now.suspended().contains(process)))
                    .toList();
            if (!missing.isEmpty()) {
                region.autoScaling().suspendProcesses(request -> request.autoScalingGroupName(group.name())
                        .scalingProcesses(missing));
            }
        }
        return state.done();
    }

    private LiveGroups live() {
        return LiveGroups.of(reader, task, region.name());
    }

    private List<ChangedGroup> groups() {
        return task.groups().stream().map(state::group).toList();
    }

    private void phase(Phase phase) {
        context.emit(new Event.PhaseStarted(phase, task.groups().size()));
    }

    private void told(ChangedGroup group, Action action) {
        context.emit(new Event.ObjectChanged(
                AwsRef.of(AwsRef.Kind.SERVER_GROUP, region.name(), group.name()),
                group.action() == Action.UNCHANGED ? Action.UNCHANGED : action));
    }
}
