package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses.Subject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One look at the objects of a plan whose state is not final yet. */
final class Watching {
    private final Plan plan;
    private final DeployState state;
    private final OperationContext context;
    private final List<Integer> open;
    private final Cluster cluster;
    private final WatchedStatuses live;

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
        this.live = new WatchedStatuses(
                cluster,
                context,
                open.stream().map(i -> new Subject(ref(i), uid(i))).toList(),
                "kubernetes.deploy-object-gone",
                "kubernetes.deploy-object-replaced");
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
        DeployState next = tell(live.look(last || state.polls() == 0)).polled();
        live.wakeAtChange(unsettled(next).map(this::ref).toList());
        return next;
    }

    private DeployState tell(Map<ObjectRef, ObjectStatus> statuses) {
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        open.forEach(i -> {
            ObjectProgress now = progress.get(i).seen(statuses.get(ref(i)));
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
        return live.hopeless();
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
                .filter(i -> live.find(ref(i))
                        .filter(last.progress().get(i)::isOutdatedBy)
                        .isPresent())
                .flatMap(
                        i -> cluster
                                .get(ref(i))
                                .flatMap(object -> Meddling.of(plan.objects().get(i), object))
                                .stream())
                .toList();
    }

    /** Tells what the cluster says about the objects that are not stable: events and the last lines of logs. */
    void explain(DeployState last) {
        live.explain(unsettled(last).map(this::ref).toList());
    }

    /** What is still open, each with why, for someone who has waited long enough. */
    List<Problem> unfinished(DeployState last, String code) {
        return unsettled(last)
                .map(i -> Problem.of(
                        code, ref(i).toString(), last.progress().get(i).message()))
                .toList();
    }

    /** Of the object that was written, if it was. A rollback may have to make it anew, and does not ask for it. */
    private String uid(int place) {
        return state.stage() == DeployState.Stage.WAIT
                ? state.progress().get(place).uid()
                : "";
    }

    private ObjectRef ref(int place) {
        return plan.objects().get(place).ref();
    }
}
