package io.jenkins.plugins.spindelivery.clusters;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Stages that clicks have begun. */
final class Begun {
    private static final long PATIENCE = Duration.ofMinutes(2).toNanos();
    private static final long LOOK = Duration.ofMillis(50).toNanos();

    private Begun() {}

    /** All of a build, in the order in which they began. */
    static List<StageRecord> in(Run<?, ?> run) {
        return StageRecords.get().of(run).stream()
                .filter(stage -> stage.key().startsWith("person-"))
                .toList();
    }

    /** The last one, when it has ended. */
    static StageRecord ended(Run<?, ?> run) {
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < end) {
            List<StageRecord> begun = in(run);
            if (!begun.isEmpty() && begun.get(begun.size() - 1).status().ended()) {
                return begun.get(begun.size() - 1);
            }
            LockSupport.parkNanos(LOOK);
        }
        throw new AssertionError("no end: " + in(run));
    }
}
