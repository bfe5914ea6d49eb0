package io.jenkins.plugins.spindelivery.child;

import hudson.Extension;
import hudson.model.Actionable;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import io.jenkins.plugins.spindelivery.delivery.DeliveryPool;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Which build belongs to which stage. */
final class OwnBuilds {
    /** Builds of a job that may have begun after ours. */
    private static final int LOOK_BACK = 1_000;

    /** Clocks are set back now and then. */
    private static final long TOLERANCE_MILLIS = 60_000;

    private OwnBuilds() {}

    /**
     * The build that a stage has started.
     *
     * @param job the job
     * @param id of the stage's work
     * @param since when that began, in milliseconds since 1970
     * @return empty when there is none yet
     */
    static Optional<Run<?, ?>> find(Job<?, ?> job, String id, long since) {
        int looked = 0;
        for (Object each : job.getBuilds()) {
            Run<?, ?> run = (Run<?, ?>) each;
            if (run.getTimeInMillis() < since - TOLERANCE_MILLIS || looked++ > LOOK_BACK) {
                return Optional.empty();
            } else if (isOf(run, id)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    /** Whether an item of the queue, or a build, is of a stage's work. */
    static boolean isOf(Actionable thing, String id) {
        return thing.getActions(StartedByStage.class).stream()
                .anyMatch(started -> started.id().equals(id));
    }

    /**
     * Jenkins writes its queue now and then. After a crash it begins what is in that file once more, though it had begun
     * before; of what a stage has started that must not be.
     */
    @Extension
    public static final class Once extends QueueTaskDispatcher {
        private final long bornMillis = ManagementFactory.getRuntimeMXBean().getStartTime();

        @Override
        public CauseOfBlockage canRun(Queue.Item item) {
            StartedByStage started = item.getAction(StartedByStage.class);
            boolean fromFile = started != null && item.getInQueueSince() < bornMillis;
            if (!fromFile
                    || !(item.task instanceof Job<?, ?> job)
                    || find(job, started.id(), item.getInQueueSince()).isEmpty()) {
                return null;
            }
            long id = item.getId();
            // Not while the queue asks.
            DeliveryPool.get().execute(() -> {
                Queue.Item now = Queue.getInstance().getItem(id);
                if (now != null) {
                    Queue.getInstance().cancel(now);
                }
            });
            return new CauseOfBlockage() {
                @Override
                public String getShortDescription() {
                    return Words.of("child.build-begun-before");
                }
            };
        }
    }
}
