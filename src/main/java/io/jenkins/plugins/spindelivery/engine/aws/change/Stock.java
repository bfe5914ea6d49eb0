package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.change.ChangedGroup.Left;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.Optional;

/** What server groups are in the end. A move that a crash cut off may have changed what no state tells of. */
final class Stock {
    private final ServerGroupChangeState state;
    private final LiveGroups live;

    Stock(AwsRegion region, OperationContext context, ServerGroupChangeState state) {
        this.state = state;
        this.live = LiveGroups.of(
                new ServerGroups(region, context.executor()), state.tasks().get(0), region.name());
    }

    ServerGroupChangeState taken() {
        return state.each(this::taken).done();
    }

    private ChangedGroup taken(ChangedGroup group) {
        Optional<ServerGroup> now = live.find(group);
        Left left = now.map(there -> new Left(
                        there.capacity(), there.enabled(), there.instances().size(), there.up()))
                .orElse(null);
        return group.came(state.course().ending() ? done(group, now) : group.action(), left);
    }

    /** What was done of what was meant. */
    private Action done(ChangedGroup group, Optional<ServerGroup> now) {
        if (group.action() == Action.DELETED && live.isGoing(group)) {
            return Action.DELETED;
        }
        if (now.isEmpty() || group.action() == Action.UNCHANGED) {
            return group.action() == Action.UNCHANGED ? Action.UNCHANGED : Action.SKIPPED;
        }
        ServerGroup there = now.get();
        if (there.enabled() != group.enabled()) {
            return there.enabled() ? Action.ENABLED : Action.DISABLED;
        }
        return there.capacity().equals(group.before()) ? Action.SKIPPED : Action.SCALED;
    }
}
