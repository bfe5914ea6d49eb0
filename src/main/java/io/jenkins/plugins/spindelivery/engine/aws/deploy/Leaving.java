package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficGuard;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of the older server groups: disabled, scaled down, destroyed. */
final class Leaving {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private Leaving() {}

    /** Waits before the older ones are touched. */
    static Move<ServerGroupDeployState, AwsResult> delay(ServerGroupDeployState state, Site site) {
        return pause(state, state.request().strategy().delayBeforeCleanup(), Stage.DISABLE, site);
    }

    /** Waits before the disabled ones are scaled down. */
    static Move<ServerGroupDeployState, AwsResult> scaleDelay(ServerGroupDeployState state, Site site) {
        return pause(state, state.request().strategy().delayBeforeScaleDown(), Stage.SCALE_DOWN, site);
    }

    private static Move<ServerGroupDeployState, AwsResult> pause(
            ServerGroupDeployState state, long seconds, Stage then, Site site) {
        long left = state.progress().since() + 1000 * seconds - site.now();
        return left <= 0
                ? site.next(state, then)
                : Move.looked(
                        left < LOOK.toMillis() ? Duration.ofMillis(left) : LOOK,
                        state.with(state.course().ahead()));
    }

    /** Takes the older ones out of the traffic, and waits until their instances have finished what they were at. */
    static Move<ServerGroupDeployState, AwsResult> disable(ServerGroupDeployState state, Site site) {
        if (state.serving().stream().anyMatch(group -> group.fate() == Older.Fate.UNTOUCHED)) {
            // Saved first: who takes back has to know what may have been changed.
            return Move.next(state.fates(Older::enabled, Older.Fate.TOUCHED));
        }
        List<Older> serving = state.serving();
        site.begins(state, Phase.TRAFFIC, serving.size());
        Map<String, ServerGroup> groups = site.alive(serving);
        guard(state, groups, site);
        TrafficSwitch traffic = site.traffic();
        ServerGroupDeployState next = state;
        Optional<ServerGroup> open = Optional.empty();
        for (ServerGroup group : groups.values()) {
            boolean wrote = traffic.disable(group);
            if (wrote || !TrafficSwitch.isOut(group)) {
                open = Optional.of(group);
            } else if (fate(next, group.name()) == Older.Fate.TOUCHED) {
                site.changed(group, Action.DISABLED);
                site.settled(state, group);
                next = next.fate(group.name(), Older.Fate.DISABLED);
            }
        }
        if (open.isPresent()) {
            ServerGroup group = open.get();
            return site.waiting(
                    next,
                    group,
                    Awaiting.seen(group),
                    (int) group.instances().stream()
                            .filter(instance -> TrafficSwitch.areOut(List.of(instance)))
                            .count(),
                    group.instances().size());
        }
        return site.next(next, afterDisable(state));
    }

    private static Older.Fate fate(ServerGroupDeployState state, String name) {
        return state.older().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow()
                .fate();
    }

    private static Stage afterDisable(ServerGroupDeployState state) {
        StrategyOptions strategy = state.request().strategy();
        if (strategy.scaleDown()) {
            return Stage.SCALE_DELAY;
        }
        return strategy.rolling() ? Stage.UNPIN : Stage.DESTROY;
    }

    private static void guard(ServerGroupDeployState state, Map<String, ServerGroup> leaving, Site site) {
        boolean serves = leaving.values().stream().anyMatch(group -> group.up() > 0);
        if (serves && !state.request().strategy().ignoreGuard()) {
            List<ServerGroup> cluster = new ArrayList<>(leaving.values());
            site.own(state).ifPresent(cluster::add);
            TrafficGuard.check(
                    cluster, leaving.keySet(), state.request().strategy().guardRatio());
        }
    }

    /** Scales what was disabled down to nothing. */
    static Move<ServerGroupDeployState, AwsResult> scaleDown(ServerGroupDeployState state, Site site) {
        if (state.older().stream().anyMatch(Leaving::idles)) {
            return Move.next(state.fates(Leaving::idles, Older.Fate.TOUCHED));
        }
        List<Older> changed = state.older().stream().filter(Older::changed).toList();
        site.begins(state, Phase.CHANGE, changed.size());
        Map<String, ServerGroup> groups = site.alive(changed);
        ServerGroupDeployState next = state;
        Optional<ServerGroup> open = Optional.empty();
        for (ServerGroup group : groups.values()) {
            boolean wrote = empty(group, site);
            if (wrote || !group.instances().isEmpty()) {
                open = Optional.of(group);
            } else if (fate(next, group.name()) != Older.Fate.SCALED_DOWN) {
                site.changed(group, Action.SCALED);
                site.settled(state, group);
                next = next.fate(group.name(), Older.Fate.SCALED_DOWN);
            }
        }
        if (open.isPresent()) {
            ServerGroup group = open.get();
            return site.waiting(
                    next, group, Awaiting.seen(group), 0, group.instances().size());
        }
        return site.next(next, Stage.DESTROY);
    }

    /** Whether it was disabled before, and still has instances. */
    private static boolean idles(Older group) {
        return !group.enabled()
                && group.fate() == Older.Fate.UNTOUCHED
                && !group.capacity().equals(Capacity.NONE);
    }

    private static boolean empty(ServerGroup group, Site site) {
        boolean wrote = false;
        if (!group.capacity().equals(Capacity.NONE)) {
            site.region().autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName(group.name())
                    .minSize(0)
                    .desiredCapacity(0)
                    .maxSize(0));
            wrote = true;
        }
        // A disabled group terminates nothing until it is told to; in the end it is as disabled as it was.
        boolean switched = group.instances().isEmpty()
                ? site.traffic().disable(group)
                : site.traffic().resumeScaling(group);
        return switched | wrote;
    }

    /** Gives the older ones the least size back that they had. */
    static Move<ServerGroupDeployState, AwsResult> unpin(ServerGroupDeployState state, Site site) {
        Map<String, ServerGroup> groups = site.alive(state.serving());
        for (Older older : state.serving()) {
            ServerGroup group = groups.get(older.name());
            int least = older.capacity().min();
            if (group != null && group.capacity().min() > least) {
                site.region().autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName(group.name())
                        .minSize(least));
            }
        }
        return site.next(state, Stage.END);
    }

    /** Destroys those that are not to stay, one after the other, oldest first. */
    static Move<ServerGroupDeployState, AwsResult> destroy(ServerGroupDeployState state, Site site) {
        List<Older> victims = victims(state);
        if (victims.isEmpty()) {
            return site.next(state, Stage.END);
        }
        site.begins(state, Phase.DELETE, victims.size());
        Optional<Older> begun = victims.stream()
                .filter(group -> group.fate() == Older.Fate.DESTROYING)
                .findFirst();
        if (begun.isEmpty() && state.course().ending()) {
            return site.next(state, Stage.END);
        }
        if (begun.isEmpty()) {
            Older next = victims.get(victims.size() - 1);
            permit(state, next, site);
            // Saved first: what has been begun is finished even by who is cancelled.
            return Move.next(state.fate(next.name(), Older.Fate.DESTROYING));
        }
        Older victim = begun.get();
        Optional<ServerGroup> there = site.groups().named(victim.name()).filter(victim::is);
        if (!destroyed(there, victim.name(), victim.operation(), site)) {
            return site.again().again(state.seen(victim.name()));
        }
        site.context()
                .emit(new Event.ObjectChanged(
                        AwsRef.of(AwsRef.Kind.SERVER_GROUP, state.request().region(), victim.name()), Action.DELETED));
        ServerGroupDeployState next = state.fate(victim.name(), Older.Fate.DESTROYED);
        return Move.next(next.with(next.course().ahead()));
    }

    private static void permit(ServerGroupDeployState state, Older victim, Site site) {
        site.account()
                .forbids(AwsRef.of(AwsRef.Kind.SERVER_GROUP, state.request().region(), victim.name()))
                .ifPresent(problem -> {
                    throw new ProblemException(Category.INPUT, problem);
                });
    }

    /** Those that are not to stay and are still there, newest first. */
    static List<Older> victims(ServerGroupDeployState state) {
        StrategyOptions strategy = state.request().strategy();
        Set<String> doomed = new HashSet<>();
        if (strategy.strategy() == DeployStrategy.HIGHLANDER) {
            state.older().forEach(group -> doomed.add(group.name()));
        } else if (strategy.maxRemaining() > 0) {
            // As in Spinnaker: only what was disabled and idle before this deploy, so that a way back stays.
            int surplus = 1 + state.older().size() - strategy.maxRemaining();
            for (int i = state.older().size() - 1; i >= 0 && surplus > 0; i--) {
                Older group = state.older().get(i);
                if (!group.enabled() && group.up() == 0) {
                    doomed.add(group.name());
                    surplus--;
                }
            }
        }
        return state.older().stream()
                .filter(group -> doomed.contains(group.name()) && group.fate() != Older.Fate.DESTROYED)
                .toList();
    }

    /**
     * Destroys a server group with its launch template, or looks whether it is gone.
     *
     * @param there it as it was read; empty when it is gone
     * @param name its name
     * @param operation the operation that made it, whose launch template goes with it; empty for one that none made
     * @return whether it is gone
     */
    static boolean destroyed(Optional<ServerGroup> there, String name, String operation, Site site) {
        if (there.isPresent()) {
            if (!there.get().deleting()) {
                site.region().autoScaling().deleteAutoScalingGroup(ask -> ask.autoScalingGroupName(name)
                        .forceDelete(true));
            }
            return false;
        }
        Templates.delete(site, operation);
        return true;
    }
}
