package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How live objects are doing, judged by themselves and by what surrounds them, as a deploy does while it waits.
 *
 * @param objects each with its status
 * @param explained what the cluster says about those that have failed: events and the last lines of logs
 * @param warnings what could not be looked at
 */
public record LiveReport(List<Judged> objects, List<Event.Diagnosed> explained, List<Problem> warnings) {

    /**
     * An object and its status.
     *
     * @param ref the object
     * @param status how it is doing
     */
    public record Judged(ObjectRef ref, ObjectStatus status) {}

    /**
     * Judges objects.
     *
     * @param objects their trees
     * @param cluster where they are
     * @param clock the present time
     * @return the report
     */
    public static LiveReport of(List<ObjectNode> objects, Cluster cluster, Clock clock) {
        SharedLists lists = new SharedLists(cluster);
        RolloutDiagnosis doctor = new RolloutDiagnosis(lists, clock);
        List<Judged> judged = new ArrayList<>();
        List<Event.Diagnosed> explained = new ArrayList<>();
        Set<Problem> warnings = new LinkedHashSet<>();
        for (ObjectNode object : objects) {
            ObjectStatus status = LiveStatus.of(object, lists);
            if (status.state() == State.PROGRESSING || status.state() == State.FAILED) {
                Diagnosis diagnosis = doctor.of(object);
                status = status.with(diagnosis);
                warnings.addAll(diagnosis.unreadable());
                if (status.state() == State.FAILED) {
                    explained.addAll(doctor.explain(object, diagnosis));
                }
            }
            judged.add(new Judged(ObjectRef.of(object), status));
        }
        return new LiveReport(judged, explained, List.copyOf(warnings));
    }
}
