package io.jenkins.plugins.spindelivery.delivery;

import static org.junit.Assert.assertEquals;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.judge.Judgments;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jvnet.hudson.test.JenkinsRule;

/** What tests of the driver do again and again. */
public final class Deliveries {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Deliveries() {}

    /** For all tests of a class together the harness' three minutes are few on a busy machine. */
    public static JenkinsRule patient(JenkinsRule jenkins) {
        jenkins.timeout = 600;
        return jenkins;
    }

    /** Makes a Pipeline job. */
    public static WorkflowJob pipeline(String name, String script) throws Exception {
        WorkflowJob job = Jenkins.get().createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Makes a Pipeline job and starts its first build. */
    public static WorkflowRun started(String name, String script) throws Exception {
        return pipeline(name, script).scheduleBuild2(0).waitForStart();
    }

    /** The only build of a job, in the Jenkins that runs now. */
    public static WorkflowRun build(String job) {
        return Jenkins.get().getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    /** The only stage of a build, once it has one. */
    public static StageRecord stage(Run<?, ?> run) {
        List<StageRecord> records = StageRecords.get().of(run);
        assertEquals(records.toString(), 1, records.size());
        return records.get(0);
    }

    /** Waits until the only stage of a build is where it is wanted. */
    public static void awaitStatus(Run<?, ?> run, StageStatus wanted) throws Exception {
        awaitIn(run, "stage " + wanted, () -> {
            List<StageRecord> records = StageRecords.get().of(run);
            return records.size() == 1 && records.get(0).status() == wanted;
        });
    }

    /** As {@link #await}; a failure tells what the build has come to. */
    static void awaitIn(Run<?, ?> run, String what, Callable<Boolean> reached) throws Exception {
        try {
            await(what + " of " + run, reached);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "; it is " + StageRecords.get().of(run) + "\n" + JenkinsRule.getLog(run), e);
        }
    }

    /** Waits until a build asks a question, and gives the key of that judgment. */
    public static String question(WorkflowRun run) throws Exception {
        awaitIn(
                run,
                "a question",
                () -> asking(run).isPresent()
                        && run.getAction(InputAction.class) != null
                        && run.getAction(InputAction.class).isWaitingForInput());
        return asking(run).orElseThrow();
    }

    private static Optional<String> asking(WorkflowRun run) {
        return StageRecords.get().of(run).stream()
                .filter(stage -> stage.status() == StageStatus.PAUSED)
                .map(StageRecord::key)
                .findFirst();
    }

    /** Answers the question that a build asks, or is about to ask. */
    public static void answer(WorkflowRun run, boolean approved) throws Exception {
        Judgments.answer(run, question(run), approved, "");
    }

    /** Asks again and again, for a minute at most. */
    public static void await(String what, Callable<Boolean> reached) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /** The files of stages that are under way, and of those whose builds were deleted; none when all is done. */
    public static List<Path> remains() throws Exception {
        Path root = Jenkins.get().getRootDir().toPath().resolve("spin-delivery");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Waits until no stage is under way any more. */
    public static void awaitNothingOpen() throws Exception {
        await("no open stages", () -> remains().isEmpty());
    }
}
