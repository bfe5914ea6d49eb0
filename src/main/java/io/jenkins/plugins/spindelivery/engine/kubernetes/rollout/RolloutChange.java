package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Denials;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
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
import java.util.Optional;
import java.util.UUID;

/**
 * Changes live objects: plan (find them, settle what to send to each, let the server try it) → change, one request for
 * each object → wait until they are stable.
 *
 * <p>What is relative, such as one replica more, the revision before, or the time of a restart, is settled in the plan and
 * saved before anything is sent; so a move that is repeated changes nothing more.
 *
 * <p>Cancelling stops before the next object, or stops waiting. What was changed stays: each change is whole.
 */
public final class RolloutChange implements Operation<RolloutState, RolloutResult> {
    /** Before anything is changed a user rather sees the fault than waits; about 7 s. */
    private static final int TRIES_BEFORE_CHANGING = 4;

    /**
     * The first state of a change. Nothing is asked of the cluster yet.
     *
     * @param request what to change
     * @param context tells the time
     * @return the state to save and to move on from
     */
    public static RolloutState start(RolloutRequest request, OperationContext context) {
        return RolloutState.begin(
                UUID.randomUUID().toString(), request, context.clock().millis());
    }

    @Override
    public String type() {
        return "rollout";
    }

    @Override
    public Class<RolloutState> stateType() {
        return RolloutState.class;
    }

    @Override
    public int stateVersion() {
        return RolloutState.VERSION;
    }

    @Override
    public Move<RolloutState, RolloutResult> move(RolloutState saved, OperationContext context) {
        // A clock that was put back must not make the time longer than it was to be.
        long now = context.clock().millis();
        RolloutState state = now < saved.since() ? saved.since(now) : saved;
        try {
            return switch (state.stage()) {
                case PLAN -> new Planning(cluster(state, context), context).move(state);
                case CHANGE -> new Changing(cluster(state, context), context).move(state);
                case WAIT -> new Waiting(cluster(state, context), context).move(state);
                case TAKE_STOCK -> new Changing(cluster(state, context), context).takeStock(state);
                case END -> Move.finished(RolloutResults.of(state, now));
            };
        } catch (ProblemException e) {
            return stopped(state, List.of(e), context);
        }
    }

    @Override
    public RolloutState cancel(RolloutState state) {
        return state.stage() == Stage.END || state.ending() != null
                ? state
                : state.ending(new Ending(Status.CANCELLED, null), List.of());
    }

    @Override
    public RolloutState resume(RolloutState state, Clock clock) {
        return state.since(clock.millis());
    }

    /**
     * Goes on after a move that was stopped: tries again what will pass by itself, and ends otherwise.
     *
     * @param state with what the move did before it was stopped
     * @param stops at least one
     * @param context tells the time
     * @return the next move
     */
    static Move<RolloutState, RolloutResult> stopped(
            RolloutState state, List<ProblemException> stops, OperationContext context) {
        Optional<ProblemException> lasting =
                stops.stream().filter(stop -> !mayPass(stop, state)).findFirst();
        if (lasting.isEmpty() && isPatient(state, context)) {
            ApiException fault = (ApiException) stops.get(0);
            Duration delay = inTime(Backoff.retry(state.tries(), state.id(), fault.retryAfter()), state, context);
            context.emit(new Event.Retrying(fault.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain(stops.stream().anyMatch(Denials::isDenial)));
        }
        ProblemException failure = ProblemException.together(stops);
        List<Problem> problems = new ArrayList<>(
                Denials.named(failure.problems(), state.request().account()));
        if (lasting.isEmpty()) {
            boolean early = state.untouched() && state.stage() == Stage.PLAN;
            String code = early ? "kubernetes.rollout-patience-lost-early" : "kubernetes.rollout-patience-lost";
            problems.add(Problem.of(code, "", state.tries() + 1));
        }
        problems.removeAll(state.errors());
        problems.forEach(problem -> context.emit(new Event.Failed(problem)));
        Status status = state.untouched() ? Status.REFUSED : Status.FAILED;
        Ending ending = new Ending(status, lasting.orElse(failure).category());
        return Move.next(state.ending(state.ending() == null ? ending : state.ending(), problems));
    }

    private static boolean isPatient(RolloutState state, OperationContext context) {
        return state.stage() == Stage.PLAN || state.stage() == Stage.TAKE_STOCK
                ? state.tries() < TRIES_BEFORE_CHANGING
                : context.clock().millis() < state.deadline();
    }

    /**
     * A denial may pass, too, once the plan has found the rights to suffice: it may come from a server that has just been
     * started again. A conflict with somebody who was faster passes as well.
     */
    private static boolean mayPass(ProblemException stop, RolloutState state) {
        if (!(stop instanceof ApiException fault)) {
            return false;
        }
        boolean wasAllowed = state.stage() != Stage.PLAN && state.denials() < TRIES_BEFORE_CHANGING;
        return fault.passing() || Changing.isConflict(fault) || wasAllowed && Denials.isDenial(stop);
    }

    /** The last try is at the deadline, not long after it. */
    private static Duration inTime(Duration delay, RolloutState state, OperationContext context) {
        Duration left = Duration.ofMillis(state.deadline() - context.clock().millis());
        return left.toMillis() > 0 && left.compareTo(delay) < 0 ? left : delay;
    }

    /** Ends because of something that is no fault of a request. */
    static Move<RolloutState, RolloutResult> end(
            RolloutState state, Ending ending, List<Problem> problems, OperationContext context) {
        problems.forEach(problem -> context.emit(new Event.Failed(problem)));
        return Move.next(state.ending(ending, problems));
    }

    /** What somebody put in the place of an object, or nothing. */
    static ProblemException lost(RolloutObject object, Optional<ObjectNode> live) {
        String code = live.isEmpty() ? "kubernetes.watched-gone" : "kubernetes.watched-replaced";
        return new ProblemException(
                Category.FAILED, Problem.of(code, object.ref().toString()));
    }

    private static Cluster cluster(RolloutState state, OperationContext context) {
        return context.clusters().cluster(state.request().account());
    }
}
