package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutObject.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends what the plan has settled, one request for each object. */
final class Changing {
    private static final int INVALID = 422;

    /** How often somebody else may be faster before it is only tried again. */
    private static final int MOST_PLANS = 10;

    /** How often an object may change between our reading it and our question. */
    static final int RACES = 5;

    private final Cluster cluster;
    private final OperationContext context;

    Changing(Cluster cluster, OperationContext context) {
        this.cluster = cluster;
        this.context = context;
    }

    /** Whether somebody else was faster. */
    static boolean isConflict(ApiException fault) {
        return fault.reason().equals("Conflict");
    }

    Move<RolloutState, RolloutResult> move(RolloutState state) {
        Change change = state.request().change();
        boolean first = state.plans() == 1 && state.tries() == 0;
        if (first) {
            context.emit(new Event.PhaseStarted(Phase.CHANGE, state.objects().size()));
        }
        List<Outcome<RolloutObject>> outcomes = Parallel.tryAll(
                context.executor(), state.objects(), object -> send(object, state.plans()), (object, outcome) -> {
                    RolloutObject now = outcome.value();
                    if (now != null && !now.is(Fate.FOUND) && (object.is(Fate.READY) || first)) {
                        context.emit(new Event.ObjectChanged(now.ref(), RolloutResults.action(now, change)));
                    }
                });
        RolloutState next = state.with(values(state.objects(), outcomes));
        List<ProblemException> stops = Outcome.problems(outcomes);
        if (!stops.isEmpty()) {
            return RolloutChange.stopped(next, stops, context);
        }
        if (next.objects().stream().anyMatch(object -> object.is(Fate.FOUND))) {
            return Move.next(next.to(Stage.PLAN));
        }
        return Move.next(next.to(state.request().waits() ? Stage.WAIT : Stage.END));
    }

    private static List<RolloutObject> values(List<RolloutObject> objects, List<Outcome<RolloutObject>> outcomes) {
        List<RolloutObject> values = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            RolloutObject value = outcomes.get(i).value();
            values.add(value == null ? objects.get(i) : value);
        }
        return values;
    }

    private RolloutObject send(RolloutObject object, int plans) {
        if (!object.is(Fate.READY)) {
            return object;
        }
        try {
            patch(object, object.patch(), WriteOptions.DEFAULT);
            return object.now(Fate.CHANGED);
        } catch (ApiException e) {
            Optional<ObjectNode> live = mayBeAnother(e) ? cluster.get(object.ref()) : Optional.empty();
            if (mayBeAnother(e) && !isSame(object, live)) {
                throw RolloutChange.lost(object, live);
            }
            if (isConflict(e) && object.patch().isForOneVersion() && plans < MOST_PLANS) {
                // A lost answer's request may have made the version that this one meets.
                return isInEffect(object) ? object.now(Fate.CHANGED) : object.now(Fate.FOUND);
            }
            throw e;
        }
    }

    /** The server says of another uid that it can't be changed, and of no object that there is none. */
    private static boolean mayBeAnother(ApiException fault) {
        return fault.status() == INVALID || fault.reason().equals("NotFound");
    }

    private static boolean isSame(RolloutObject object, Optional<ObjectNode> live) {
        return live.filter(now -> now.path("metadata").path("uid").asText().equals(object.uid()))
                .isPresent();
    }

    /** Whether sending it would change nothing, as the server sees it. */
    private boolean isInEffect(RolloutObject object) {
        for (int races = 0; races < RACES; races++) {
            Optional<ObjectNode> live = cluster.get(object.ref());
            if (!isSame(object, live)) {
                return false;
            }
            ObjectNode tried = patch(object, object.patch().atAnyVersion(), WriteOptions.DEFAULT.withDryRun(true));
            boolean same = ObjectDiff.of(live.get(), tried).isEmpty();
            if (same || isOfOneVersion(live.get(), tried)) {
                return same;
            }
        }
        return false;
    }

    /**
     * Whether the answer to a dry run was made from the very version that was read: what differs is then the patch's doing.
     * Controllers write their annotations and status all the time.
     */
    static boolean isOfOneVersion(ObjectNode live, ObjectNode tried) {
        return live.path("metadata")
                .path("resourceVersion")
                .equals(tried.path("metadata").path("resourceVersion"));
    }

    private ObjectNode patch(RolloutObject object, ReadyPatch patch, WriteOptions options) {
        return cluster.patch(object.ref(), patch.strategy().contentType(), patch.body(), options)
                .object();
    }

    /** A move that a crash cut off may have changed what the state still has as ready. */
    Move<RolloutState, RolloutResult> takeStock(RolloutState state) {
        List<Outcome<RolloutObject>> outcomes = Parallel.tryAll(
                context.executor(),
                state.objects(),
                object -> object.is(Fate.READY) && isInEffect(object) ? object.now(Fate.CHANGED) : object,
                (object, outcome) -> {});
        List<ProblemException> stops = Outcome.problems(outcomes);
        RolloutState known = state.with(values(state.objects(), outcomes));
        if (!stops.isEmpty()) {
            return RolloutChange.stopped(known, stops, context);
        }
        boolean changedAfterAll = state.ending().status() == Status.REFUSED && !known.untouched();
        return Move.next(
                changedAfterAll
                        ? known.ending(new Ending(Status.FAILED, state.ending().category()), List.of())
                        : known.to(Stage.END));
    }
}
