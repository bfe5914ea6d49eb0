package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;

/** Someone else made this version with other content after the plan was made, so a new plan is needed. */
final class VersionTakenException extends ProblemException {
    private static final long serialVersionUID = 1L;

    VersionTakenException(ObjectRef ref) {
        super(Category.REFUSED, Problem.of("kubernetes.deploy-version-taken", ref.toString(), ref.name()));
    }
}
