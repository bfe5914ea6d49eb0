package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.util.Optional;

/** What stays with the build when a stage has ended, besides its record. That it can't be kept is no reason to fail. */
final class Keeping {
    private Keeping() {}

    /** What a later rollback needs; before the end is written, so that no end is there without it. */
    static void rollbackPoint(Optional<byte[]> point, StageFiles files, OperationContext context) {
        if (point.isPresent() && point.get().length > RollbackPoint.MOST_BYTES) {
            context.emit(new Event.Warned(
                    Problem.of("kubernetes.rollback-too-large", "", point.get().length, RollbackPoint.MOST_BYTES)));
        } else if (point.isPresent() && !files.isOrphan()) {
            try {
                files.keep(point.get());
            } catch (IOException e) {
                context.emit(new Event.Warned(
                        Problem.of("delivery.rollback-unwritten", "", String.valueOf(e.getMessage()))));
            }
        }
    }

    /** The report of a canary, the manifest of a bake. */
    static void report(Run<?, ?> run, StageFiles files, TaskListener listener) {
        if (run != null && !files.isOrphan()) {
            CanaryReports.archive(run, files.folder(), listener);
            BakeManifests.archive(run, files.folder(), listener);
        }
    }
}
