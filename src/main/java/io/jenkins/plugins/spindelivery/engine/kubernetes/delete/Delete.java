package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Denials;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.WorkloadGuard;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Deletes live objects: find (once, so that what is made later with the same labels survives) → delete → wait until they
 * are gone. Objects that are not there are no error.
 *
 * <p>Cancelling stops before the next object; what the cluster was told to delete is not brought back.
 */
public final class Delete implements Operation<DeleteState, DeleteResult> {
    /** Before anything is deleted a user rather sees the fault than waits; about 7 s. */
    private static final int TRIES_TO_FIND = 4;

    /**
     * The first state of a delete. Nothing is asked of the cluster yet.
     *
     * @param request what to delete
     * @param context tells the time
     * @return the state to save and to move on from
     */
    public static DeleteState start(DeleteRequest request, OperationContext context) {
        return DeleteState.begin(
                UUID.randomUUID().toString(), request, context.clock().millis());
    }

    /**
     * What a delete would be about, for a question to the user.
     *
     * @param request the delete
     * @param cluster where to look
     * @return the objects, in the order of deleting
     * @throws ProblemException when the request is no clear question: no kind, not exactly one of name, selector and
     *     criterion, a criterion without cluster, an unknown kind
     */
    public static List<ObjectRef> find(DeleteRequest request, Cluster cluster) {
        return targets(request, cluster).stream().map(ObjectRef::of).toList();
    }

    /** In the reverse of the deploy order. */
    private static List<ObjectNode> targets(DeleteRequest request, Cluster cluster) {
        request.check();
        return new TargetFinder(cluster)
                .find(request.target()).stream()
                        .sorted(Comparator.comparingInt(
                                        (ObjectNode object) -> Kinds.of(object).priority())
                                .reversed())
                        .toList();
    }

    @Override
    public String type() {
        return "delete";
    }

    @Override
    public Class<DeleteState> stateType() {
        return DeleteState.class;
    }

    @Override
    public int stateVersion() {
        return DeleteState.VERSION;
    }

    @Override
    public Move<DeleteState, DeleteResult> move(DeleteState saved, OperationContext context) {
        // A clock that was put back must not make the delete's time longer than it was to be.
        long now = context.clock().millis();
        DeleteState state = now < saved.since() ? saved.since(now) : saved;
        try {
            return switch (state.stage()) {
                case FIND -> find(state, context);
                case DELETE -> delete(state, context);
                case WAIT -> await(state, context);
                case TAKE_STOCK -> takeStock(state, context);
                case END -> Move.finished(result(state, context));
            };
        } catch (ProblemException e) {
            return stopped(state, List.of(e), context);
        }
    }

    @Override
    public DeleteState cancel(DeleteState state) {
        return state.stage() == Stage.END || state.status() != null
                ? state
                : state.ending(Status.CANCELLED, null, List.of());
    }

    @Override
    public DeleteState resume(DeleteState state, Clock clock) {
        return state.since(clock.millis());
    }

    private static Move<DeleteState, DeleteResult> find(DeleteState state, OperationContext context) {
        Cluster cluster = cluster(state, context);
        List<Target> targets = new ArrayList<>();
        List<ObjectNode> objects = targets(state.request(), cluster);
        for (ObjectNode object : objects) {
            String uid = object.path("metadata").path("uid").asText();
            targets.add(new Target(ObjectRef.of(object), uid, Fate.FOUND));
        }
        checkRules(cluster, targets, state.request().dryRun());
        checkAccess(cluster, targets);
        if (state.request().trafficGuard()) {
            new WorkloadGuard(cluster, context).check(objects);
        }
        context.emit(new Event.PhaseStarted(Phase.DELETE, targets.size()));
        context.emit(new Event.DeleteListed(
                targets.stream().map(Target::ref).toList(), state.request().dryRun()));
        DeleteState found = state.with(targets);
        return Move.next(found.to(state.request().dryRun() ? Stage.END : Stage.DELETE));
    }

    private static void checkRules(Cluster cluster, List<Target> targets, boolean dryRun) {
        List<Problem> forbidden = targets.stream()
                .map(Target::ref)
                .flatMap(ref -> cluster
                        .forbids("delete", ref, dryRun)
                        .map(problem -> new Problem(problem.code(), problem.arguments(), ref.toString()))
                        .stream())
                .toList();
        if (!forbidden.isEmpty()) {
            throw new ProblemException(Category.ACCESS, forbidden);
        }
    }

    /** Before the first is deleted: half a deletion helps nobody. Some roles allow only objects of certain names. */
    private static void checkAccess(Cluster cluster, List<Target> targets) {
        Map<ObjectRef, Boolean> types = new HashMap<>();
        List<ObjectRef> refused = targets.stream()
                .map(Target::ref)
                .filter(ref -> !types.computeIfAbsent(
                        new ObjectRef(ref.apiVersion(), ref.kind(), ref.namespace(), ""), type -> may(cluster, type)))
                .filter(ref -> !may(cluster, ref))
                .toList();
        if (!refused.isEmpty()) {
            String user = cluster.user();
            throw new ProblemException(
                    Category.ACCESS,
                    refused.stream().map(ref -> forbidden(cluster, ref, user)).toList());
        }
    }

    private static Problem forbidden(Cluster cluster, ObjectRef ref, String user) {
        String type = cluster.resources()
                .find(ref.apiVersion(), ref.kind())
                .map(ApiResource::qualifiedName)
                .orElse(ref.kind());
        return user.isEmpty()
                ? Problem.of("kubernetes.delete-forbidden-unnamed", ref.toString(), type)
                : Problem.of("kubernetes.delete-forbidden", ref.toString(), type, user);
    }

    private static boolean may(Cluster cluster, ObjectRef ref) {
        return cluster.resources()
                .find(ref.apiVersion(), ref.kind())
                .filter(resource -> cluster.may("delete", resource, ref.namespace(), ref.name()))
                .isPresent();
    }

    private static Move<DeleteState, DeleteResult> delete(DeleteState state, OperationContext context) {
        Cluster cluster = cluster(state, context);
        List<Outcome<Fate>> outcomes = Parallel.tryAll(
                context.executor(),
                state.targets(),
                target -> target.fate() == Fate.FOUND ? delete(target, state.request(), cluster) : target.fate(),
                (target, outcome) -> {
                    if (outcome.failure() == null && target.fate() == Fate.FOUND) {
                        context.emit(new Event.ObjectChanged(target.ref(), Action.DELETED));
                    }
                });
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Target target = state.targets().get(i);
            Fate fate = outcomes.get(i).value();
            targets.add(fate == null ? target : target.now(fate));
        }
        DeleteState next = state.with(targets);
        List<ProblemException> stops = Outcome.problems(outcomes);
        return stops.isEmpty()
                ? Move.next(next.to(state.request().await() ? Stage.WAIT : Stage.END))
                : stopped(next, stops, context);
    }

    private static Fate delete(Target target, DeleteRequest request, Cluster cluster) {
        DeleteOptions options =
                new DeleteOptions(request.propagation(), request.gracePeriodSeconds(), target.uid(), false);
        try {
            return cluster.delete(target.ref(), options) ? Fate.GOING : Fate.GONE;
        } catch (ApiException e) {
            if (e.reason().equals("Conflict") || isKindGone(e)) {
                // Another object has its name by now, or its CustomResourceDefinition went and took it along.
                return Fate.GONE;
            }
            throw e;
        }
    }

    /** The first to meet it is told that the kind is gone, the next that there is none. */
    private static boolean isKindGone(ApiException e) {
        return Set.of("kubernetes.api-kind-gone", "kubernetes.api-unknown-kind")
                .contains(e.problems().get(0).code());
    }

    private static Move<DeleteState, DeleteResult> await(DeleteState state, OperationContext context) {
        boolean late = context.clock().millis() >= state.deadline();
        WatchedObjects live = new WatchedObjects(cluster(state, context), context, late || state.polls() == 0);
        live.fetch(refs(state.targets(), Fate.GOING));
        List<Target> targets = state.targets().stream()
                .map(target ->
                        target.fate() == Fate.GOING && isGone(target, live::find) ? target.now(Fate.GONE) : target)
                .toList();
        DeleteState next = state.with(targets).polled();
        List<Target> left =
                targets.stream().filter(target -> target.fate() != Fate.GONE).toList();
        if (left.isEmpty()) {
            return Move.next(next.to(Stage.END));
        }
        if (late) {
            List<Problem> problems = left.stream()
                    .map(target -> Problem.of(
                            "kubernetes.delete-not-gone", target.ref().toString(), whyThere(target, live)))
                    .toList();
            problems.forEach(problem -> context.emit(new Event.Failed(problem)));
            return Move.next(next.ending(Status.TIMED_OUT, Category.FAILED, problems));
        }
        live.wakeAtChange(refs(targets, Fate.GOING));
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }

    private static List<ObjectRef> refs(List<Target> targets, Fate fate) {
        return targets.stream()
                .filter(target -> target.fate() == fate)
                .map(Target::ref)
                .toList();
    }

    /** A move that a crash cut off may have deleted what the state still has as found. */
    private static Move<DeleteState, DeleteResult> takeStock(DeleteState state, OperationContext context) {
        LiveObjects live = new LiveObjects(cluster(state, context), context.executor());
        live.fetch(state.targets().stream().map(Target::ref).toList());
        List<Target> targets = state.targets().stream()
                .map(target -> target.fate() == Fate.FOUND ? target.now(fate(target, live)) : target)
                .toList();
        boolean untouched = targets.stream().allMatch(target -> target.fate() == Fate.FOUND);
        DeleteState known = state.with(targets);
        return Move.next((state.status() == Status.REFUSED && !untouched
                        ? known.ending(Status.FAILED, state.category(), state.errors())
                        : known)
                .to(Stage.END));
    }

    private static Fate fate(Target target, LiveObjects live) {
        if (isGone(target, live::find)) {
            return Fate.GONE;
        }
        boolean going = live.find(target.ref())
                .filter(object -> object.path("metadata").has("deletionTimestamp"))
                .isPresent();
        return going ? Fate.GOING : Fate.FOUND;
    }

    private static boolean isGone(Target target, Function<ObjectRef, Optional<ObjectNode>> live) {
        return live.apply(target.ref())
                .filter(object -> object.path("metadata").path("uid").asText().equals(target.uid()))
                .isEmpty();
    }

    /** What the object itself says about why it is still there, such as its finalizers. */
    private static String whyThere(Target target, WatchedObjects live) {
        return live.find(target.ref())
                .map(object -> StatusRules.of(object).message())
                .orElse("");
    }

    private static Move<DeleteState, DeleteResult> stopped(
            DeleteState state, List<ProblemException> stops, OperationContext context) {
        Optional<ProblemException> lasting =
                stops.stream().filter(stop -> !mayPass(stop, state)).findFirst();
        boolean patient = state.stage() == Stage.FIND || state.stage() == Stage.TAKE_STOCK
                ? state.tries() < TRIES_TO_FIND
                : context.clock().millis() < state.deadline();
        if (lasting.isEmpty() && patient) {
            ApiException fault = (ApiException) stops.get(0);
            Duration delay = inTime(Backoff.retry(state.tries(), state.id(), fault.retryAfter()), state, context);
            context.emit(new Event.Retrying(fault.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain(stops.stream().anyMatch(Denials::isDenial)));
        }
        ProblemException failure = ProblemException.together(stops);
        List<Problem> problems = new ArrayList<>(
                Denials.named(failure.problems(), state.request().account()));
        boolean untouched = state.targets().stream().allMatch(target -> target.fate() == Fate.FOUND);
        if (lasting.isEmpty()) {
            boolean early = untouched && state.stage() == Stage.FIND;
            problems.add(Problem.of(
                    early ? "kubernetes.delete-patience-lost-early" : "kubernetes.delete-patience-lost",
                    "",
                    state.tries() + 1));
        }
        problems.removeAll(state.errors());
        problems.forEach(problem -> context.emit(new Event.Failed(problem)));
        if (state.stage() == Stage.TAKE_STOCK) {
            List<Problem> all =
                    Stream.concat(state.errors().stream(), problems.stream()).toList();
            return Move.next(state.ending(state.status(), state.category(), all));
        }
        Status status = untouched ? Status.REFUSED : Status.FAILED;
        return Move.next(state.ending(status, lasting.orElse(failure).category(), problems));
    }

    /**
     * A denial may pass, too, once the objects were found and the rights to delete them: it may come from a server that
     * has just been started again.
     */
    private static boolean mayPass(ProblemException stop, DeleteState state) {
        boolean wasAllowed = state.stage() != Stage.FIND && state.denials() < TRIES_TO_FIND;
        return stop instanceof ApiException fault && (fault.passing() || (wasAllowed && Denials.isDenial(stop)));
    }

    /** The last try is at the deadline, not long after it. */
    private static Duration inTime(Duration delay, DeleteState state, OperationContext context) {
        Duration left = Duration.ofMillis(state.deadline() - context.clock().millis());
        return left.toMillis() > 0 && left.compareTo(delay) < 0 ? left : delay;
    }

    private static DeleteResult result(DeleteState state, OperationContext context) {
        Status status = state.status() == null ? Status.SUCCEEDED : state.status();
        boolean onlyAsked = state.request().dryRun() && status == Status.SUCCEEDED;
        return new DeleteResult(
                status,
                state.category(),
                state.targets().stream()
                        .map(target -> outcome(target, onlyAsked))
                        .toList(),
                List.of(),
                state.errors(),
                Math.max(0, context.clock().millis() - state.startedAt()));
    }

    private static ObjectOutcome outcome(Target target, boolean onlyAsked) {
        Action action = onlyAsked || target.fate() != Fate.FOUND ? Action.DELETED : Action.SKIPPED;
        State state =
                switch (target.fate()) {
                    case FOUND -> State.UNKNOWN;
                    case GOING -> State.PROGRESSING;
                    case GONE -> State.STABLE;
                };
        String message = target.fate() == Fate.GOING
                ? Problem.of("kubernetes.delete-going", "").message()
                : "";
        ObjectRef ref = target.ref();
        return new ObjectOutcome(
                ref.apiVersion(), ref.kind(), ref.namespace(), ref.name(), action, state.word(), message);
    }

    private static Cluster cluster(DeleteState state, OperationContext context) {
        return context.clusters().cluster(state.request().account());
    }
}
