package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.step.SpinDestroyStep;
import io.jenkins.plugins.spindelivery.step.SpinDisableStep;
import io.jenkins.plugins.spindelivery.step.SpinEnableStep;
import io.jenkins.plugins.spindelivery.step.SpinRollbackStep;
import io.jenkins.plugins.spindelivery.step.SpinScaleStep;
import io.jenkins.plugins.spindelivery.step.TargetStep;

/**
 * Operations as stages; in Kubernetes they are the very steps that a Pipeline would have. Names of Kubernetes hold nothing
 * that a step could take for an expression.
 */
final class GroupStages {
    private static final String SIZE = "\\d{1,5}";

    private final String account;
    private final Group group;
    private final String size;
    private final boolean unguarded;

    /**
     * What to do to a server group.
     *
     * @param account the account's name
     * @param group the server group
     * @param size how many pods or instances, for a resizing
     * @param unguarded whether the last ones that take requests may be taken away
     */
    GroupStages(String account, Group group, String size, boolean unguarded) {
        this.account = account;
        this.group = group;
        this.size = size == null ? "" : size.strip();
        this.unguarded = unguarded;
    }

    /**
     * The stage.
     *
     * @param operation one of the group's
     * @return plain configuration
     * @throws ProblemException when the size is none
     */
    Stage stage(GroupOperation operation) {
        boolean resizes = operation == GroupOperation.RESIZE;
        if (resizes && !size.matches(SIZE)) {
            throw refused(Problem.of("clusters.size", "", size));
        }
        if (AwsRef.is(group.ref())) {
            return new AwsGroupStage(account, group, operation, resizes ? Integer.parseInt(size) : 0, unguarded);
        }
        return switch (operation) {
            case ENABLE -> at(new SpinEnableStep(account));
            case DISABLE -> disable();
            case RESIZE -> resize();
            case ROLLBACK -> rollback();
            case DESTROY -> destroy();
        };
    }

    private Stage disable() {
        SpinDisableStep step = at(new SpinDisableStep(account));
        step.setIgnoreTrafficGuard(unguarded);
        return step;
    }

    private Stage resize() {
        SpinScaleStep step = at(new SpinScaleStep(account));
        step.setReplicas(size);
        step.setTrafficGuard(!unguarded);
        return step;
    }

    private Stage rollback() {
        SpinRollbackStep step = at(new SpinRollbackStep(account));
        if (!group.current()) {
            step.setRevision(group.revision());
        }
        return step;
    }

    private Stage destroy() {
        SpinDestroyStep step = at(new SpinDestroyStep(account));
        step.setTrafficGuard(!unguarded);
        return step;
    }

    private <S extends TargetStep> S at(S step) {
        ObjectRef subject = group.subject();
        step.setKinds(subject.kind());
        step.setName(subject.name());
        step.setNamespace(subject.namespace());
        return step;
    }

    private static ProblemException refused(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
