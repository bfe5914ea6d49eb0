package io.jenkins.plugins.spindelivery.judge;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.spindelivery.event.DeliveryEvents;
import io.jenkins.plugins.spindelivery.event.JudgmentEvent;
import io.jenkins.plugins.spindelivery.record.Judgment;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.time.Clock;
import java.util.Optional;

/**
 * Keeps the record of a judgment. It changes twice, at the question and at the answer, so nothing of it stays in memory
 * in between: what waits for days costs nothing and outlives Jenkins.
 */
public final class JudgeRecord {
    private static final Clock CLOCK = Clock.systemUTC();

    private JudgeRecord() {}

    /**
     * Records a question. Jenkins may have stopped after this and before it saved its program; then the same judgment
     * begins again, and its record anew.
     *
     * @param run the build
     * @param key of the stage within the build
     * @param nodeId the Pipeline's flow node; empty outside of a Pipeline
     * @param question what is asked
     */
    public static void begin(Run<?, ?> run, String key, String nodeId, Judgment question) {
        StageRecorder recorder = StageRecorder.begin(key, SpinJudgeStep.TYPE, question.message(), "", nodeId, CLOCK);
        recorder.judgment(question);
        recorder.status(StageStatus.PAUSED);
        StageRecords.get().save(StageFolder.of(run, key), recorder);
        DeliveryEvents.fire(new JudgmentEvent(run, recorder.snapshot()));
    }

    /**
     * Records an answer, or that there is none to come. A judgment that has ended keeps its first end.
     *
     * @param run the build
     * @param key of the stage within the build
     * @param verdict how it ended
     */
    public static void end(Run<?, ?> run, String key, Verdict verdict) {
        StageFolder folder = StageFolder.of(run, key);
        open(folder).ifPresent(record -> {
            StageRecorder recorder = new StageRecorder(record, CLOCK);
            boolean approved = verdict.status() == StageStatus.SUCCEEDED;
            if (!verdict.judge().isEmpty()) {
                recorder.judgment(record.judgment()
                        .answered(approved, verdict.choice(), verdict.judge(), verdict.judgeName(), verdict.millis()));
            }
            recorder.end(verdict.status(), approved ? verdict.value() : null, verdict.problems());
            StageRecords.get().save(folder, recorder);
            if (!verdict.judge().isEmpty()) {
                DeliveryEvents.fire(new JudgmentEvent(run, recorder.snapshot()));
            }
        });
    }

    private static Optional<StageRecord> open(StageFolder folder) {
        return folder.read()
                .filter(record -> record.judgment() != null && !record.status().ended());
    }

    /** A build that ends without telling its judgments, as after a crash that loses its program, leaves none open. */
    @Extension
    public static final class Closing extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> run, TaskListener listener) {
            for (StageFolder folder : StageFolder.all(run)) {
                open(folder)
                        .filter(record -> !record.nodeId().isEmpty())
                        .ifPresent(record -> end(run, record.key(), Verdict.cancelled()));
            }
        }
    }
}
