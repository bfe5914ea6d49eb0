package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a new plan together with what was done by an earlier one. The new plan takes the objects that this deploy has
 * written for old ones, so it knows neither that they were created nor how to put them back: for those the earlier plan
 * stays in force.
 *
 * @param plan the new plan, with all that was done
 * @param progress one for each object
 */
record Replanning(Plan plan, List<ObjectProgress> progress) {

    /**
     * Merges.
     *
     * @param before the earlier plan
     * @param done how far it had come
     * @param next the new plan
     * @param fresh the progress that the new plan begins with
     * @return the new plan's objects in their order, then those that were written and that it no longer has
     */
    static Replanning of(Plan before, List<ObjectProgress> done, Plan next, List<ObjectProgress> fresh) {
        Map<ObjectRef, Integer> written = new LinkedHashMap<>();
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i).changed()) {
                written.put(before.objects().get(i).ref(), i);
            }
        }
        List<PlannedObject> objects = new ArrayList<>();
        List<Artifact> artifacts = new ArrayList<>();
        List<ObjectProgress> progress = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            Integer earlier = written.remove(next.objects().get(i).ref());
            objects.add((earlier == null ? next : before).objects().get(earlier == null ? i : earlier));
            artifacts.add((earlier == null ? next : before).artifacts().get(earlier == null ? i : earlier));
            progress.add(earlier == null ? fresh.get(i) : done.get(earlier));
        }
        for (int earlier : written.values()) {
            objects.add(before.objects().get(earlier));
            artifacts.add(before.artifacts().get(earlier));
            progress.add(done.get(earlier));
        }
        return new Replanning(new Plan(objects, artifacts, next.prune()), progress);
    }
}
