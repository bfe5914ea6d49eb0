package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.RolloutDiagnosis;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.SharedLists;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One look at the objects of a plan whose state is not final yet, by the watches that all who wait on this connection
 * share. What they show to be beyond hope is looked at once more before anybody gives up: watches of several types do not
 * keep step, and one that is dead shows the past.
 */
final class Watching {
    private final Plan plan;
    private final DeployState state;
    private final OperationContext context;
    private final List<Integer> open;
    private final Cluster cluster;
    private final Map<Integer, Problem> hopeless = new LinkedHashMap<>();
    private WatchedObjects live;
    private SharedLists lists;
    private RolloutDiagnosis diagnosis;

    /**
     * Sorts out what is left to watch.
     *
     * @param plan the plan
     * @param state how far it has come
     * @param which the objects that matter
     * @param cluster where to look
     * @param context is told what has changed
     */
    Watching(Plan plan, DeployState state, Predicate<ObjectProgress> which, Cluster cluster, OperationContext context) {
        this.plan = plan;
        this.state = state;
        this.context = context;
        this.open = IntStream.range(0, plan.objects().size())
                .filter(i -> which.test(state.progress().get(i)))
                .filter(i -> !state.progress().get(i).settled())
                .boxed()
                .toList();
        this.cluster = cluster;
    }

    /** Whether there is nothing left to watch. */
    boolean isOver() {
        return open.isEmpty();
    }

    /**
     * Looks at the open objects, tells what has changed since the last look, and asks to be woken by the next change.
     *
     * @param last whether the waiting ends with it, so that nothing may be missing
     */
    DeployState look(boolean last) {
        // The first look comes just after writing.
        boolean fresh = last || state.polls() == 0;
        Map<Integer, ObjectStatus> statuses = judge(fresh);
        if (!hopeless.isEmpty() && !fresh) {
            hopeless.clear();
            statuses = judge(true);
        }
        DeployState next = tell(statuses).polled();
        live.wakeAtChange(unsettled(next).map(this::ref).toList());
        return next;
    }

    private Map<Integer, ObjectStatus> judge(boolean fresh) {
        live = new WatchedObjects(cluster, context, fresh);
        lists = new SharedLists(cluster, live::list);
        diagnosis = new RolloutDiagnosis(lists, context.clock());
        live.fetch(open.stream().map(this::ref).toList());
        Map<Integer, ObjectStatus> statuses = new LinkedHashMap<>();
        open.forEach(i -> statuses.put(i, judge(i)));
        return statuses;
    }

    private DeployState tell(Map<Integer, ObjectStatus> statuses) {
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        statuses.forEach((i, status) -> {
            ObjectProgress now = progress.get(i).seen(status);
            if (state.polls() == 0 || !now.equals(progress.get(i))) {
                context.emit(now.told(ref(i)));
            }
            progress.set(i, now);
        });
        return state.withProgress(progress);
    }

    private Stream<Integer> unsettled(DeployState at) {
        return open.stream().filter(i -> !at.progress().get(i).settled());
    }

    /** Why the objects that {@link #look} found beyond hope are so. */
    List<Problem> hopeless() {
        return List.copyOf(hopeless.values());
    }

    /**
     * What somebody changed of the objects that {@link #look} found settled. Each that was changed at all is read once
     * more: looking leaves out whose fields are whose.
     *
     * @param last what {@code look} came to
     * @return a warning for each
     */
    List<Problem> changed(DeployState last) {
        return open.stream()
                .filter(i -> last.progress().get(i).settled())
                .filter(i ->
                        find(i).filter(last.progress().get(i)::isOutdatedBy).isPresent())
                .flatMap(
                        i -> cluster
                                .get(ref(i))
                                .flatMap(object -> Meddling.of(plan.objects().get(i), object))
                                .stream())
                .toList();
    }

    /** Tells what the cluster says about the objects that are not stable: events and the last lines of logs. */
    void explain(DeployState last) {
        unsettled(last).forEach(i -> find(i).ifPresent(object ->
                diagnosis.explain(object, diagnosis.of(object)).forEach(context::emit)));
    }

    /** What is still open, each with why, for someone who has waited long enough. */
    List<Problem> unfinished(DeployState last, String code) {
        return unsettled(last)
                .map(i -> Problem.of(
                        code, ref(i).toString(), last.progress().get(i).message()))
                .toList();
    }

    private ObjectStatus judge(int place) {
        Optional<ObjectNode> object = find(place);
        if (object.isEmpty()) {
            hopeless.put(
                    place,
                    Problem.of("kubernetes.deploy-object-gone", ref(place).toString()));
            return ObjectStatus.gone();
        }
        if (isAnother(place, object.get())) {
            hopeless.put(
                    place,
                    Problem.of("kubernetes.deploy-object-replaced", ref(place).toString()));
            return ObjectStatus.gone();
        }
        ObjectStatus status = LiveStatus.of(object.get(), lists);
        if (status.state() == State.FAILED) {
            hopeless.put(place, failed(place, why(object.get(), status)));
        }
        if (status.state() != State.PROGRESSING) {
            return status;
        }
        ObjectStatus explained = status.with(diagnosis.of(object.get()));
        if (explained.state() == State.FAILED) {
            hopeless.put(place, failed(place, explained.message().strip()));
        }
        return explained;
    }

    /**
     * Whether the object only has the name of the one that was written, whose uid is known if it was. A rollback may have
     * to make it anew, and is not asked.
     */
    private boolean isAnother(int place, ObjectNode object) {
        String uid = state.progress().get(place).uid();
        return state.stage() == DeployState.Stage.WAIT
                && !uid.isEmpty()
                && !object.path("metadata").path("uid").asText().equals(uid);
    }

    /** A controller that gives up says no more than that; what it waited for says why. */
    private String why(ObjectNode object, ObjectStatus status) {
        String given = status.message().strip();
        return diagnosis.of(object).troubles().stream()
                .findFirst()
                .map(trouble -> given + " " + trouble.message())
                .orElse(given);
    }

    private Problem failed(int place, String why) {
        return Problem.of("kubernetes.deploy-object-failed", ref(place).toString(), why);
    }

    private Optional<ObjectNode> find(int place) {
        return live.find(ref(place));
    }

    private ObjectRef ref(int place) {
        return plan.objects().get(place).ref();
    }
}
