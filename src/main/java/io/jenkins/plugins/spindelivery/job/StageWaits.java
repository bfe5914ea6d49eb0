package io.jenkins.plugins.spindelivery.job;

import io.jenkins.plugins.spindelivery.delivery.DeliveryPool;
import io.jenkins.plugins.spindelivery.engine.pipeline.Endings;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The stages of one run that wait to begin: for the stages before them, then for their window and their jitter. They hold
 * no thread; the pool of deliveries looks when a stage has ended or a time has come.
 */
final class StageWaits {
    private static final Logger LOGGER = Logger.getLogger(StageWaits.class.getName());
    private static final long AGAIN_MILLIS = 5_000;

    private final PipelineRun pipeline;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /** What waits in Jenkins; told by a thread of the pool. */
    interface Waiter {
        /**
         * Where Jenkins shows the stage.
         *
         * @return a flow node's id
         * @throws IOException when that can't be found out
         * @throws InterruptedException when Jenkins stops
         */
        String place() throws IOException, InterruptedException;

        /**
         * It waits for a time.
         *
         * @param untilMillis which, in milliseconds since 1970
         */
        void pauses(long untilMillis);

        /** It may begin, and its fields are evaluated. */
        void goes();

        /** It is not going to begin: it ended before it began, or stages before it keep it from beginning. */
        void staysOut();

        /**
         * Something went wrong that no pipeline can be blamed for.
         *
         * @param why what
         */
        void fails(Throwable why);
    }

    /** One stage; looked at by one thread at a time. */
    private static final class Waiting {
        private final Waiter waiter;
        private boolean over;

        Waiting(Waiter waiter) {
            this.waiter = waiter;
        }
    }

    StageWaits(PipelineRun pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Waits for a stage's time; again after a restart.
     *
     * @param refId the stage
     * @param waiter is told once
     */
    void await(String refId, Waiter waiter) {
        waiting.put(refId, new Waiting(waiter));
        lookSoon(refId);
    }

    /**
     * Nobody waits any more.
     *
     * @param refId the stage
     * @return whether somebody did, and was not told
     */
    boolean leave(String refId) {
        Waiting left = waiting.remove(refId);
        if (left == null) {
            return false;
        }
        synchronized (left) {
            boolean told = left.over;
            left.over = true;
            return !told;
        }
    }

    /** A stage has ended: others may begin. */
    void lookAtAll() {
        waiting.keySet().forEach(this::lookSoon);
    }

    /** Something has changed for a stage. */
    void lookSoon(String refId) {
        DeliveryPool.get().execute(() -> look(refId));
    }

    private void look(String refId) {
        Waiting stage = waiting.get(refId);
        if (stage == null) {
            return;
        }
        synchronized (stage) {
            if (stage.over) {
                return;
            }
            try {
                look(refId, stage);
            } catch (IOException e) {
                // A full disk must not end a pipeline.
                LOGGER.log(
                        Level.WARNING, e, () -> "Cannot write down how far stage " + refId + " of " + pipeline + " is");
                DeliveryPool.get().schedule(() -> look(refId), AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                over(refId, stage);
                stage.waiter.fails(e);
            }
        }
    }

    private void look(String refId, Waiting stage) throws IOException, InterruptedException {
        Progress progress = pipeline.progress(refId);
        if (progress.status() == PipelineStatus.RUNNING) {
            // It had begun, and Jenkins lost that with its program.
            goes(refId, stage);
        } else if (progress.status().ended() || pipeline.isCutOff(refId)) {
            over(refId, stage);
            stage.waiter.staysOut();
        } else if (progress.status() == PipelineStatus.WAITING
                || Endings.mayStart(
                        pipeline.definition().graph(), pipeline.state().statuses(), refId)) {
            mayBegin(refId, progress, stage);
        }
    }

    private void mayBegin(String refId, Progress progress, Waiting stage) throws IOException, InterruptedException {
        try {
            StageBeginning beginning = new StageBeginning(pipeline, refId);
            if (progress.status() == PipelineStatus.NOT_STARTED && !beginning.isWanted()) {
                pipeline.ended(refId, PipelineStatus.SKIPPED, null, List.of());
                over(refId, stage);
                stage.waiter.staysOut();
                return;
            }
            long notBefore =
                    progress.status() == PipelineStatus.WAITING ? progress.notBeforeMillis() : beginning.notBefore();
            long now = System.currentTimeMillis();
            if (notBefore > now) {
                if (progress.status() == PipelineStatus.NOT_STARTED) {
                    pipeline.change(refId, before -> before.waiting(notBefore));
                }
                stage.waiter.pauses(notBefore);
                DeliveryPool.get().schedule(() -> look(refId), notBefore - now);
                return;
            }
            beginning.begin(stage.waiter.place());
        } catch (ProblemException e) {
            pipeline.ended(refId, pipeline.stage(refId).onFailure().afterFailure(), null, e.problems());
            over(refId, stage);
            stage.waiter.staysOut();
            return;
        }
        goes(refId, stage);
    }

    private void goes(String refId, Waiting stage) {
        over(refId, stage);
        stage.waiter.goes();
    }

    private void over(String refId, Waiting stage) {
        stage.over = true;
        waiting.remove(refId, stage);
    }

    /**
     * Ends the waiting of a stage for its window and its jitter.
     *
     * @param refId the stage
     * @param who has skipped it, for people
     * @return whether it waited for a time
     * @throws IOException when it can't be written; then it still waits
     */
    boolean skip(String refId, String who) throws IOException {
        synchronized (pipeline) {
            if (pipeline.progress(refId).status() != PipelineStatus.WAITING) {
                return false;
            }
            pipeline.note(refId, Problem.of("job.wait-skipped", "", who));
            pipeline.change(refId, before -> before.waiting(0));
        }
        lookSoon(refId);
        return true;
    }
}
