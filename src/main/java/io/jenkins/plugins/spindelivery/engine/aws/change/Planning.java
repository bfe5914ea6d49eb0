package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Enable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Sizing;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the server groups of a change and settles what to do with each. What is relative, such as one instance more, or the
 * newest, is settled here and saved before anything is written, so that a move that is repeated changes nothing more.
 */
final class Planning {
    private final ServerGroups reader;
    private final AwsAccount account;
    private final ServerGroupChangeRequest request;
    private final Options options;

    private final List<Task> tasks = new ArrayList<>();
    private final List<ChangedGroup> groups = new ArrayList<>();

    Planning(ServerGroups reader, AwsAccount account, ServerGroupChangeRequest request) {
        this.reader = reader;
        this.account = account;
        this.request = request;
        this.options = request.options();
    }

    ServerGroupChangeState plan(ServerGroupChangeState state) {
        List<Problem> wrong = request.problems();
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
        Choice choice = Choice.of(reader, request);
        if (request.change() instanceof Rollback) {
            rollback(new RollbackChoice(choice, request, reader));
        } else {
            checkRules(choice.chosen());
            plan(choice);
        }
        add(Kind.TAKE_STOCK, names());
        return state.planned(tasks, groups, choice.skipped());
    }

    private void plan(Choice choice) {
        GroupChange change = request.change();
        if (change instanceof Sizing sizing) {
            resize(sizing, choice);
        } else if (change instanceof Enable) {
            enable(choice.chosen());
        } else if (change instanceof Disable) {
            disable(choice.chosen());
        } else if (change instanceof Destroy destroy) {
            destroy(destroy, choice.chosen());
        }
    }

    private void resize(Sizing sizing, Choice choice) {
        for (ServerGroup group : choice.chosen()) {
            Capacity goal = Sizes.of(sizing, group.capacity(), choice.cluster());
            Action action = goal.equals(group.capacity()) ? Action.UNCHANGED : Action.SCALED;
            groups.add(ChangedGroup.of(group, action).to(goal));
        }
        List<String> all = choice.chosen().stream()
                .filter(group -> !isSettled(group))
                .map(ServerGroup::name)
                .toList();
        List<String> suspended = groups.stream()
                .filter(group ->
                        all.contains(group.name()) && !group.suspended().isEmpty())
                .map(ChangedGroup::name)
                .toList();
        guard(all);
        add(Kind.RESIZE, all);
        // What is suspended again has to have its size before that.
        add(Kind.AWAIT_SIZE, options.await() ? all : suspended);
        add(Kind.SUSPEND, suspended);
    }

    private boolean isSettled(ServerGroup group) {
        Capacity goal = find(group.name()).goal();
        return goal.equals(group.capacity()) && group.instances().size() == goal.desired();
    }

    private void enable(List<ServerGroup> chosen) {
        refuseClassic(chosen);
        chosen.forEach(group -> groups.add(ChangedGroup.of(group, isIn(group) ? Action.UNCHANGED : Action.ENABLED)));
        add(Kind.ENABLE, names(chosen, group -> !isIn(group)));
        add(Kind.AWAIT_IN, options.await() ? names() : List.of());
    }

    private void disable(List<ServerGroup> chosen) {
        List<String> inside = names(chosen, group -> !TrafficSwitch.isOut(group));
        refuseClassic(
                chosen.stream().filter(group -> inside.contains(group.name())).toList());
        chosen.forEach(group ->
                groups.add(ChangedGroup.of(group, inside.contains(group.name()) ? Action.DISABLED : Action.UNCHANGED)));
        guard(inside);
        add(Kind.DISABLE, inside);
        add(Kind.AWAIT_OUT, options.await() ? inside : List.of());
    }

    private void destroy(Destroy destroy, List<ServerGroup> chosen) {
        List<String> going = names(chosen, ServerGroup::deleting);
        List<String> all = names(chosen, group -> !group.deleting());
        List<String> inside = destroy.skipDisable()
                ? List.of()
                : names(chosen, group -> !group.deleting() && !TrafficSwitch.isOut(group));
        refuseClassic(
                chosen.stream().filter(group -> inside.contains(group.name())).toList());
        chosen.forEach(
                group -> groups.add(ChangedGroup.of(group, group.deleting() ? Action.UNCHANGED : Action.DELETED)));
        guard(all);
        if (options.dryRun()) {
            return;
        }
        add(Kind.DISABLE, inside);
        add(Kind.AWAIT_OUT, inside);
        add(Kind.NOTE, all);
        add(Kind.DELETE, all);
        add(
                Kind.AWAIT_GONE,
                options.await() ? Stream.concat(all.stream(), going.stream()).toList() : List.of());
        add(Kind.DELETE_TEMPLATES, all);
    }

    private void rollback(RollbackChoice choice) {
        ServerGroup to = choice.to();
        ServerGroup from = choice.from();
        if (from == to) {
            groups.add(ChangedGroup.of(to, Action.UNCHANGED));
            return;
        }
        checkRules(List.of(to, from));
        refuseClassic(List.of(to, from));
        int desired = Math.max(to.capacity().desired(), from.capacity().desired());
        int max = Math.max(to.capacity().max(), from.capacity().max());
        int min = Math.max(to.capacity().min(), from.capacity().min());
        boolean resized = !to.capacity().equals(new Capacity(min, desired, max));
        boolean out = TrafficSwitch.isOut(from);
        Action action = isIn(to) ? (resized ? Action.SCALED : Action.UNCHANGED) : Action.ENABLED;
        groups.add(ChangedGroup.of(to, action).pinned(new Capacity(desired, desired, max), min));
        groups.add(ChangedGroup.of(from, out ? Action.UNCHANGED : Action.DISABLED));
        List<String> taking = List.of(to.name());
        List<String> leaving = out ? List.of() : List.of(from.name());
        add(Kind.RESIZE, taking);
        add(Kind.ENABLE, isIn(to) ? List.of() : taking);
        add(Kind.AWAIT_IN, taking);
        guard(leaving);
        add(Kind.DISABLE, leaving);
        add(Kind.AWAIT_OUT, options.await() ? leaving : List.of());
        add(Kind.UNPIN, taking);
        // One that was disabled has got these processes back for good.
        add(Kind.SUSPEND, to.enabled() && !find(to.name()).suspended().isEmpty() ? taking : List.of());
    }

    /** Whether it is in the traffic, with all instances that can be. */
    private static boolean isIn(ServerGroup group) {
        return group.enabled()
                && group.instances().stream()
                        .filter(instance -> instance.inService())
                        .allMatch(instance -> group.targetGroups().stream().allMatch(arn -> instance.targets().stream()
                                .anyMatch(target -> target.targetGroup().equals(arn)
                                        && !target.state().equals("draining")
                                        && target.registered())));
    }

    private void guard(List<String> leaving) {
        add(Kind.GUARD, options.trafficGuard() ? leaving : List.of());
    }

    private void add(Kind kind, List<String> names) {
        if (!names.isEmpty()) {
            tasks.add(new Task(kind, names));
        }
    }

    private List<String> names() {
        return groups.stream().map(ChangedGroup::name).toList();
    }

    private static List<String> names(List<ServerGroup> chosen, Predicate<ServerGroup> wanted) {
        return chosen.stream().filter(wanted).map(ServerGroup::name).toList();
    }

    private ChangedGroup find(String name) {
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void checkRules(List<ServerGroup> chosen) {
        List<Problem> forbidden = chosen.stream()
                .flatMap(group -> account
                        .forbids(group.ref())
                        .map(problem -> new Problem(
                                problem.code(), problem.arguments(), group.ref().toString()))
                        .stream())
                .toList();
        if (!forbidden.isEmpty()) {
            throw new ProblemException(Category.ACCESS, forbidden);
        }
    }

    /** Before the first of several is changed. */
    private static void refuseClassic(List<ServerGroup> switched) {
        List<Problem> classic = switched.stream()
                .filter(group -> !group.classicLoadBalancers().isEmpty())
                .map(group -> Problem.of(
                        "aws.classic-load-balancer",
                        "",
                        group.name(),
                        group.region(),
                        String.join(", ", group.classicLoadBalancers())))
                .toList();
        if (!classic.isEmpty()) {
            throw new ProblemException(Category.INPUT, classic);
        }
    }
}
