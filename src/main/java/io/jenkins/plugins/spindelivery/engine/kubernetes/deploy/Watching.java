package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
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

/**
 * One look at the objects of a plan whose state is not final yet: one list for each type and namespace, however many
 * objects there are.
 */
final class Watching {
    private final Plan plan;
    private final DeployState state;
    private final OperationContext context;
    private final List<Integer> open;
    private final SharedLists lists;
    private final LiveObjects live;
    private final RolloutDiagnosis diagnosis;
    private final Map<Integer, Problem> hopeless = new LinkedHashMap<>();
    private final List<Integer> unsettled = new ArrayList<>();
    private final List<Problem> changed = new ArrayList<>();

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
        this.lists = new SharedLists(cluster);
        this.live = new LiveObjects(cluster, context.executor());
        this.diagnosis = new RolloutDiagnosis(lists, context.clock());
    }

    /** Whether there is nothing left to watch. */
    boolean isOver() {
        return open.isEmpty();
    }

    /** Reads the open objects and tells what has changed since the last look. */
    DeployState look() {
        live.fetch(open.stream().map(this::ref).toList());
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        for (int i : open) {
            ObjectProgress before = progress.get(i);
            ObjectStatus status = judge(i);
            ObjectProgress now = before.seen(status);
            progress.set(i, now);
            if (now.settled()) {
                find(i).flatMap(object -> Meddling.of(plan.objects().get(i), object))
                        .ifPresent(changed::add);
            } else {
                unsettled.add(i);
            }
            if (state.polls() == 0 || !now.equals(before)) {
                context.emit(now.told(ref(i)));
            }
        }
        return state.withProgress(progress).polled();
    }

    /** Why the objects that {@link #look} found beyond hope are so. */
    List<Problem> hopeless() {
        return List.copyOf(hopeless.values());
    }

    /** What somebody changed of the objects that {@link #look} found at their end; a warning for each. */
    List<Problem> changed() {
        return List.copyOf(changed);
    }

    /** Tells what the cluster says about the objects that are not stable: events and the last lines of logs. */
    void explain() {
        for (int i : unsettled) {
            find(i).ifPresent(object ->
                    diagnosis.explain(object, diagnosis.of(object)).forEach(context::emit));
        }
    }

    /** What is still open, each with why, for someone who has waited long enough. */
    List<Problem> unfinished(DeployState last, String code) {
        return open.stream()
                .filter(i -> !last.progress().get(i).settled())
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
