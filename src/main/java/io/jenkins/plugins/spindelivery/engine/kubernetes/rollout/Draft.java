package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/**
 * A change in the words of the API, not tried yet.
 *
 * @param strategy how the server reads the patch
 * @param patch a list for {@link PatchStrategy#JSON}, otherwise an object
 * @param bound the artifacts that took the place of mentions
 * @param notes what a reader of the log should know
 * @param warnings what deserves attention
 */
record Draft(
        PatchStrategy strategy, JsonNode patch, List<Artifact> bound, List<Problem> notes, List<Problem> warnings) {

    static Draft of(PatchStrategy strategy, JsonNode patch) {
        return new Draft(strategy, patch, List.of(), List.of(), List.of());
    }

    Draft noting(Problem note) {
        return new Draft(strategy, patch, bound, List.of(note), warnings);
    }

    Draft warning(List<Problem> fresh) {
        return new Draft(strategy, patch, bound, notes, fresh);
    }

    /** Without the patch itself, which may hold a Secret's values. */
    @Override
    public String toString() {
        return "Draft[" + strategy + "]";
    }
}
