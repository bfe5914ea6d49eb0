package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/**
 * What came of a deploy.
 *
 * @param status how it ended
 * @param category why it did not succeed; {@code null} when it did, or was cancelled
 * @param objects in deploy order; those that history or prune deleted come last
 * @param artifacts what it produced, for later deploys to bind
 * @param warnings in the order in which they arose
 * @param errors empty exactly when it succeeded or was cancelled without trouble
 * @param durationMillis from the first move to the last, in milliseconds
 * @param id the deploy's id, by which a later rollback names it
 * @param before what a later rollback puts back; {@code null} when nothing was changed, or has been put back already
 */
public record DeployResult(
        Status status,
        Category category,
        List<ObjectOutcome> objects,
        List<Artifact> artifacts,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis,
        String id,
        RollbackPoint before)
        implements ObjectsResult {

    /**
     * What came of something that no later rollback goes back behind.
     *
     * @param status how it ended
     * @param category why it did not succeed
     * @param objects in deploy order
     * @param artifacts what it produced
     * @param warnings in the order in which they arose
     * @param errors why it did not succeed
     * @param durationMillis from the first move to the last, in milliseconds
     */
    public DeployResult(
            Status status,
            Category category,
            List<ObjectOutcome> objects,
            List<Artifact> artifacts,
            List<Problem> warnings,
            List<Problem> errors,
            long durationMillis) {
        this(status, category, objects, artifacts, warnings, errors, durationMillis, "", null);
    }
}
