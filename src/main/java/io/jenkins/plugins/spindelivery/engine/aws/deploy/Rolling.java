package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Health;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Instance;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficGuard;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a rolling red/black. */
final class Rolling {
    private static final int HUNDRED = 100;
    private static final Duration LOOK = Duration.ofSeconds(5);

    private Rolling() {}

    /** Pins the older ones that serve: an autoscaler must not make them smaller while the traffic is shared. */
    static Move<ServerGroupDeployState, AwsResult> pin(ServerGroupDeployState state, Site site) {
        if (state.serving().stream().anyMatch(group -> group.fate() == Older.Fate.UNTOUCHED)) {
            // Saved first: who takes back has to know what may have been changed.
            return Move.next(state.fates(Older::enabled, Older.Fate.TOUCHED));
        }
        Map<String, ServerGroup> groups = site.alive(state.serving());
        groups.values().forEach(group -> {
            int least = group.capacity().desired();
            if (group.capacity().min() < least) {
                site.region().autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName(group.name())
                        .minSize(least));
            }
        });
        return site.next(state, Stage.GROW);
    }

    /** Makes the new one as large as the step says, rounded up; never smaller than it is. */
    static Move<ServerGroupDeployState, AwsResult> grow(ServerGroupDeployState state, Site site) {
        int step = state.progress().step();
        StrategyOptions strategy = state.request().strategy();
        int percent = strategy.percentage(step);
        Capacity end = state.made().capacity();
        int wanted = (int) Math.ceil(end.desired() * percent / (double) HUNDRED);
        ServerGroup group = site.own(state).orElseThrow(() -> Awaiting.gone(state));
        int desired = Math.max(wanted, group.capacity().desired());
        Capacity size = strategy.isLast(step)
                ? new Capacity(end.min(), Math.min(desired, end.max()), end.max())
                : new Capacity(Math.min(end.min(), desired), desired, end.max());
        if (!size.equals(group.capacity())) {
            site.region().autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName(group.name())
                    .minSize(size.min())
                    .desiredCapacity(size.desired())
                    .maxSize(size.max()));
            site.changed(group, Action.SCALED);
        }
        site.context()
                .emit(new Event.Noted(
                        Problem.of("aws.deploy-step", "", group.name(), percent, desired, end.desired())));
        return site.next(state, Stage.AWAIT);
    }

    /** Waits for what decides whether to go on; and does not go on when the new instances fail meanwhile. */
    static Move<ServerGroupDeployState, AwsResult> gate(ServerGroupDeployState state, Site site) {
        StrategyOptions strategy = state.request().strategy();
        int percent = strategy.percentage(state.progress().step());
        if (state.progress().refusal() != null) {
            throw new ProblemException(
                    Category.FAILED,
                    Problem.of(
                            "aws.deploy-check-failed",
                            "",
                            percent,
                            state.progress().refusal()));
        }
        boolean asks = asks(state);
        long left = state.progress().since() + 1000 * strategy.pause() - site.now();
        if (!asks && left <= 0) {
            return site.next(state, strategy.isLast(state.progress().step()) ? Stage.DISABLE : Stage.SHIFT);
        }
        ServerGroup group = site.own(state).orElseThrow(() -> Awaiting.gone(state));
        if (group.up() == 0 && group.capacity().desired() > 0) {
            throw new ProblemException(
                    Category.FAILED,
                    Problem.of("aws.deploy-down", "", group.name(), group.region(), Awaiting.seen(group)));
        }
        if (state.progress().seen().isEmpty()) {
            site.context().emit(new Event.PhaseStarted(Phase.CHECK, 1));
        }
        Duration pause = asks || left > LOOK.toMillis() ? LOOK : Duration.ofMillis(left);
        return Move.looked(
                pause, state.seen(String.valueOf(percent)).with(state.course().ahead()));
    }

    /** Whether something runs at this step's gate that has not answered yet. */
    static boolean asks(ServerGroupDeployState state) {
        return state.request().strategy().check()
                && !state.progress().answered()
                && state.progress().refusal() == null;
    }

    /** Takes so many of the older instances out as the step says, rounded down, those of the oldest group first. */
    static Move<ServerGroupDeployState, AwsResult> shift(ServerGroupDeployState state, Site site) {
        int percent = state.request().strategy().percentage(state.progress().step());
        Map<String, ServerGroup> groups = site.alive(state.serving());
        List<ServerGroup> oldestFirst = new ArrayList<>(groups.values());
        Collections.reverse(oldestFirst);
        int all =
                oldestFirst.stream().mapToInt(group -> group.instances().size()).sum();
        int wanted = all * percent / HUNDRED;
        int out = 0;
        Map<ServerGroup, List<Instance>> leaving = new LinkedHashMap<>();
        for (ServerGroup group : oldestFirst) {
            List<Instance> chosen = chosen(group, wanted - out);
            out += chosen.size();
            leaving.put(group, chosen);
        }
        guard(state, site, leaving);
        TrafficSwitch traffic = site.traffic();
        boolean wrote = false;
        boolean gone = true;
        for (Map.Entry<ServerGroup, List<Instance>> entry : leaving.entrySet()) {
            wrote |= !entry.getValue().isEmpty() && traffic.disable(entry.getKey(), entry.getValue());
            gone &= TrafficSwitch.areOut(entry.getValue());
        }
        if (!wrote && gone) {
            return Move.next(state.nextStep().to(Stage.GROW, site.now()));
        }
        ServerGroup newest = groups.values().iterator().next();
        return site.waiting(state, newest, Awaiting.seen(newest), all - wanted, all);
    }

    /** First those that are out already, so that a repeated move chooses the same ones. */
    private static List<Instance> chosen(ServerGroup group, int count) {
        List<Instance> instances = new ArrayList<>(group.instances(Health.OUT_OF_SERVICE));
        group.instances().stream()
                .filter(instance -> !instances.contains(instance))
                .sorted(Comparator.comparing(Instance::id))
                .forEach(instances::add);
        return List.copyOf(instances.subList(0, Math.max(0, Math.min(count, instances.size()))));
    }

    private static void guard(ServerGroupDeployState state, Site site, Map<ServerGroup, List<Instance>> leaving) {
        if (state.request().strategy().ignoreGuard()) {
            return;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        leaving.forEach((group, instances) -> counts.put(group.name(), (int) instances.stream()
                .filter(instance -> group.health(instance) == Health.UP)
                .count()));
        if (counts.values().stream().anyMatch(count -> count > 0)) {
            List<ServerGroup> cluster = new ArrayList<>(leaving.keySet());
            site.own(state).ifPresent(cluster::add);
            TrafficGuard.check(cluster, counts, state.request().strategy().guardRatio());
        }
    }
}
