package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.api.Batches;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Instance;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.LaunchSource;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** The tasks of a destroy: what belongs to a server group goes with it, and nothing else does. */
final class Removal {

    private final AwsRegion region;
    private final AwsAccount account;
    private final ServerGroups reader;
    private final OperationContext context;
    private final ServerGroupChangeState state;
    private final Task task;

    Removal(AwsRegion region, AwsAccount account, OperationContext context, ServerGroupChangeState state) {
        this.region = region;
        this.account = account;
        this.reader = new ServerGroups(region, context.executor());
        this.context = context;
        this.state = state;
        this.task = state.tasks().get(0);
    }

    /**
     * Writes down instances and launch templates, while the server groups can still tell. A launch template goes along when
     * it is ours and no other server group uses it.
     */
    ServerGroupChangeState note() {
        List<ServerGroup> all = reader.all();
        ServerGroupChangeState noted = state.each(group -> all.stream()
                .filter(group::is)
                .findFirst()
                .filter(live -> task.groups().contains(group.name()))
                .map(live -> noted(group, live, all))
                .orElse(group));
        return noted.done();
    }

    private ChangedGroup noted(ChangedGroup group, ServerGroup live, List<ServerGroup> all) {
        LaunchSource source = live.source();
        boolean goes = !source.templateId().isEmpty()
                && !isUsed(source.templateId(), all)
                && account.forbids(AwsRef.of(AwsRef.Kind.LAUNCH_TEMPLATE, region.name(), source.templateName()))
                        .isEmpty()
                && isOurs(source.templateId());
        return group.going(
                live.instances().stream().map(Instance::id).toList(),
                goes ? source.templateId() : "",
                goes ? source.templateName() : "");
    }

    /** By any server group that is none of those that go. */
    private boolean isUsed(String template, List<ServerGroup> all) {
        return all.stream()
                .filter(live -> state.groups().stream().noneMatch(group -> group.is(live)))
                .anyMatch(live -> live.launches(template));
    }

    private boolean isOurs(String template) {
        try {
            return region
                    .ec2()
                    .describeLaunchTemplates(request -> request.launchTemplateIds(template))
                    .launchTemplates()
                    .stream()
                    .flatMap(found -> found.tags().stream())
                    .anyMatch(tag -> tag.key().equals(AwsTags.OPERATION));
        } catch (AwsFault e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    ServerGroupChangeState delete() {
        context.emit(new Event.PhaseStarted(Phase.DELETE, task.groups().size()));
        for (ChangedGroup group : groups()) {
            // Looked at right before: another one of this name is none of ours.
            if (!live(group.name()).isGoing(group)) {
                delete(group);
            }
            told(AwsRef.Kind.SERVER_GROUP, group.name());
        }
        return state.done();
    }

    private void delete(ChangedGroup group) {
        try {
            region.autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(group.name())
                    .forceDelete(true));
        } catch (AwsFault e) {
            // Auto Scaling has no code of its own for a group that is gone.
            if (e.passing() || !live(group.name()).isGoing(group)) {
                throw e;
            }
        }
    }

    /**
     * Whether server groups and instances are gone.
     *
     * @return those that are not, with what is left of them; empty when all are
     */
    List<ChangedGroup> left() {
        LiveGroups live = LiveGroups.of(reader, task, region.name());
        List<String> ids =
                groups().stream().flatMap(group -> group.instances().stream()).toList();
        Set<String> alive = alive(ids);
        List<ChangedGroup> left = new ArrayList<>();
        for (ChangedGroup group : groups()) {
            long instances = group.instances().stream().filter(alive::contains).count();
            Optional<ServerGroup> there = live.find(group);
            if (there.isPresent() || instances > 0) {
                left.add(group.now(Words.of("aws.change-seen-going", instances)));
            }
        }
        return left;
    }

    private Set<String> alive(List<String> ids) {
        List<String> alive = new ArrayList<>();
        for (List<String> part : Batches.of(ids, Batches.FILTER_VALUES)) {
            // A filter finds nothing where an id that is gone would be an error.
            Filter filter = Filter.builder().name("instance-id").values(part).build();
            DescribeInstancesResponse answer = region.ec2().describeInstances(request -> request.filters(filter));
            answer.reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
                    .forEach(instance -> alive.add(instance.instanceId()));
        }
        return alive.stream().collect(Collectors.toSet());
    }

    /** Of the server groups that are gone, or going. A cancel may have come before that: then they need it. */
    ServerGroupChangeState deleteTemplates() {
        if (groups().stream().allMatch(group -> group.templateId().isEmpty())) {
            return state.done();
        }
        LiveGroups live = LiveGroups.of(reader, task, region.name());
        List<ServerGroup> all = reader.all();
        ServerGroupChangeState next = state;
        for (ChangedGroup group : groups()) {
            if (group.templateId().isEmpty()) {
                continue;
            }
            if (!live.isGoing(group) || isUsed(group.templateId(), all)) {
                next = next.each(each -> each.name().equals(group.name()) ? each.keepingTemplate() : each);
                continue;
            }
            try {
                region.ec2().deleteLaunchTemplate(request -> request.launchTemplateId(group.templateId()));
            } catch (AwsFault e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
            told(AwsRef.Kind.LAUNCH_TEMPLATE, group.templateName());
        }
        return next.done();
    }

    private LiveGroups live(String name) {
        return LiveGroups.of(reader, new Task(task.kind(), List.of(name)), region.name());
    }

    private List<ChangedGroup> groups() {
        return task.groups().stream().map(state::group).toList();
    }

    private void told(AwsRef.Kind kind, String name) {
        context.emit(new Event.ObjectChanged(AwsRef.of(kind, region.name(), name), Action.DELETED));
    }
}
