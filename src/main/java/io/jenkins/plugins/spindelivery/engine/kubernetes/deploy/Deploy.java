package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Denials;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Deploys manifests: plan (everything is checked before the first write) → apply in deploy order, in parallel within a
 * priority → wait until stable → delete old versions → prune → result.
 *
 * <p>The first failure stops what has not begun. What may have been written without an answer is looked up. With
 * {@link DeployOptions#rollbackOnFailure()} the objects that this deploy changed then go back to what they were, and those
 * that it created are deleted. Once everything is stable there is no way back: history may have deleted the versions that
 * the old state needs.
 *
 * <p>Cancelling stops before the next write or poll and reports what was done; with {@code rollbackOnFailure} it rolls
 * back first.
 */
public final class Deploy implements Operation<DeployState, DeployResult> {
    /** Before anything is written a user rather sees the fault than waits; about 7 s. */
    private static final int TRIES_BEFORE_WRITING = 4;

    /** How often somebody else may take a version before we stop trying to be faster. */
    private static final int MOST_PLANS = 10;

    /** Putting things back is worth patience: about 3 min. */
    private static final int TRIES_TO_ROLL_BACK = 20;

    private static final Map<Stage, StageMove> MOVES = Map.of(
            Stage.PLAN, new Planning(),
            Stage.APPLY, new Applying(),
            Stage.WAIT, new Waiting(),
            Stage.HISTORY, new HistorySearch(),
            Stage.HISTORY_DELETE, new HistoryCleanup(),
            Stage.PRUNE, new Pruning(),
            Stage.TAKE_STOCK, new TakingStock(),
            Stage.ROLLBACK, new Rollback(),
            Stage.ROLLBACK_WAIT, new RollbackWaiting(),
            Stage.END, (state, work, context) -> Move.finished(Results.of(state, work, context)));

    private final PlanMemory memory = new PlanMemory();

    /**
     * The first state of a deploy. Nothing is asked of the cluster yet; but what the manifests alone show to be wrong is
     * found here, while the lines of its values are still known, and then the deploy is one that ends as refused.
     *
     * @param request what to do
     * @param manifests what to deploy, after expressions
     * @param context keeps the manifests, tells the time, and is told of problems
     * @return the state to save and to move on from
     */
    public static DeployState start(DeployRequest request, List<Manifest> manifests, OperationContext context) {
        String id = UUID.randomUUID().toString();
        String blob = Work.store(context.blobs(), manifests);
        long now = context.clock().millis();
        DeployState first = DeployState.begin(id, request, blob, now);
        List<Problem> wrong = InputCheck.problems(manifests);
        if (wrong.isEmpty()) {
            return first;
        }
        wrong.forEach(problem -> context.emit(new Event.Failed(problem)));
        return first.ending(new Ending(Status.REFUSED, Category.INPUT), wrong).to(Stage.END, now);
    }

    /**
     * Finds out what a deploy would do, with all of its checks and without writing anything. It tries once.
     *
     * @param request the deploy; its check counts as {@code FULL}, because only the server knows the outcome
     * @param manifests what to deploy, after expressions
     * @param context connects, lends threads, and is told of the changes if it wants them
     * @return what would change, or why it would be refused
     */
    public static PlanResult plan(DeployRequest request, List<Manifest> manifests, OperationContext context) {
        DeployRequest checked = new DeployRequest(
                request.account(),
                request.preparation(),
                request.options().withCheck(DeployOptions.Check.FULL).withDryRun(true));
        List<Problem> warnings = List.of();
        try {
            Cluster cluster = context.clusters().cluster(request.account());
            KnownTypes.refresh(cluster, manifests);
            Planner planner = new Planner(cluster, checked, UUID.randomUUID().toString(), context.executor());
            try {
                InputCheck.check(manifests);
                Planner.Result plan = planner.plan(manifests);
                Planning.tell(plan, request.options().hideDiffs(), context);
                return PlanResult.of(plan);
            } finally {
                warnings = planner.warnings();
            }
        } catch (ProblemException e) {
            return PlanResult.refused(e, warnings);
        }
    }

    /**
     * What a deploy is about to do, for an operation that has deploys as its parts and rules about what they may touch.
     * There is a plan before the first write, and another one when somebody else took a version in between.
     *
     * @param state of the deploy
     * @param context keeps the plan
     * @return each object and what writing it comes to, without diffs; empty before there is a plan
     * @throws ProblemException when the stored plan can't be read
     */
    public List<PlannedChange> planned(DeployState state, OperationContext context) {
        Work work = work(state, context);
        return work.hasPlan()
                ? work.plan().objects().stream()
                        .map(each -> new PlannedChange(each.ref(), each.expected(), "", ""))
                        .toList()
                : List.of();
    }

    /**
     * Leaves versions that this deploy made to those who use them by now, so that taking the deploy back does not delete
     * them; each is a warning.
     *
     * @param state of the deploy
     * @param own what does not count as a user: what is going to be taken back, too
     * @param context where to look, and what is told of it
     * @return the state to take back
     * @throws ProblemException when it can't be found out
     */
    public DeployState leavingVersionsInUse(DeployState state, Predicate<ObjectNode> own, OperationContext context) {
        return InUse.kept(state, work(state, context), own, context);
    }

    /**
     * Which objects are this deploy's work, for an operation around it.
     *
     * @param state as last saved
     * @return the uids of what it has created or changed so far, in deploy order
     */
    public static List<String> writtenUids(DeployState state) {
        return state.progress().stream()
                .filter(ObjectProgress::changed)
                .map(ObjectProgress::uid)
                .filter(uid -> !uid.isEmpty())
                .toList();
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
    public int stateVersion() {
        return DeployState.VERSION;
    }

    /** Goes on through what writes nothing: saving in between would cost more time than it takes to do it again. */
    @Override
    public Move<DeployState, DeployResult> move(DeployState saved, OperationContext context) {
        DeployState state = saved.notAfter(context.clock().millis());
        boolean wrote = writes(state, context);
        Move<DeployState, DeployResult> move = step(state, context);
        while (!wrote
                && move instanceof Move.Next<DeployState, DeployResult> next
                && next.delay().isZero()
                && !writes(next.state(), context)) {
            move = step(next.state(), context);
        }
        // The deadline of a stage counts from its beginning, so that has to be saved.
        return move instanceof Move.Next<DeployState, DeployResult> next
                        && next.state().stage() != saved.stage()
                ? new Move.Next<>(next.state(), next.delay(), false)
                : move;
    }

    /** The move of a single stage. */
    Move<DeployState, DeployResult> step(DeployState state, OperationContext context) {
        try {
            return MOVES.get(state.stage()).move(state, work(state, context), context);
        } catch (ProblemException e) {
            // Telling the result needs nothing but the stored plan. Without that, what the state knows has to do.
            return state.stage() == Stage.END
                    ? Move.finished(Results.withoutPlan(state, e, context))
                    : stopped(state, List.of(e), context);
        }
    }

    /** Whether a stage may change something on the cluster, so that what led to it has to be saved before. */
    private boolean writes(DeployState state, OperationContext context) {
        try {
            return switch (state.stage()) {
                case PLAN, WAIT, HISTORY, END -> false;
                case APPLY -> Applying.writes(state, work(state, context).plan());
                case PRUNE -> !work(state, context).plan().prune().isEmpty();
                case TAKE_STOCK, ROLLBACK, ROLLBACK_WAIT, HISTORY_DELETE -> true;
            };
        } catch (ProblemException e) {
            // The stored plan can't be read; the stage itself is going to say so.
            return true;
        }
    }

    private Work work(DeployState state, OperationContext context) {
        return new Work(state, context, memory);
    }

    @Override
    public DeployState cancel(DeployState state) {
        if (state.ending() != null || state.stage() == Stage.END) {
            return state;
        }
        DeployState cancelled = state.ending(new Ending(Status.CANCELLED, null), List.of());
        return switch (state.stage()) {
                // Once everything is stable nothing is put back, but what was deleted has to be known.
            case HISTORY_DELETE, PRUNE -> cancelled;
            case HISTORY -> cancelled.to(Stage.END, state.stageStartedAt());
            default -> cancelled.to(Stage.TAKE_STOCK, state.stageStartedAt());
        };
    }

    @Override
    public DeployState resume(DeployState state, Clock clock) {
        return state.to(state.stage(), clock.millis());
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
        List<ProblemException> passing =
                stops.stream().filter(stop -> mayPass(stop, state)).toList();
        List<ProblemException> lasting =
                stops.stream().filter(stop -> !mayPass(stop, state)).toList();
        boolean onlyTaken = lasting.stream().allMatch(VersionTakenException.class::isInstance);
        if (onlyTaken && !passing.isEmpty() && mayTryAgain(state, context)) {
            // Before a new plan is made, it has to be known what the lost answers would have said.
            return tryAgain(state, passing, context);
        }
        if (onlyTaken && passing.isEmpty() && state.plans() < MOST_PLANS) {
            lasting.forEach(
                    taken -> context.emit(new Event.Retrying(taken.problems().get(0), 0)));
            return Move.next(state.to(Stage.PLAN, context.clock().millis()));
        }
        return fail(state, Stops.inOrder(stops), context);
    }

    /**
     * Whether what stopped a move may pass by itself. That holds for a denial, too, once the plan has found that the
     * credential is good and its rights suffice: it may come from a server that has just been started again.
     *
     * @param stop what stopped the move
     * @param state in whose stage it happened
     * @return whether it may be tried again, if there is time left
     */
    static boolean mayPass(ProblemException stop, DeployState state) {
        boolean wasAllowed = state.stage() != Stage.PLAN && state.denials() < TRIES_BEFORE_WRITING;
        return Stops.isPassing(stop) || (wasAllowed && Denials.isDenial(stop));
    }

    /**
     * Whether what passes by itself is still waited for: a few times before something was written, and in a rollback often,
     * otherwise until the stage's time is up.
     *
     * @param state in whose stage it happened
     * @param context tells the time
     * @return whether to try again
     */
    static boolean mayTryAgain(DeployState state, OperationContext context) {
        return switch (state.stage()) {
            case PLAN, TAKE_STOCK -> state.tries() < TRIES_BEFORE_WRITING;
            case ROLLBACK, ROLLBACK_WAIT -> state.tries() < TRIES_TO_ROLL_BACK;
            default -> context.clock().millis() < state.deadline();
        };
    }

    private static Move<DeployState, DeployResult> tryAgain(
            DeployState state, List<ProblemException> passing, OperationContext context) {
        Duration wish = passing.stream()
                .flatMap(stop -> ((ApiException) stop).retryAfter().stream())
                .max(Comparator.naturalOrder())
                .orElse(null);
        Duration delay = inTime(Backoff.retry(state.tries(), state.id(), Optional.ofNullable(wish)), state, context);
        context.emit(new Event.Retrying(passing.get(0).problems().get(0), delay.toMillis()));
        boolean denied = passing.stream().anyMatch(Denials::isDenial);
        return Move.after(delay, denied ? state.triedInVain().denied() : state.triedInVain());
    }

    /** The last try is at the deadline, not long after it. */
    private static Duration inTime(Duration delay, DeployState state, OperationContext context) {
        Duration left = Duration.ofMillis(state.deadline() - context.clock().millis());
        boolean bounded = state.stage() != Stage.ROLLBACK && state.stage() != Stage.ROLLBACK_WAIT;
        return bounded && left.toMillis() > 0 && left.compareTo(delay) < 0 ? left : delay;
    }

    private static Move<DeployState, DeployResult> fail(
            DeployState state, List<ProblemException> failures, OperationContext context) {
        Status status = state.anythingChanged() ? Status.FAILED : Status.REFUSED;
        Ending ending = new Ending(status, failures.get(0).category());
        List<Problem> problems = new ArrayList<>(Stops.problems(failures));
        if (Stops.isPassing(failures.get(0))) {
            problems.add(patienceLost(state));
        }
        return end(state, ending, problems, context);
    }

    /** Why it is not tried once more, and what to do then. */
    static Problem patienceLost(DeployState state) {
        boolean changed = state.anythingChanged() || state.stage() != Stage.PLAN;
        return Problem.of(
                changed ? "kubernetes.deploy-patience-lost" : "kubernetes.deploy-patience-lost-early",
                "",
                state.tries() + 1);
    }

    /**
     * Ends the deploy without success, by way of a rollback when that was asked for and there is something to put back.
     *
     * @param state with all that was done
     * @param ending how, unless it is ending already
     * @param problems why
     * @param context tells the time
     * @return the next move
     */
    static Move<DeployState, DeployResult> end(
            DeployState state, Ending ending, List<Problem> problems, OperationContext context) {
        List<Problem> fresh = Denials.named(problems, state.request().account()).stream()
                .filter(problem -> !state.errors().contains(problem))
                .toList();
        fresh.forEach(problem -> context.emit(new Event.Failed(problem)));
        DeployState next = state.ending(state.ending() == null ? ending : state.ending(), fresh);
        return Move.next(
                switch (state.stage()) {
                    case APPLY -> next.to(Stage.TAKE_STOCK, context.clock().millis());
                    case PLAN, WAIT, TAKE_STOCK -> afterFailure(next, context);
                    default -> next.to(Stage.END, context.clock().millis());
                });
    }

    /**
     * The way from a failure to the end, once it is known what was written.
     *
     * @param state with its ending
     * @param context tells the time
     * @return the state in the next stage
     */
    static DeployState afterFailure(DeployState state, OperationContext context) {
        boolean refused = state.ending().status() == Status.REFUSED;
        Ending ending = refused && state.anythingChanged()
                ? new Ending(Status.FAILED, state.ending().category())
                : state.ending();
        boolean rollBack = state.request().options().rollbackOnFailure() && state.anythingChanged();
        return state.ending(ending, List.of())
                .to(rollBack ? Stage.ROLLBACK : Stage.END, context.clock().millis());
    }
}
