package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.network.NetworkState.Made;
import io.jenkins.plugins.spindelivery.engine.aws.network.NetworkState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** Removes what a run has made that did not come to its end, unless something uses it that the run has not made. */
final class NetworkUndo {
    /** A balancer that is gone holds its groups and target groups for a while; about 8 minutes. */
    private static final int LOOKS_UNTIL_FREE = 60;

    private final NetworkState state;
    private final NetworkDescription description;
    private final AwsAccount account;
    private final AwsRegion region;
    private final LiveNetwork live;
    private final OperationContext context;

    NetworkUndo(
            NetworkState state,
            NetworkDescription description,
            AwsAccount account,
            LiveNetwork live,
            OperationContext context) {
        this.state = state;
        this.description = description;
        this.account = account;
        this.region = account.region(state.request().region());
        this.live = live;
        this.context = context;
    }

    /** The next move, given how to look again after a while. */
    Move<NetworkState, AwsResult> step(
            BiFunction<NetworkState, OperationContext, Move<NetworkState, AwsResult>> lookAgain) {
        return switch (state.stage()) {
            case FIND_BACK -> find();
            case BACK_BALANCERS -> balancers(lookAgain);
            case BACK_TARGET_GROUPS -> remove(
                    AwsRef.Kind.TARGET_GROUP, this::removeTargetGroup, Stage.BACK_GROUPS, lookAgain);
            default -> remove(AwsRef.Kind.SECURITY_GROUP, this::removeGroup, Stage.END, lookAgain);
        };
    }

    /** Saved before anything is removed, so that the result can tell it whatever happens then. */
    private Move<NetworkState, AwsResult> find() {
        List<Made> made = new ArrayList<>();
        for (BalancerSpec spec : description.balancers()) {
            live.balancer(spec.name())
                    .map(LoadBalancer::loadBalancerArn)
                    .filter(arn -> isOurs(live.tags(arn)))
                    .ifPresent(arn -> made.add(made(AwsRef.Kind.LOAD_BALANCER, spec.name(), arn)));
        }
        for (TargetGroupSpec spec : description.targetGroups()) {
            live.liveTargetGroup(spec.name())
                    .filter(group -> isOurs(live.tags(group.targetGroupArn())))
                    .ifPresent(group -> made.add(made(AwsRef.Kind.TARGET_GROUP, spec.name(), group.targetGroupArn())));
        }
        for (GroupSpec spec : description.groups()) {
            live.securityGroup(spec.vpc(), spec.name())
                    .filter(group -> isOurs(LiveNetwork.tags(group)))
                    .ifPresent(group -> made.add(made(AwsRef.Kind.SECURITY_GROUP, spec.name(), group.groupId())));
        }
        if (!made.isEmpty()) {
            context.emit(new Event.PhaseStarted(Phase.CLEANUP, made.size()));
        }
        return Move.next(state.with(reviewed()).takingBack(made).to(made.isEmpty() ? Stage.END : Stage.BACK_BALANCERS));
    }

    private boolean isOurs(Map<String, String> tags) {
        return Objects.equals(tags.get(AwsTags.OPERATION), state.course().id());
    }

    private Made made(AwsRef.Kind kind, String name, String id) {
        return new Made(AwsRef.of(kind, state.request().region(), name), id, false);
    }

    /** A move that was cut off may have done more than is recorded. */
    private List<Planned> reviewed() {
        Map<ObjectRef, Planned> now = new HashMap<>();
        try {
            new Planner(account, state.request().region(), description, live)
                    .plan()
                    .forEach(planned -> now.put(planned.ref(), planned));
        } catch (AwsFault e) {
            throw e;
        } catch (ProblemException e) {
            // Someone has changed the place meanwhile; what is recorded is all that is known.
            return state.plan();
        }
        return state.plan().stream()
                .map(planned -> planned.done(planned.done() || isDone(planned, now.get(planned.ref()))))
                .toList();
    }

    private static boolean isDone(Planned planned, Planned now) {
        if (now == null || !now.changes()) {
            return true;
        }
        return now.action() != planned.action() || !now.lines().equals(planned.lines());
    }

    private Move<NetworkState, AwsResult> balancers(
            BiFunction<NetworkState, OperationContext, Move<NetworkState, AwsResult>> lookAgain) {
        List<Made> there = new ArrayList<>();
        for (Made made : of(AwsRef.Kind.LOAD_BALANCER)) {
            boolean still = live.balancer(made.ref().name())
                    .filter(balancer -> balancer.loadBalancerArn().equals(made.id()))
                    .isPresent();
            if (still) {
                removeBalancer(made);
                there.add(made);
            }
        }
        return there.isEmpty() ? Move.next(state.to(Stage.BACK_TARGET_GROUPS)) : lookAgain.apply(state, context);
    }

    /** What the run itself has protected would be refused. */
    private void removeBalancer(Made made) {
        boolean ours = description.balancers().stream()
                .filter(spec -> spec.name().equals(made.ref().name()))
                .anyMatch(spec -> "true".equals(spec.attributes().get(BalancerFacts.DELETION_PROTECTION)));
        if (ours && "true".equals(live.attributesOfBalancer(made.id()).get(BalancerFacts.DELETION_PROTECTION))) {
            Attributes.ofBalancer(
                    region.loadBalancing(), made.id(), Map.of(BalancerFacts.DELETION_PROTECTION, "false"));
        }
        region.loadBalancing().deleteLoadBalancer(request -> request.loadBalancerArn(made.id()));
    }

    private List<Made> of(AwsRef.Kind kind) {
        return state.back().stream()
                .filter(made -> made.ref().kind().equals(kind.word()))
                .toList();
    }

    /** Whether it is gone. */
    private interface Removal {
        boolean of(Made made);
    }

    private Move<NetworkState, AwsResult> remove(
            AwsRef.Kind kind,
            Removal removal,
            Stage next,
            BiFunction<NetworkState, OperationContext, Move<NetworkState, AwsResult>> lookAgain) {
        List<Made> kept = new ArrayList<>();
        List<Made> free = new ArrayList<>();
        of(kind).forEach(made -> (usedByOthers(kind, made) ? kept : free).add(made));
        if (kind == AwsRef.Kind.SECURITY_GROUP) {
            free.forEach(made -> GroupRemoval.untie(region.ec2(), made.id()));
        }
        boolean freed = !of(AwsRef.Kind.LOAD_BALANCER).isEmpty();
        for (Made made : free) {
            if (!removal.of(made)) {
                if (freed && state.course().polls() < LOOKS_UNTIL_FREE) {
                    return lookAgain.apply(state, context);
                }
                kept.add(made);
            }
        }
        NetworkState after = state;
        for (Made made : kept) {
            Problem warning = Problem.of("aws.network-kept", made.ref().toString());
            context.emit(new Event.Warned(warning));
            after = after.with(after.course().warned(warning));
        }
        List<Made> back = state.back().stream()
                .map(made -> kept.contains(made) ? new Made(made.ref(), made.id(), true) : made)
                .toList();
        return Move.next(after.takingBack(back).to(next));
    }

    private boolean usedByOthers(AwsRef.Kind kind, Made made) {
        List<String> ours = state.back().stream().map(Made::id).toList();
        if (kind == AwsRef.Kind.TARGET_GROUP) {
            return live.liveTargetGroup(made.ref().name())
                    .filter(group -> !ours.containsAll(group.loadBalancerArns()))
                    .isPresent();
        }
        boolean behind = description.balancers().stream()
                .flatMap(spec -> live.balancer(spec.name()).stream())
                .anyMatch(balancer -> !ours.contains(balancer.loadBalancerArn())
                        && balancer.securityGroups().contains(made.id()));
        return behind || !ours.containsAll(GroupRemoval.mentioning(region.ec2(), made.id()));
    }

    private boolean removeTargetGroup(Made made) {
        try {
            region.loadBalancing().deleteTargetGroup(request -> request.targetGroupArn(made.id()));
        } catch (AwsFault e) {
            if (e.code().startsWith("ResourceInUse")) {
                return false;
            }
            requireGone(e);
        }
        context.emit(new Event.ObjectChanged(made.ref(), Action.ROLLED_BACK));
        return true;
    }

    private boolean removeGroup(Made made) {
        boolean gone = GroupRemoval.remove(region.ec2(), made.id());
        if (gone) {
            context.emit(new Event.ObjectChanged(made.ref(), Action.ROLLED_BACK));
        }
        return gone;
    }

    private static void requireGone(AwsFault e) {
        if (!e.isNotFound()) {
            throw e;
        }
    }
}
