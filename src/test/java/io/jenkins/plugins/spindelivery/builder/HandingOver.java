package io.jenkins.plugins.spindelivery.builder;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.judge.Judging;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jvnet.hudson.test.JenkinsRule;

/** What tests of hand-overs do again and again. */
final class HandingOver {
    private HandingOver() {}

    /** A job that is handed over. */
    static FreeStyleProject job(JenkinsRule jenkins, String name, HandOverStage... stages) throws IOException {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.getPublishersList().add(new DeliveryPublisher(List.of(stages)));
        return job;
    }

    static StepStage judge(String message) {
        return new StepStage(new SpinJudgeStep(message));
    }

    static <S extends HandOverStage> S always(S stage) {
        stage.setAlways(true);
        return stage;
    }

    static HandOver handOver(Run<?, ?> run) {
        return run.getAction(HandOver.class);
    }

    /** Waits until a stage waits for a person. */
    static void awaitQuestion(Run<?, ?> run, String key) throws Exception {
        Judging.until(key + " of " + run, () -> statuses(run).get(key) == StageStatus.PAUSED);
    }

    /** Waits for the end. */
    static void awaitEnd(Run<?, ?> run) throws Exception {
        Judging.until(
                "the end of the delivery of " + run,
                () -> handOver(run).getStatus().ended());
    }

    /** The stages' statuses by key, in the order in which they began. */
    static Map<String, StageStatus> statuses(Run<?, ?> run) {
        Map<String, StageStatus> statuses = new LinkedHashMap<>();
        for (StageRecord record : StageRecords.get().of(run)) {
            statuses.put(record.key(), record.status());
        }
        return statuses;
    }

    static String log(Run<?, ?> run) throws IOException {
        Path log = HandOverFiles.of(run).log();
        return Files.exists(log) ? Files.readString(log) : "";
    }

    static FreeStyleBuild build(JenkinsRule jenkins, FreeStyleProject job) throws Exception {
        return jenkins.buildAndAssertSuccess(job);
    }

    /** A stage that ends as it is told to. */
    static final class Ending extends HandOverStage implements Stage {
        private static final long serialVersionUID = 1L;

        private final StageStatus status;

        Ending(StageStatus status) {
            this.status = status;
        }

        @Override
        Serializable work() {
            return this;
        }

        @Override
        public String type() {
            return "test";
        }

        @Override
        public String account() {
            return "";
        }

        @Override
        public String subject() {
            return "a secret: hunter2";
        }

        @Override
        public Task begin(StageContext context) {
            context.listener()
                    .getLogger()
                    .println("as " + context.authentication().getName());
            return new Task.Done(new StageResult(status, null, List.of()));
        }
    }

    /** A stage that is under way until it is stopped. */
    static final class Endless extends HandOverStage implements Stage {
        private static final long serialVersionUID = 1L;

        @Override
        Serializable work() {
            return this;
        }

        @Override
        public String type() {
            return "endless";
        }

        @Override
        public String account() {
            return "";
        }

        @Override
        public String subject() {
            return "";
        }

        @Override
        public Task begin(StageContext context) throws InterruptedException {
            context.listener().getLogger().println("endless");
            new CountDownLatch(1).await();
            return null;
        }
    }
}
