package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/**
 * What a person should know of how a stage, a trigger or a notification is understood here.
 *
 * @param weight how much it matters
 * @param problem which field it is about, and what differs
 */
public record Finding(Weight weight, Problem problem) {

    /** How much a finding matters, the least first. */
    public enum Weight {
        /** Worth knowing; the meaning is the same. */
        NOTE,
        /** It runs, and does something else than in Spinnaker. */
        CHANGES,
        /** It can't run. */
        CANNOT
    }
}
