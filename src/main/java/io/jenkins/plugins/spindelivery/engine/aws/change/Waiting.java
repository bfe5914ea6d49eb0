package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Health;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.HealthyShare;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Instance;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ScalingActivities;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tasks that wait: one look each time, and what is still missing in words. */
final class Waiting {
    private static final int ALL = 100;
    private static final String HEALTHY = "Healthy";

    private final AwsRegion region;
    private final ServerGroups reader;
    private final OperationContext context;
    private final ServerGroupChangeState state;
    private final Task task;
    private final List<ChangedGroup> missing = new ArrayList<>();

    Waiting(AwsRegion region, OperationContext context, ServerGroupChangeState state) {
        this.region = region;
        this.reader = new ServerGroups(region, context.executor());
        this.context = context;
        this.state = state;
        this.task = state.tasks().get(0);
    }

    /**
     * Until each has as many instances as it is to have, all of them healthy: in the traffic, if it is, and else as Auto
     * Scaling alone sees them.
     */
    List<ChangedGroup> size() {
        LiveGroups live = live();
        for (ChangedGroup group : groups()) {
            ServerGroup now = live.need(group);
            int desired = now.capacity().desired();
            int healthy = now.enabled()
                    ? now.up()
                    : (int) now.instances().stream().filter(Waiting::isWell).count();
            if (now.instances().size() != desired || healthy < desired) {
                missing(group, now, healthy, desired);
            } else {
                there(group, now, healthy, desired);
            }
        }
        return missing;
    }

    private static boolean isWell(Instance instance) {
        return instance.inService() && instance.healthStatus().equalsIgnoreCase(HEALTHY);
    }

    /** Until enough of each gets traffic. What got into service since it was enabled is let in, too. */
    List<ChangedGroup> in() {
        LiveGroups live = live();
        for (ChangedGroup group : groups()) {
            ServerGroup now = live.need(group);
            int desired = now.capacity().desired();
            int percent = percent(desired);
            if (!TrafficSwitch.isIn(now, percent)) {
                new TrafficSwitch(region).enable(now);
                missing(group, now, now.up(), HealthyShare.needed(percent, desired));
            } else {
                there(group, now, now.up(), desired);
            }
        }
        return missing;
    }

    private int percent(int desired) {
        if (!(state.request().change() instanceof Rollback rollback)) {
            return ALL;
        }
        return rollback.healthyPercent() == null ? HealthyShare.percent(desired) : rollback.healthyPercent();
    }

    /** Until none gets traffic any more. */
    List<ChangedGroup> out() {
        LiveGroups live = live();
        for (ChangedGroup group : groups()) {
            ServerGroup now = live.need(group);
            if (!TrafficSwitch.isOut(now)) {
                new TrafficSwitch(region).disable(now);
                long left = now.instances().stream()
                        .filter(instance -> !TrafficSwitch.areOut(List.of(instance)))
                        .count();
                saw(group, now, Words.of("aws.change-seen-draining", left), 0, 0);
            } else {
                there(group, now, 0, 0);
            }
        }
        return missing;
    }

    private void missing(ChangedGroup group, ServerGroup now, int healthy, int wanted) {
        String reasons = reasons(now);
        String words = reasons.isEmpty()
                ? Words.of("aws.change-seen", healthy, wanted, now.instances().size())
                : Words.of(
                        "aws.change-seen-why", healthy, wanted, now.instances().size(), reasons);
        saw(group, now, words, healthy, wanted);
    }

    /** What was told to be under way is told to be there. */
    private void there(ChangedGroup group, ServerGroup now, int ready, int wanted) {
        if (!group.now().isEmpty()) {
            context.emit(new Event.StatusChanged(now.ref(), "stable", "", ready, wanted));
        }
    }

    private void saw(ChangedGroup group, ServerGroup now, String words, int ready, int wanted) {
        ChangedGroup seen = group.now(words);
        missing.add(seen);
        if (!words.equals(group.now())) {
            context.emit(new Event.StatusChanged(now.ref(), "progressing", words, ready, wanted));
        }
    }

    /** Why instances are not up, each reason once, and what became of the latest launches. */
    private String reasons(ServerGroup group) {
        Map<String, Long> counted = group.instances().stream()
                .filter(instance -> group.health(instance) != Health.UP)
                .map(Instance::reason)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
        List<String> reasons = new ArrayList<>();
        counted.forEach((reason, count) -> reasons.add(count + " × " + reason));
        if (group.instances().size() < group.capacity().desired()) {
            ScalingActivities.failures(region, group.name(), state.course().startedAt()).stream()
                    .findFirst()
                    .ifPresent(failure -> reasons.add(failure.message()));
        }
        return String.join("; ", reasons);
    }

    private LiveGroups live() {
        return LiveGroups.of(reader, task, region.name());
    }

    private List<ChangedGroup> groups() {
        return task.groups().stream().map(state::group).toList();
    }
}
