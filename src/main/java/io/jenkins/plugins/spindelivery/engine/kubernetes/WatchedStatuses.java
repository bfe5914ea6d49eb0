package io.jenkins.plugins.spindelivery.engine.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.RolloutDiagnosis;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.SharedLists;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at how objects are doing, by the watches that all who wait on a connection share. What they show to be beyond
 * hope is looked at once more before anybody gives up: watches of several types do not keep step, and one that is dead
 * shows the past.
 */
public final class WatchedStatuses {
    private final Cluster cluster;
    private final OperationContext context;
    private final List<Subject> subjects;
    private final String gone;
    private final String replaced;
    private final Map<ObjectRef, Problem> hopeless = new LinkedHashMap<>();
    private WatchedObjects live;
    private SharedLists lists;
    private RolloutDiagnosis diagnosis;

    /**
     * An object that somebody waits for.
     *
     * @param ref its name
     * @param uid so that another object of its name is not taken for it; empty for whichever has the name
     */
    public record Subject(ObjectRef ref, String uid) {}

    /**
     * Nothing is looked at yet. An instance serves one move, on one thread.
     *
     * @param cluster where to look
     * @param context lends threads, tells the time, is woken by changes and told why something fails
     * @param subjects the objects, each once
     */
    public WatchedStatuses(Cluster cluster, OperationContext context, List<Subject> subjects) {
        this(cluster, context, subjects, "kubernetes.watched-gone", "kubernetes.watched-replaced");
    }

    /**
     * For an operation with its own words for what somebody else does to its objects.
     *
     * @param cluster where to look
     * @param context lends threads, tells the time, is woken by changes and told why something fails
     * @param subjects the objects, each once
     * @param gone the code for an object that is not there any more
     * @param replaced the code for another object of its name
     */
    public WatchedStatuses(
            Cluster cluster, OperationContext context, List<Subject> subjects, String gone, String replaced) {
        this.cluster = cluster;
        this.context = context;
        this.subjects = List.copyOf(subjects);
        this.gone = gone;
        this.replaced = replaced;
    }

    /**
     * Looks at all of them.
     *
     * @param fresh whether all has to be as it is now, because something was written just before, or the answer ends the
     *     waiting
     * @return how each is doing; one that is gone counts as failed
     */
    public Map<ObjectRef, ObjectStatus> look(boolean fresh) {
        Map<ObjectRef, ObjectStatus> statuses = judge(fresh);
        if (!hopeless.isEmpty() && !fresh) {
            hopeless.clear();
            statuses = judge(true);
        }
        return statuses;
    }

    private Map<ObjectRef, ObjectStatus> judge(boolean fresh) {
        live = new WatchedObjects(cluster, context, fresh);
        lists = new SharedLists(cluster, live::list);
        diagnosis = new RolloutDiagnosis(lists, context.clock());
        live.fetch(subjects.stream().map(Subject::ref).toList());
        Map<ObjectRef, ObjectStatus> statuses = new LinkedHashMap<>();
        subjects.forEach(subject -> statuses.put(subject.ref(), judge(subject)));
        return statuses;
    }

    private ObjectStatus judge(Subject subject) {
        Optional<ObjectNode> object = find(subject.ref());
        if (object.isEmpty() || isAnother(subject, object.get())) {
            String code = object.isEmpty() ? gone : replaced;
            hopeless.put(subject.ref(), Problem.of(code, subject.ref().toString()));
            return ObjectStatus.gone();
        }
        ObjectStatus status = LiveStatus.of(object.get(), lists);
        if (status.state() == State.FAILED) {
            failed(subject.ref(), why(object.get(), status));
        }
        if (status.state() != State.PROGRESSING) {
            return status;
        }
        ObjectStatus explained = status.with(diagnosis.of(object.get()));
        if (explained.state() == State.FAILED) {
            failed(subject.ref(), explained.message().strip());
        }
        return explained;
    }

    private static boolean isAnother(Subject subject, ObjectNode object) {
        return !subject.uid().isEmpty()
                && !object.path("metadata").path("uid").asText().equals(subject.uid());
    }

    /** A controller that gives up says no more than that; what it waited for says why. */
    private String why(ObjectNode object, ObjectStatus status) {
        String given = status.message().strip();
        return diagnosis.of(object).troubles().stream()
                .findFirst()
                .map(trouble -> given + " " + trouble.message())
                .orElse(given);
    }

    private void failed(ObjectRef ref, String why) {
        hopeless.put(ref, Problem.of("kubernetes.deploy-object-failed", ref.toString(), why));
    }

    /**
     * Why the objects that {@link #look} found beyond hope are so.
     *
     * @return one problem for each
     */
    public List<Problem> hopeless() {
        return List.copyOf(hopeless.values());
    }

    /**
     * An object as the look saw it.
     *
     * @param ref its name
     * @return the live object, perhaps without {@code managedFields}; empty when there is none
     */
    public Optional<ObjectNode> find(ObjectRef ref) {
        return live.find(ref);
    }

    /**
     * Tells what the cluster says about objects: events and the last lines of logs.
     *
     * @param refs those that are in trouble
     */
    public void explain(Collection<ObjectRef> refs) {
        refs.forEach(ref -> find(ref)
                .ifPresent(object ->
                        diagnosis.explain(object, diagnosis.of(object)).forEach(context::emit)));
    }

    /**
     * Wakes the operation's driver when one of some objects is not any more as the look has seen it.
     *
     * @param refs the objects
     */
    public void wakeAtChange(List<ObjectRef> refs) {
        live.wakeAtChange(refs);
    }
}
