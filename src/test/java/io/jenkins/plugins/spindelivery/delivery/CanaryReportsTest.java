package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanarySample;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** Judgments of canaries are kept with the build, through restarts, and their report is archived. */
public class CanaryReportsTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @After
    public void forget() {
        Script.reset();
    }

    private static CanaryHistory history(WorkflowRun run) {
        return StageFolder.of(run, stage(run).key()).canary().orElse(CanaryHistory.EMPTY);
    }

    @Test
    public void judgmentsAreKeptAndReportedAtTheEnd() throws Throwable {
        Script script = Script.named("play");
        script.inWaiting(context -> context.emit(CanarySample.judged(1, "")));
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scripted 'play'");
            await(
                    "the first judgment",
                    () -> script.looks() > 1 && history(run).judged().size() == 1);
        });
        script.inWaiting(context -> context.emit(CanarySample.judged(2, "")));
        sessions.then(jenkins -> {
            WorkflowRun run = Deliveries.build("p");
            await("the second judgment", () -> history(run).judged().size() == 2);
            script.becomesReady();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("archived with this build: canary-play.html", run);
            assertEquals(
                    List.of("canary-play.html"),
                    run.getArtifacts().stream()
                            .map(artifact -> artifact.relativePath)
                            .toList());
            try (InputStream in =
                    run.getArtifactManager().root().child("canary-play.html").open()) {
                String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(html, containsString("<h1>Canary play</h1>"));
                assertThat(html, containsString("2 of 6 intervals were judged. The last score is 98: Pass."));
                assertThat(html, containsString("p #1"));
            }
        });
    }

    @Test
    public void eachCanaryOfABuildHasItsOwnFile() throws Throwable {
        Script.named("play")
                .inWaiting(context -> context.emit(CanarySample.judged(1, "")))
                .becomesReady();
        Script.named("play").gates(0);
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scripted 'play'; scripted 'play'; scripted 'other'");
            Script.named("other").becomesReady();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertEquals(
                    List.of("canary-play-2.html", "canary-play.html"),
                    run.getArtifacts().stream()
                            .map(artifact -> artifact.relativePath)
                            .sorted()
                            .toList());
        });
    }
}
