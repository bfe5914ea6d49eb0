package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.HealthyShare;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** After a failure or a cancel: first the older server groups serve again, only then does the new one go. */
final class TakingBack {
    private static final int LOOKS_FOR_LATE = 4;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private TakingBack() {}

    /**
     * Where the way back begins.
     *
     * @param state with a course that is ending
     * @return a state whose moves take back, and then end
     */
    static ServerGroupDeployState turn(ServerGroupDeployState state) {
        if (state.made() == null) {
            return state.turnedTo(Stage.END);
        }
        if (state.older().stream()
                .anyMatch(group -> group.fate() == Older.Fate.DESTROYING || group.fate() == Older.Fate.DESTROYED)) {
            // There is no way back any more; what has been begun is finished.
            return state.turnedTo(Stage.DESTROY);
        }
        if (!state.made().versionBefore().isEmpty()) {
            return state.turnedTo(Stage.REFRESH_BACK);
        }
        boolean older = state.older().stream().anyMatch(Older::changed);
        return state.turnedTo(older && state.request().takesBack() ? Stage.BACK_IN : Stage.BACK_OUT);
    }

    /** Gives the older ones what they had, and waits until they serve. */
    static Move<ServerGroupDeployState, AwsResult> backIn(ServerGroupDeployState saved, Site site) {
        ServerGroupDeployState state = saved.progress().since() == 0 ? saved.to(Stage.BACK_IN, site.now()) : saved;
        List<Older> changed = state.older().stream().filter(Older::changed).toList();
        site.begins(state, Phase.ROLLBACK, changed.size());
        Map<String, ServerGroup> groups = site.alive(changed);
        ServerGroupDeployState next = state;
        Optional<ServerGroup> open = Optional.empty();
        for (Older older : changed) {
            ServerGroup group = groups.get(older.name());
            if (group == null) {
                next = next.fate(older.name(), Older.Fate.DESTROYED);
            } else if (restore(older, group, site) || !serves(older, group)) {
                open = Optional.of(group);
            } else {
                suspend(older, group, site);
                site.changed(group, Action.ROLLED_BACK);
                next = next.fate(older.name(), Older.Fate.BACK);
            }
        }
        if (open.isEmpty()) {
            return site.next(next, Stage.BACK_OUT);
        }
        ServerGroup group = open.get();
        if (site.now() - state.progress().since() > 1000 * state.request().timeoutSeconds()) {
            // Without them the new ones are all that serves, so these stay.
            Problem problem = Problem.of("aws.deploy-not-back", "", group.name(), group.region(), Awaiting.seen(group));
            return over(next, problem, site);
        }
        return site.waiting(
                next,
                group,
                Awaiting.seen(group),
                group.up(),
                older(next, group).up());
    }

    /** The end of a way back that leads no further, and why. */
    static Move<ServerGroupDeployState, AwsResult> over(ServerGroupDeployState state, Problem problem, Site site) {
        site.context().emit(new Event.Failed(problem));
        Course course = state.course();
        return Move.next(state.with(course.ending(course.status(), course.category(), List.of(problem)))
                .turnedTo(Stage.END));
    }

    private static Older older(ServerGroupDeployState state, ServerGroup group) {
        return state.older().stream()
                .filter(each -> each.name().equals(group.name()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean restore(Older older, ServerGroup group, Site site) {
        boolean wrote = resize(older, group, site);
        return (older.enabled()
                        ? site.traffic().enable(group)
                        : !filled(older, group) && site.traffic().resumeScaling(group))
                | wrote;
    }

    private static boolean filled(Older older, ServerGroup group) {
        return group.instances().size() >= older.capacity().desired();
    }

    private static boolean serves(Older older, ServerGroup group) {
        int before = older.capacity().desired();
        if (!older.enabled()) {
            return filled(older, group);
        }
        return group.up() >= Math.min(older.up(), HealthyShare.needed(HealthyShare.percent(before), before));
    }

    /** What was scaled down gets its size back; what was pinned may be what an autoscaler has made of it. */
    private static boolean resize(Older older, ServerGroup group, Site site) {
        Capacity before = older.capacity();
        Capacity now = group.capacity();
        Capacity size = now.max() < before.max()
                ? before
                : new Capacity(before.min(), Math.max(now.desired(), before.min()), now.max());
        if (size.equals(now)) {
            return false;
        }
        site.region().autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName(group.name())
                .minSize(size.min())
                .desiredCapacity(size.desired())
                .maxSize(size.max()));
        return true;
    }

    /** What was suspended before, is again. */
    private static void suspend(Older older, ServerGroup group, Site site) {
        List<String> processes = older.suspended().stream()
                .filter(TrafficSwitch.PROCESSES::contains)
                .toList();
        if (!processes.isEmpty()) {
            site.region().autoScaling().suspendProcesses(ask -> ask.autoScalingGroupName(group.name())
                    .scalingProcesses(processes));
        }
    }

    /** Removes the new server group, or at least what would be of no use without it. */
    static Move<ServerGroupDeployState, AwsResult> backOut(ServerGroupDeployState saved, Site site) {
        ServerGroupDeployState state = saved.progress().since() == 0 ? saved.to(Stage.BACK_OUT, site.now()) : saved;
        String name = state.made().name();
        Optional<ServerGroup> there = site.groups().named(name).filter(group -> group.operation()
                .equals(state.course().id()));
        if (there.isPresent() && !state.request().takesBack()) {
            return Move.next(
                    state.with(state.made().created(Math.max(1, there.get().createdAt())))
                            .turnedTo(Stage.END));
        }
        if (there.isPresent()) {
            site.begins(state, Phase.ROLLBACK, 1);
            if (site.now() - state.progress().since() > 1000 * state.request().timeoutSeconds()) {
                return over(
                        state,
                        Problem.of(
                                "aws.deploy-not-gone", "", name, state.request().region()),
                        site);
            }
            Leaving.destroyed(there, name, state.course().id(), site);
            return site.again().again(state);
        }
        if (state.made().createdAt() == 0 && state.course().polls() < LOOKS_FOR_LATE) {
            // Whether it was made is not known: the answer may be lost, and a group may be seen late.
            return Move.after(BETWEEN_LOOKS, state.with(state.course().polled()));
        }
        Templates.delete(site, state.course().id());
        if (state.made().createdAt() > 0) {
            site.context()
                    .emit(new Event.ObjectChanged(
                            AwsRef.of(AwsRef.Kind.SERVER_GROUP, state.request().region(), name), Action.DELETED));
        }
        return Move.next(state.with(state.made().created(0)).turnedTo(Stage.END));
    }
}
