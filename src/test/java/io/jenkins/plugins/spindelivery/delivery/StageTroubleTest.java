package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitStatus;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LoggerRule;
import org.jvnet.hudson.test.TestExtension;

/** A full disk, mistakes of ours and floods of wake-ups: nothing is lost, and nothing is done twice. */
public class StageTroubleTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    @Rule
    public final LoggerRule log =
            new LoggerRule().record(StageWork.class, Level.WARNING).capture(100);

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @After
    public void nothingStaysBehind() throws Exception {
        awaitNothingOpen();
        Script.reset();
    }

    /** In place of the stage's folder lies a file, so that nothing can be written there. */
    private static final class FullDisk implements AutoCloseable {
        private final Path folder;
        private final Path aside;

        FullDisk(WorkflowRun run) throws Exception {
            folder = StageFolder.of(run, stage(run).key()).path();
            aside = folder.resolveSibling("aside");
            Files.move(folder, aside);
            Files.createFile(folder);
        }

        @Override
        public void close() throws Exception {
            Files.delete(folder);
            Files.move(aside, folder);
        }
    }

    @Test
    public void noMoveIsMadeUntilItsStateIsOnDisk() throws Exception {
        Script script = Script.named("cancel");
        WorkflowRun run = waiting("cancel", "scripted 'cancel'");
        try (FullDisk disk = new FullDisk(run)) {
            run.doStop();
            await("the trouble in the log", () -> log.getMessages().stream()
                    .anyMatch(line -> line.contains("until its state can be written")));
            assertEquals(List.of("read", "make", "cancel"), script.told());
        }
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertEquals(StageStatus.CANCELLED, stage(run).status());
    }

    /** Otherwise a crash would find neither a state nor an end, and do everything again. */
    @Test
    public void aStageEndsWhenItsEndIsOnDisk() throws Exception {
        Script script = Script.named("end");
        WorkflowRun run = waiting("end", "scripted 'end'");
        try (FullDisk disk = new FullDisk(run)) {
            script.becomesReady();
            await("the trouble in the log", () -> log.getMessages().stream()
                    .anyMatch(line -> line.contains("can't be written down")));
            assertTrue(run.isBuilding());
        }
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "done"), script.told());
        assertEquals(StageStatus.SUCCEEDED, stage(run).status());
    }

    @Test
    public void afterAMistakeOfOursEverythingIsTakenBack() throws Exception {
        Script script = Script.named("mistake").inWaiting(context -> {
            throw new IllegalStateException("out of ideas");
        });
        WorkflowRun run = started("mistake", "scripted 'mistake'");
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertEquals(StageStatus.FAILED, stage(run).status());
        assertEquals(
                List.of("delivery.mistake"),
                stage(run).errors().stream().map(problem -> problem.code()).toList());
        String told = "This is a mistake in Spin Delivery: java.lang.IllegalStateException: out of ideas."
                + " What was done is on the Delivery page; the whole error is in the log of Jenkins.";
        JENKINS.assertLogContains(told, run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(
                List.of(Level.SEVERE),
                log.getRecords().stream().map(record -> record.getLevel()).toList());
        assertThat(log.getRecords().get(0).getThrown().getMessage(), containsString("out of ideas"));
    }

    @Test
    public void aMistakeInTakingBackIsTheEnd() throws Exception {
        Script script = Script.named("mistakes").inWaiting(context -> {
            throw new StackOverflowError();
        });
        script.inTakingBack(context -> {
            throw new IllegalStateException("in taking back");
        });
        WorkflowRun run = started("mistakes", "scripted 'mistakes'");
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "cancel"), script.told());
        assertEquals(StageStatus.FAILED, stage(run).status());
        assertEquals(2, log.getRecords().size());
    }

    @Test
    public void aFloodOfWakeUpsDoesNotPutTheNextMoveOff() throws Exception {
        AtomicReference<Runnable> wake = new AtomicReference<>();
        Script script =
                Script.named("flood").pauses(Duration.ofHours(1)).inWaiting(context -> wake.set(context.wake()));
        WorkflowRun run = started("flood", "scripted 'flood'");
        await("the first look", () -> wake.get() != null);
        script.becomesReady();
        await("the end", () -> {
            for (int i = 0; i < 100; i++) {
                wake.get().run();
            }
            return script.told().contains("done");
        });
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    /** Such as a state that was copied from another Jenkins. */
    @Test
    public void aStateThatNobodyCanReadFailsTheStageAndStays() throws Exception {
        Script script = Script.named("broken");
        WorkflowRun run = waiting("broken", "scripted 'broken'");
        StageFolder folder = StageFolder.of(run, stage(run).key());
        Files.copy(folder.state(), run.getRootDir().toPath().resolve("copy"));
        script.becomesReady();
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        byte[] state = Files.readAllBytes(run.getRootDir().toPath().resolve("copy"));
        state[state.length - 1] ^= 1;
        Files.write(folder.state(), state);
        Files.delete(folder.record());
        StageListenerMemory memory = new StageListenerMemory();
        Stages.get()
                .begin(
                        new StageKey(folder.path().getFileName().toString()),
                        null,
                        new LostBuild(entry(run), run),
                        memory);
        await("the end", () -> memory.result != null);
        assertEquals(StageStatus.FAILED, memory.result.status());
        assertThat(
                memory.result.errors().stream().map(problem -> problem.code()).toList(),
                hasItem("delivery.seal-broken"));
        assertTrue(Files.exists(folder.state()));
    }

    private static OpenStages.Entry entry(WorkflowRun run) {
        StageFolder folder = StageFolder.all(run).get(0);
        StageKey key = new StageKey(folder.path().getFileName().toString());
        return OpenStages.Entry.of(run, key, ContextSource.Owner.PIPELINE, folder);
    }

    /** Keeps the end of a stage. */
    private static final class StageListenerMemory implements StageListener {
        private volatile StageResult result;

        @Override
        public void ended(StageResult end) {
            result = end;
        }
    }

    private static WorkflowRun waiting(String script, String pipeline) throws Exception {
        WorkflowRun run = started(script, pipeline);
        await("waiting, with everything saved", () -> Script.named(script).looks() > 1);
        awaitStatus(run, StageStatus.RUNNING);
        return run;
    }
}
