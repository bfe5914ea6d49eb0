package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Moves traffic between ReplicaSets: lets some in, takes some out, or deploys new ones and then sees to the older ones of
 * the same cluster. Pods get the requests of a Service by its labels, so letting in and taking out is putting labels on
 * templates and pods, and taking them off.
 *
 * <p>With a deploy: deploy (nothing else begins before it is stable) → find the older ones → wait until the Services have
 * the new pods → take the old ones out → delete those that are not to stay. Rolling red/black grows the new ones by
 * percentages, lets something run at a gate, and takes as many of the old pods out, again and again.
 *
 * <p>Cancelling stops before the next write and reports what was done; with {@link TrafficRequest#takeBack()} the older
 * ones first get back what they had, and what the deploy made of new ReplicaSets is deleted then. Once the deleting of
 * older ones has begun there is no way back.
 */
public final class Traffic implements GatedOperation<TrafficState, DeployResult> {
    private static final Map<Stage, TrafficMove> MOVES = Map.of(
            Stage.FIND, new Finding(),
            Stage.GROW, Rolling::grow,
            Stage.ENTER, new Entering(),
            Stage.CHECK, Rolling::check,
            Stage.SHRINK, Rolling::shrink,
            Stage.LEAVE, new Leaving(),
            Stage.REMOVE, new Removing(),
            Stage.BACK_IN, new TakingBack(),
            Stage.BACK_OUT, new Removing(),
            Stage.END, Traffic::end);

    /** The time of a stage that begins with a stop runs from its first move: a stop knows no clock. */
    private static final long FROM_THE_NEXT_MOVE = Long.MAX_VALUE;

    private final Deploy deploy = new Deploy();

    /**
     * The first state of letting in or taking out. Nothing is asked of the cluster yet.
     *
     * @param request what to do; not a deploy
     * @param context tells the time
     * @return the state to save and to move on from
     */
    public static TrafficState start(TrafficRequest request, OperationContext context) {
        return TrafficState.begin(
                UUID.randomUUID().toString(),
                request,
                Stage.FIND,
                context.clock().millis());
    }

    /**
     * The first state of a deploy with a strategy. Nothing is asked of the cluster yet.
     *
     * @param request what becomes of the older ReplicaSets
     * @param deploy the deploy; its preparation begins new ReplicaSets empty for a rolling red/black
     * @param manifests as {@link TrafficManifests#with} returns them
     * @param context keeps the manifests, tells the time, and is told of problems
     * @return the state to save and to move on from
     */
    public static TrafficState start(
            TrafficRequest request, DeployRequest deploy, List<Manifest> manifests, OperationContext context) {
        return TrafficState.begin(
                        UUID.randomUUID().toString(),
                        request,
                        Stage.DEPLOY,
                        context.clock().millis())
                .sized(TrafficManifests.sizes(manifests))
                .deploying(Deploy.start(deploy, manifests, context));
    }

    @Override
    public String type() {
        return "traffic";
    }

    @Override
    public Class<TrafficState> stateType() {
        return TrafficState.class;
    }

    @Override
    public int stateVersion() {
        return TrafficState.VERSION;
    }

    @Override
    public Move<TrafficState, DeployResult> move(TrafficState saved, OperationContext context) {
        TrafficState state = saved.notAfter(context.clock().millis());
        if (state.stage() == Stage.DEPLOY) {
            return deploy(state, context);
        }
        try {
            Cluster cluster = context.clusters().cluster(state.request().account());
            return MOVES.get(state.stage()).move(state, cluster, context);
        } catch (ProblemException e) {
            return state.stage() == Stage.END && !mayLookAgain(state, e)
                    ? Move.finished(TrafficResults.of(state, context))
                    : Ends.stopped(state, e, context);
        }
    }

    private static boolean mayLookAgain(TrafficState state, ProblemException stop) {
        return state.tries() < 2 && stop instanceof ApiException fault && fault.passing();
    }

    private Move<TrafficState, DeployResult> deploy(TrafficState state, OperationContext context) {
        boolean dryRun = state.deploy().request().options().dryRun();
        Move<DeployState, DeployResult> move = deploy.move(state.deploy(), context);
        if (move instanceof Move.Next<DeployState, DeployResult> next) {
            return new Move.Next<>(state.deploying(next.state()), next.delay(), next.onlyLooked());
        }
        DeployResult result = ((Move.Finished<DeployState, DeployResult>) move).result();
        if (result.status() != Status.SUCCEEDED || dryRun) {
            return Move.finished(result);
        }
        TrafficState done = state.deployed(result).entering(GroupFinder.deployed(result));
        boolean over = state.ending() != null && !state.request().takeBack();
        return Move.next(done.to(over ? Stage.END : Stage.FIND, context.clock().millis()));
    }

    private static Move<TrafficState, DeployResult> end(TrafficState state, Cluster cluster, OperationContext context) {
        TrafficState known = state.ending() == null
                ? state
                : TrafficResults.takeStock(state, new LiveObjects(cluster, context.executor()));
        return Move.finished(TrafficResults.of(known, context));
    }

    @Override
    public TrafficState cancel(TrafficState state) {
        if (state.ending() != null || state.stage() == Stage.END) {
            return state;
        }
        TrafficState cancelled = state.ending(new Ending(Status.CANCELLED, null), List.of());
        if (state.stage() == Stage.DEPLOY) {
            return cancelled.deploying(deploy.cancel(state.deploy()));
        }
        boolean back = Ends.takesBack(state);
        if (state.stage() == Stage.FIND && back) {
            // What is to be taken back has to be found first.
            return cancelled;
        }
        return cancelled.to(back ? Stage.BACK_IN : Stage.END, FROM_THE_NEXT_MOVE);
    }

    @Override
    public TrafficState resume(TrafficState state, Clock clock) {
        TrafficState resumed = state.to(state.stage(), clock.millis());
        return state.deploy() == null ? resumed : resumed.deploying(deploy.resume(state.deploy(), clock));
    }

    @Override
    public Optional<Gate> gate(TrafficState state) {
        if (state.stage() != Stage.CHECK || !Rolling.asks(state)) {
            return Optional.empty();
        }
        int percent = state.request().percentage(state.step());
        String names =
                state.entering().stream().map(group -> group.ref().name()).collect(Collectors.joining(" "));
        String namespace = state.entering().get(0).ref().namespace();
        return Optional.of(new Gate(
                gateId(state),
                Map.of(
                        "SPIN_TRAFFIC_PERCENTAGE",
                        String.valueOf(percent),
                        "SPIN_TRAFFIC_REPLICA_SETS",
                        names,
                        "SPIN_TRAFFIC_NAMESPACE",
                        namespace)));
    }

    private static String gateId(TrafficState state) {
        return "check-" + state.request().percentage(state.step());
    }

    @Override
    public TrafficState answer(TrafficState state, GateAnswer answer) {
        if (gate(state).isEmpty() || !answer.gate().equals(gateId(state))) {
            return state;
        }
        return state.answered(answer.passed() ? null : answer.message());
    }
}
