package io.jenkins.plugins.spindelivery.job;

import io.jenkins.plugins.spindelivery.delivery.DeliveryPool;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends stages that are under way for longer than their {@code stageTimeoutMs}: they take back what must not stay. */
final class StageTimeouts {
    private static final Logger LOGGER = Logger.getLogger(StageTimeouts.class.getName());

    /** Notes at a stage that its time was over, so that the end which comes of it is none of a person's making. */
    static final String CODE = "job.stage-timed-out";

    private static final long AGAIN_MILLIS = 1_000;
    private static final Map<Watched, ScheduledFuture<?>> TIMERS = new ConcurrentHashMap<>();

    private record Watched(PipelineRun pipeline, String refId) {}

    private StageTimeouts() {}

    /**
     * Ends a stage at its deadline; again after a restart.
     *
     * @param pipeline its run
     * @param refId the stage, which has begun
     */
    static void watch(PipelineRun pipeline, String refId) {
        Progress progress = pipeline.progress(refId);
        if (progress.status() == PipelineStatus.RUNNING && progress.deadlineMillis() > 0) {
            schedule(new Watched(pipeline, refId), progress.deadlineMillis() - System.currentTimeMillis());
        }
    }

    /**
     * The stage has ended.
     *
     * @param pipeline its run
     * @param refId the stage
     */
    static void forget(PipelineRun pipeline, String refId) {
        cancel(TIMERS.remove(new Watched(pipeline, refId)));
    }

    private static void schedule(Watched stage, long millis) {
        ScheduledFuture<?> timer = DeliveryPool.get().schedule(() -> expire(stage), Math.max(0, millis));
        if (timer != null) {
            cancel(TIMERS.put(stage, timer));
        }
    }

    private static void cancel(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private static void expire(Watched stage) {
        PipelineRun pipeline = stage.pipeline();
        if (pipeline.progress(stage.refId()).status() != PipelineStatus.RUNNING) {
            TIMERS.remove(stage);
            return;
        }
        try {
            pipeline.note(stage.refId(), problem(pipeline, stage.refId()));
            for (int call = 0; call < StageCalls.of(pipeline, stage.refId()).size(); call++) {
                Stages.get().cancel(pipeline.run(), new StageKey(StageKeys.of(stage.refId(), call)));
            }
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING, e, () -> "Cannot write down that the time of a stage of " + pipeline + " is over");
        }
        // It may just be between two calls, or about to begin.
        schedule(stage, AGAIN_MILLIS);
    }

    private static Problem problem(PipelineRun pipeline, String refId) {
        Progress progress = pipeline.progress(refId);
        Duration limit = Duration.ofMillis(progress.deadlineMillis() - progress.startMillis());
        return Problem.of(CODE, "", limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT));
    }
}
