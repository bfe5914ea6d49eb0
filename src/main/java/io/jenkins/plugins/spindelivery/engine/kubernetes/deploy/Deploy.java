package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Deploys manifests: plan (everything is checked before the first write) → apply in deploy order, in parallel within a
 * priority → wait until stable → delete old versions → prune → result.
 *
 * <p>The first failure stops what has not begun. With {@link DeployOptions#rollbackOnFailure()} the objects that this
 * deploy changed then go back to what they were, and those that it created are deleted.
 *
 * <p>Cancelling stops before the next write or poll and reports what was done; with {@code rollbackOnFailure} it rolls
 * back first.
 */
public final class Deploy implements Operation<DeployState, DeployResult> {
    /** Before anything is written a user rather sees the fault than waits; about 4 s. */
    private static final int TRIES_BEFORE_WRITING = 4;

    /** Putting things back is worth patience: about 3 min. */
    private static final int TRIES_TO_ROLL_BACK = 20;

    private static final Map<Stage, StageMove> MOVES = Map.of(
            Stage.PLAN, new Planning(),
            Stage.APPLY, new Applying(),
            Stage.WAIT, new Waiting(),
            Stage.HISTORY, new HistoryCleanup(),
            Stage.PRUNE, new Pruning(),
            Stage.ROLLBACK, new Rollback(),
            Stage.ROLLBACK_WAIT, new RollbackWaiting(),
            Stage.END, (state, work, context) -> Move.finished(Results.of(state, work, context)));

    /**
     * The first state of a deploy. Nothing is asked of the cluster yet.
     *
     * @param request what to do
     * @param manifests what to deploy, after expressions
     * @param context keeps the manifests and tells the time
     * @return the state to save and to move on from
     */
    public static DeployState start(DeployRequest request, List<Manifest> manifests, OperationContext context) {
        String id = UUID.randomUUID().toString();
        String blob = Work.store(context.blobs(), manifests);
        return DeployState.begin(id, request, blob, context.clock().millis());
    }

    /**
     * Finds out what a deploy would do, with all of its checks and without writing anything. It tries once.
     *
     * @param request the deploy; its check counts as {@code FULL}, because only the server knows the outcome
     * @param manifests what to deploy, after expressions
     * @param context connects and lends threads
     * @return what would change, or why it would be refused
     */
    public static PlanResult plan(DeployRequest request, List<Manifest> manifests, OperationContext context) {
        try {
            Cluster cluster = context.clusters().cluster(request.account());
            DeployRequest checked = new DeployRequest(
                    request.account(), request.preparation(), request.options().withCheck(DeployOptions.Check.FULL));
            return PlanResult.of(
                    new Planner(cluster, checked, UUID.randomUUID().toString(), context.executor()).plan(manifests));
        } catch (ProblemException e) {
            return PlanResult.refused(e);
        }
    }

    @Override
    public String type() {
        return "deploy";
    }

    @Override
    public Class<DeployState> stateType() {
        return DeployState.class;
    }

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, OperationContext context) {
        try {
            return MOVES.get(state.stage()).move(state, new Work(state, context), context);
        } catch (ProblemException e) {
            return stopped(state, List.of(e), context);
        }
    }

    @Override
    public DeployState cancel(DeployState state) {
        return switch (state.stage()) {
            case ROLLBACK, ROLLBACK_WAIT, END -> state;
            default -> {
                Ending ending = new Ending(DeployResult.Status.CANCELLED, null);
                yield state.ending(ending, List.of()).to(afterFailure(state), state.stageStartedAt());
            }
        };
    }

    /**
     * Goes on after a move that was stopped: tries again what will pass by itself, plans anew when a version was taken,
     * and ends the deploy otherwise.
     *
     * @param state with what the move did before it was stopped
     * @param stops at least one
     * @param context tells the time
     * @return the next move
     */
    static Move<DeployState, DeployResult> stopped(
            DeployState state, List<ProblemException> stops, OperationContext context) {
        List<ProblemException> lasting =
                stops.stream().filter(stop -> !isPassing(stop)).toList();
        if (lasting.isEmpty() && mayTryAgain(state, context)) {
            return tryAgain(state, (ApiException) stops.get(0), context);
        }
        if (lasting.size() == 1 && lasting.get(0) instanceof VersionTakenException taken) {
            context.emit(new Event.Retrying(taken.problems().get(0), 0));
            return Move.next(state.to(Stage.PLAN, context.clock().millis()));
        }
        return fail(state, lasting.isEmpty() ? stops : lasting, context);
    }

    private static boolean isPassing(ProblemException stop) {
        return stop instanceof ApiException fault && fault.passing();
    }

    private static boolean mayTryAgain(DeployState state, OperationContext context) {
        return switch (state.stage()) {
            case PLAN -> state.tries() < TRIES_BEFORE_WRITING;
            case ROLLBACK, ROLLBACK_WAIT -> state.tries() < TRIES_TO_ROLL_BACK;
            default -> context.clock().millis() < state.deadline();
        };
    }

    private static Move<DeployState, DeployResult> tryAgain(
            DeployState state, ApiException fault, OperationContext context) {
        Duration delay = fault.retryAfter().orElse(Backoff.retry(state.tries(), state.id()));
        context.emit(new Event.Retrying(fault.problems().get(0), delay.toMillis()));
        return Move.after(delay, state.triedInVain());
    }

    /** Ends the deploy, by way of a rollback when that was asked for and there is something to put back. */
    private static Move<DeployState, DeployResult> fail(
            DeployState state, List<ProblemException> failures, OperationContext context) {
        List<Problem> problems =
                failures.stream().flatMap(f -> f.problems().stream()).distinct().toList();
        Category category = failures.get(0).category();
        boolean refused = nothingWritten(state);
        Ending ending = refused
                ? new Ending(DeployResult.Status.REFUSED, category)
                : new Ending(DeployResult.Status.FAILED, category);
        return end(state, ending, problems, context);
    }

    /**
     * Ends the deploy without success, by way of a rollback when that was asked for and there is something to put back.
     *
     * @param state with all that was done
     * @param ending how
     * @param problems why
     * @param context tells the time
     * @return the next move
     */
    static Move<DeployState, DeployResult> end(
            DeployState state, Ending ending, List<Problem> problems, OperationContext context) {
        problems.forEach(problem -> context.emit(new Event.Failed(problem)));
        boolean goingBack = state.ending() != null;
        return Move.next(state.ending(goingBack ? state.ending() : ending, problems)
                .to(goingBack ? Stage.END : afterFailure(state), context.clock().millis()));
    }

    private static Stage afterFailure(DeployState state) {
        boolean rollBack = state.request().options().rollbackOnFailure()
                && state.progress().stream().anyMatch(ObjectProgress::changed);
        return rollBack ? Stage.ROLLBACK : Stage.END;
    }

    private static boolean nothingWritten(DeployState state) {
        return state.stage() == Stage.PLAN || state.progress().stream().noneMatch(ObjectProgress::changed);
    }
}
