package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.network.NetworkState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;

/**
 * Makes load balancers, target groups, listeners and security groups what a description says: plan and check all of it →
 * groups → their rules → target groups → balancers → listeners with their rules → wait until the balancers are active.
 * What is as it is to be is not written.
 *
 * <p>A failure, a cancel or the end of the time stops it where it is, and removes what this run has made and nothing else
 * uses: balancers (with their listeners), target groups, security groups. Changes of what was there before stay, and are
 * told; the same description makes the rest of them later.
 */
public final class AwsNetwork extends AwsOperation<NetworkState> {
    /** What saved states name it by. */
    public static final String TYPE = "awsNetwork";

    /** Kinds that a stage writes; in the order of the stages. */
    private static Set<String> kinds(Stage stage) {
        return switch (stage) {
            case GROUPS, GROUP_RULES -> Set.of(AwsRef.Kind.SECURITY_GROUP.word());
            case TARGET_GROUPS -> Set.of(AwsRef.Kind.TARGET_GROUP.word());
            case BALANCERS -> Set.of(AwsRef.Kind.LOAD_BALANCER.word());
            case LISTENERS -> Set.of(AwsRef.Kind.LISTENER.word());
            default -> Set.of();
        };
    }

    /**
     * The first state. AWS is not asked yet; the description is kept beside the state.
     *
     * @param request what is asked for; its {@code blob} is set here
     * @param content the description
     * @param context tells the time, and keeps the description
     * @return the state to save and to move on from
     * @throws ProblemException of category INPUT when the description is wrong
     */
    public static NetworkState start(NetworkRequest request, byte[] content, OperationContext context) {
        DescriptionReader.read(request.source(), content, request.onlyGroups());
        NetworkRequest kept = new NetworkRequest(
                request.account(),
                request.region(),
                request.source(),
                context.blobs().put(content),
                request.onlyGroups(),
                request.dryRun(),
                request.timeoutSeconds());
        return NetworkState.begin(Course.begin(request.account(), request.timeoutSeconds(), context.clock()), kept);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<NetworkState> stateType() {
        return NetworkState.class;
    }

    @Override
    public int stateVersion() {
        return NetworkState.VERSION;
    }

    @Override
    protected Move<NetworkState, AwsResult> step(NetworkState state, OperationContext context) {
        if (state.stage() == Stage.END) {
            return Move.finished(NetworkResults.of(state, null, null, context));
        }
        NetworkRequest request = state.request();
        NetworkDescription description =
                DescriptionReader.read(request.source(), context.blobs().get(request.blob()), request.onlyGroups());
        AwsAccount account = context.aws().account(state.course().account());
        AwsRegion region = account.region(request.region());
        LiveNetwork live = new LiveNetwork(region, description);
        try {
            return switch (state.stage()) {
                case PLAN -> plan(state, new Planner(account, request.region(), description, live), context);
                case WAIT -> await(state, description, live, context);
                case FIND_BACK, BACK_BALANCERS, BACK_TARGET_GROUPS, BACK_GROUPS -> new NetworkUndo(
                                state, description, account, live, context)
                        .step(this::lookAgain);
                default -> write(
                        state,
                        description,
                        new Writing(region, live, state.course().id()),
                        context);
            };
        } catch (NotYet e) {
            return lookAgain(state.awaiting(e.getMessage()), context);
        }
    }

    private static Move<NetworkState, AwsResult> plan(NetworkState state, Planner planner, OperationContext context) {
        List<Planned> plan = planner.plan();
        context.emit(new Event.PhaseStarted(Phase.PLAN, plan.size()));
        for (Planned planned : plan) {
            if (context.events().wantsChanges()) {
                String diff = planned.lines().isEmpty() ? "" : String.join("\n", planned.lines()) + "\n";
                context.emit(new Event.ChangePlanned(planned.ref(), planned.action(), List.of(), diff));
            }
            planned.lines()
                    .forEach(line -> context.emit(new Event.Noted(
                            Problem.of("aws.network-change", planned.ref().toString(), line))));
        }
        NetworkState planned = state.with(plan);
        if (state.request().dryRun()) {
            return Move.finished(NetworkResults.of(planned, null, null, context));
        }
        boolean changes = plan.stream().anyMatch(Planned::changes);
        if (!changes) {
            plan.forEach(each -> context.emit(new Event.ObjectChanged(each.ref(), each.action())));
            return Move.next(planned.to(Stage.WAIT));
        }
        context.emit(new Event.PhaseStarted(
                Phase.APPLY, (int) plan.stream().filter(Planned::changes).count()));
        NetworkState next = planned.with(planned.course().changing());
        return Move.next(next.to(following(Stage.PLAN, plan)));
    }

    /** The next stage in which there is something to do. */
    private static Stage following(Stage stage, List<Planned> plan) {
        for (int i = stage.ordinal() + 1; i < Stage.WAIT.ordinal(); i++) {
            Stage next = Stage.values()[i];
            if (plan.stream()
                    .anyMatch(planned -> planned.changes()
                            && kinds(next).contains(planned.ref().kind()))) {
                return next;
            }
        }
        return Stage.WAIT;
    }

    private static Move<NetworkState, AwsResult> write(
            NetworkState state, NetworkDescription description, Writing writing, OperationContext context) {
        switch (state.stage()) {
            case GROUPS -> Groups.make(description.groups(), writing);
            case GROUP_RULES -> Groups.change(description.groups(), writing);
            case TARGET_GROUPS -> TargetGroups.write(description.targetGroups(), writing);
            case BALANCERS -> Balancers.write(description.balancers(), writing);
            default -> Listeners.write(description.balancers(), writing);
        }
        if (state.stage() == Stage.GROUPS) {
            return Move.next(state.to(Stage.GROUP_RULES));
        }
        Set<String> written = kinds(state.stage());
        List<Planned> plan = new ArrayList<>();
        for (Planned planned : state.plan()) {
            boolean done = written.contains(planned.ref().kind());
            if (done) {
                context.emit(new Event.ObjectChanged(planned.ref(), planned.action()));
            }
            plan.add(planned.done(planned.done() || done));
        }
        NetworkState next = state.with(plan);
        Stage following = following(state.stage(), plan);
        if (following == Stage.WAIT) {
            context.emit(
                    new Event.PhaseStarted(Phase.WAIT, description.balancers().size()));
        }
        return Move.next(next.to(following));
    }

    private Move<NetworkState, AwsResult> await(
            NetworkState state, NetworkDescription description, LiveNetwork live, OperationContext context) {
        String region = state.request().region();
        Course course = state.course();
        for (BalancerSpec spec : description.balancers()) {
            LoadBalancer balancer = live.balancer(spec.name()).orElseThrow(() -> new NotYet(spec.name()));
            String name =
                    AwsRef.of(AwsRef.Kind.LOAD_BALANCER, region, spec.name()).toString();
            LoadBalancerStateEnum now = balancer.state().code();
            String reason = Optional.ofNullable(balancer.state().reason()).orElse("");
            if (now == LoadBalancerStateEnum.FAILED) {
                throw new ProblemException(Category.FAILED, Problem.of("aws.network-failed", name, reason));
            }
            if (now == LoadBalancerStateEnum.ACTIVE_IMPAIRED) {
                Problem impaired = Problem.of("aws.network-impaired", name, reason);
                context.emit(new Event.Warned(impaired));
                course = course.warned(impaired);
            } else if (now != LoadBalancerStateEnum.ACTIVE) {
                return lookAgain(state.awaiting(name + ": " + balancer.state().codeAsString() + " " + reason), context);
            }
        }
        return Move.finished(NetworkResults.of(state.with(course), description, live, context));
    }

    @Override
    protected NetworkState takingBack(NetworkState state) {
        return state.to(state.course().changed() ? Stage.FIND_BACK : Stage.END);
    }

    @Override
    protected Problem late(NetworkState state) {
        return Problem.of(
                "aws.network-late",
                "",
                state.course().timeoutSeconds(),
                state.awaited().replace(Ids.NEW, "").strip());
    }

    @Override
    protected AwsResult gaveUp(NetworkState state, OperationContext context) {
        return NetworkResults.of(state, null, null, context);
    }
}
