package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what was written and never recorded, when a deploy is not going to write any more: by a move that a crash cut
 * off, by a request whose answer was lost, or because an object was deleted to be made anew. Only then do result and
 * rollback know of it.
 */
final class TakingStock implements StageMove {
    /** After these nobody knows whether the server acted. */
    private static final Set<String> UNSURE = Set.of(
            "kubernetes.api-timeout",
            "kubernetes.api-cut",
            "kubernetes.api-interrupted",
            "kubernetes.api-server-error",
            "kubernetes.api-foreign-answer");

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        if (!work.hasPlan()) {
            return Move.next(Deploy.afterFailure(state, context));
        }
        Plan plan = work.plan();
        List<Integer> doubtful = Applying.nextGroup(state, plan).stream()
                .filter(i -> plan.objects().get(i).way() != Way.NOTHING)
                .toList();
        LiveObjects live;
        try {
            live = new LiveObjects(work.cluster(), context.executor());
            live.fetch(doubtful.stream().map(i -> plan.objects().get(i).ref()).toList());
        } catch (ProblemException e) {
            if (Deploy.mayPass(e, state) && Deploy.mayTryAgain(state, context)) {
                throw e;
            }
            return inVain(
                    state, doubtful.stream().map(i -> plan.objects().get(i)).toList(), e, context);
        }
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        for (int i : doubtful) {
            PlannedObject planned = plan.objects().get(i);
            progress.set(i, found(planned, live.find(planned.ref()), progress.get(i)));
        }
        return Move.next(Deploy.afterFailure(state.withProgress(progress), context));
    }

    /** Nobody knows what the cluster has. So it is not said that nothing was changed, unless each object was refused. */
    private static Move<DeployState, DeployResult> inVain(
            DeployState state, List<PlannedObject> doubtful, ProblemException why, OperationContext context) {
        List<Problem> unknown = doubtful.stream()
                .map(planned -> planned.ref().toString())
                .filter(where -> mayBeWritten(where, state.errors()))
                .map(where -> Problem.of("kubernetes.deploy-unknown", where))
                .toList();
        Ending ending = state.ending();
        if (!unknown.isEmpty() && ending.status() == Status.REFUSED) {
            ending = new Ending(Status.FAILED, ending.category());
        }
        List<Problem> problems = new ArrayList<>(why.problems());
        problems.addAll(unknown);
        return Deploy.end(state.ending(ending, List.of()), ending, problems, context);
    }

    /** After a crash there may be no error at all; otherwise it is the last answer, or the lack of one, that counts. */
    private static boolean mayBeWritten(String where, List<Problem> errors) {
        return errors.isEmpty()
                || errors.stream().anyMatch(error -> error.where().equals(where) && UNSURE.contains(error.code()));
    }

    private static ObjectProgress found(PlannedObject planned, Optional<ObjectNode> live, ObjectProgress before) {
        if (planned.way() == Way.RECREATE && !planned.uid().isEmpty()) {
            boolean old =
                    live.filter(object -> uid(object).equals(planned.uid())).isPresent();
            if (live.isEmpty() || (old && ObjectWriter.isGoing(live.get()))) {
                Problem cut = Problem.of("kubernetes.deploy-recreate-cut", "");
                return before.written(Action.DELETED, "").seen(State.UNKNOWN, cut);
            }
            return old ? before : ours(planned, live.get(), Action.CONFIGURED, before);
        }
        if (live.isEmpty() || ObjectWriter.isGoing(live.get())) {
            return before;
        }
        if (planned.uid().isEmpty()) {
            return ours(planned, live.get(), Action.CREATED, before);
        }
        return LiveDigest.of(live.get()).equals(planned.before())
                ? before
                : ours(planned, live.get(), Action.CONFIGURED, before);
    }

    /** In doubt a change counts as ours: putting back what we owned before does no harm. */
    private static ObjectProgress ours(PlannedObject planned, ObjectNode live, Action what, ObjectProgress before) {
        return ObjectWriter.isOurs(planned, live)
                ? before.written(what, uid(live)).seen(StatusRules.of(live))
                : before;
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
