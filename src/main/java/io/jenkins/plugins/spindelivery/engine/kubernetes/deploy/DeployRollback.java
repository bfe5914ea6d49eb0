package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Denials;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rolls a whole deploy back, long after it has ended: check (nothing is written unless everything is still as the deploy left
 * it) → make again what history and prune have deleted → put back what the deploy changed, delete what it created, as
 * {@code rollbackOnFailure} does → wait until stable.
 *
 * <p>Cancelling before the first write changes nothing. After that everything is still put back, because half a rollback
 * helps nobody, and only the waiting is given up.
 */
public final class DeployRollback implements Operation<DeployRollbackState, DeployResult> {
    private static final int TRIES_TO_CHECK = 4;
    private static final int TRIES_TO_RESTORE = 20;

    private final Deploy deploy = new Deploy();

    /**
     * The first state. Nothing is asked of the cluster yet.
     *
     * @param request what to do
     * @param point what the deploy has recorded
     * @param context keeps the point, and tells the time
     * @return the state to save and to move on from
     */
    public static DeployRollbackState start(
            DeployRollbackRequest request, RollbackPoint point, OperationContext context) {
        String blob = context.blobs().put(point.write());
        // The deploy's own moves read its plan by this name.
        String plan = Work.store(context.blobs(), point.plan());
        long now = context.clock().millis();
        DeployState deploy = point.deploy().forRollback(request, plan, now);
        return DeployRollbackState.begin(request, blob, deploy, now);
    }

    @Override
    public String type() {
        return "rollback";
    }

    @Override
    public Class<DeployRollbackState> stateType() {
        return DeployRollbackState.class;
    }

    @Override
    public int stateVersion() {
        return DeployRollbackState.VERSION;
    }

    @Override
    public Move<DeployRollbackState, DeployResult> move(DeployRollbackState state, OperationContext context) {
        try {
            return switch (state.stage()) {
                case CHECK -> check(state, context);
                case RESTORE -> restore(state, context);
                case ROLL_BACK -> rollBack(state, context);
                case END -> Move.finished(result(state, List.of(), List.of(), context));
            };
        } catch (ProblemException e) {
            return stopped(state, e, context);
        }
    }

    @Override
    public DeployRollbackState cancel(DeployRollbackState state) {
        if (state.ending() != null || state.stage() == Stage.END) {
            return state;
        }
        DeployRollbackState cancelled = state.ending(new Ending(Status.CANCELLED, null), List.of());
        return state.stage() == Stage.CHECK ? cancelled.to(Stage.END, state.since()) : cancelled;
    }

    @Override
    public DeployRollbackState resume(DeployRollbackState state, Clock clock) {
        return state.with(deploy.resume(state.deploy(), clock)).to(state.stage(), clock.millis());
    }

    private static Move<DeployRollbackState, DeployResult> check(DeployRollbackState state, OperationContext context) {
        RollbackPoint point = point(state, context);
        new RollbackCheck(point, state.request(), cluster(state, context), context).check();
        Stage next = point.removed().isEmpty() ? Stage.ROLL_BACK : Stage.RESTORE;
        return Move.next(entering(state, next, context));
    }

    /** The time of the deploy's rollback begins with it. */
    private static DeployRollbackState entering(DeployRollbackState state, Stage next, OperationContext context) {
        long now = context.clock().millis();
        return state.with(state.deploy().to(DeployState.Stage.ROLLBACK, now)).to(next, now);
    }

    /** Applied, so that doing it again after a crash comes to the same. */
    private static Move<DeployRollbackState, DeployResult> restore(
            DeployRollbackState state, OperationContext context) {
        Cluster cluster = cluster(state, context);
        List<ObjectOutcome> made = new ArrayList<>();
        for (ObjectNode manifest : point(state, context).removed()) {
            ObjectRef ref = ObjectRef.of(manifest);
            ObjectNode live = cluster.apply(manifest, WriteOptions.DEFAULT.withForce(true))
                    .object();
            context.emit(new Event.ObjectChanged(ref, Action.CREATED));
            made.add(new ObjectOutcome(
                    ref.apiVersion(),
                    ref.kind(),
                    ref.namespace(),
                    ref.name(),
                    Action.CREATED,
                    StatusRules.of(live).state().word(),
                    Problem.of("kubernetes.rollback-made-again", "").message()));
        }
        return Move.next(entering(state.restoring(made), Stage.ROLL_BACK, context));
    }

    private Move<DeployRollbackState, DeployResult> rollBack(DeployRollbackState state, OperationContext context) {
        boolean cancelled = state.ending() != null;
        if (cancelled && state.deploy().stage() == DeployState.Stage.ROLLBACK_WAIT) {
            DeployState over =
                    state.deploy().to(DeployState.Stage.END, context.clock().millis());
            return Move.next(state.with(over));
        }
        Move<DeployState, DeployResult> move = deploy.move(state.deploy(), context);
        if (move instanceof Move.Next<DeployState, DeployResult> next) {
            return new Move.Next<>(state.with(next.state()), next.delay(), next.onlyLooked());
        }
        DeployResult result = ((Move.Finished<DeployState, DeployResult>) move).result();
        List<ObjectOutcome> back = new ArrayList<>();
        for (int i : RollbackCheck.changed(state.deploy())) {
            back.add(told(result.objects().get(i)));
        }
        DeployRollbackState known = result.errors().isEmpty() || cancelled
                ? state.ending(state.ending(), result.errors())
                : state.ending(new Ending(Status.FAILED, Category.FAILED), result.errors());
        return Move.finished(result(known, back, result.warnings(), context));
    }

    private static ObjectOutcome told(ObjectOutcome back) {
        Action action = back.action() == Action.CONFIGURED ? Action.ROLLED_BACK : back.action();
        return new ObjectOutcome(
                back.apiVersion(), back.kind(), back.namespace(), back.name(), action, back.status(), back.message());
    }

    private static Move<DeployRollbackState, DeployResult> stopped(
            DeployRollbackState state, ProblemException stop, OperationContext context) {
        boolean checking = state.stage() == Stage.CHECK;
        boolean denied = Denials.isDenial(stop) && !checking && state.denials() < TRIES_TO_CHECK;
        boolean passing = stop instanceof ApiException fault && fault.passing() || denied;
        if (passing && state.tries() < (checking ? TRIES_TO_CHECK : TRIES_TO_RESTORE)) {
            Duration delay = Backoff.retry(state.tries(), state.deploy().id(), ((ApiException) stop).retryAfter());
            context.emit(new Event.Retrying(stop.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain(denied));
        }
        List<Problem> problems = Denials.named(stop.problems(), state.request().account());
        problems.forEach(problem -> context.emit(new Event.Failed(problem)));
        Status status = checking ? Status.REFUSED : Status.FAILED;
        Ending ending = state.ending() == null ? new Ending(status, stop.category()) : state.ending();
        return Move.next(
                state.ending(ending, problems).to(Stage.END, context.clock().millis()));
    }

    private static RollbackPoint point(DeployRollbackState state, OperationContext context) {
        return RollbackPoint.read(context.blobs().get(state.point()), "");
    }

    private static Cluster cluster(DeployRollbackState state, OperationContext context) {
        return context.clusters().cluster(state.request().account());
    }

    private static DeployResult result(
            DeployRollbackState state, List<ObjectOutcome> back, List<Problem> warnings, OperationContext context) {
        Ending ending = state.ending() == null ? new Ending(Status.SUCCEEDED, null) : state.ending();
        List<ObjectOutcome> objects = new ArrayList<>(state.restored());
        objects.addAll(back);
        return new DeployResult(
                ending.status(),
                ending.category(),
                objects,
                List.of(),
                warnings,
                state.errors(),
                Math.max(0, context.clock().millis() - state.startedAt()));
    }
}
