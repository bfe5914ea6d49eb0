package io.jenkins.plugins.spindelivery.builder;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.Util;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.spindelivery.builder.HandingOver.Ending;
import io.jenkins.plugins.spindelivery.builder.HandingOver.Endless;
import io.jenkins.plugins.spindelivery.judge.Judging;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Deliveries after builds go on after a restart of Jenkins. */
public class HandOverRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    private static FreeStyleBuild build(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        return jenkins.jenkins.getItemByFullName("p", FreeStyleProject.class).getBuildByNumber(1);
    }

    @Test
    public void judgmentIsAnsweredAfterwards() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job =
                    HandingOver.job(jenkins, "p", HandingOver.judge("Ship it?"), new Ending(StageStatus.SUCCEEDED));
            HandingOver.awaitQuestion(HandingOver.build(jenkins, job), "h1-judge");
        });
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins);
            assertEquals(StageStatus.PAUSED, HandingOver.handOver(build).getStatus());
            Judging.until("the hand-over", () -> HandOvers.get().find(build).isPresent());
            Judging.answer("alice", build, "h1-judge", true, "");
            HandingOver.awaitEnd(build);
            assertEquals(StageStatus.SUCCEEDED, HandingOver.handOver(build).getStatus());
            assertEquals(
                    Map.of("h1-judge", StageStatus.SUCCEEDED, "h2-test", StageStatus.SUCCEEDED),
                    HandingOver.statuses(build));
            assertThat(HandingOver.log(build), containsString("Jenkins was restarted; the delivery goes on."));
            assertFalse(build.isKeepLog());
        });
        sessions.then(jenkins -> assertEquals(
                StageStatus.SUCCEEDED, HandingOver.handOver(build(jenkins)).getStatus()));
    }

    @Test
    public void judgmentTimesOutThoughJenkinsWasDown() throws Throwable {
        sessions.then(jenkins -> {
            SpinJudgeStep step = new SpinJudgeStep("Ship it?");
            step.setTimeout("5s");
            FreeStyleProject job = HandingOver.job(jenkins, "p", new StepStage(step));
            HandingOver.awaitQuestion(HandingOver.build(jenkins, job), "h1-judge");
        });
        sessions.then(jenkins -> {
            HandingOver.awaitEnd(build(jenkins));
            assertEquals(
                    StageStatus.TIMED_OUT, HandingOver.handOver(build(jenkins)).getStatus());
        });
    }

    @Test
    public void stageThatWasUnderWayIsTakenUpAndCanBeStopped() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build =
                    HandingOver.build(jenkins, HandingOver.job(jenkins, "p", new Endless(), HandingOver.judge("?")));
            Judging.until("the stage", () -> HandingOver.log(build).contains("endless"));
        });
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins);
            Judging.until("the stage", () -> HandingOver.log(build).split("endless", -1).length > 2);
            HandingOver.handOver(build).doCancel();
            HandingOver.awaitEnd(build);
            assertEquals(
                    Map.of("h1-endless", StageStatus.CANCELLED, "h2-judge", StageStatus.SKIPPED),
                    HandingOver.statuses(build));
        });
    }

    @Test
    public void jobIsNotStartedTwice() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.createFreeStyleProject("production");
            FreeStyleBuild build = HandingOver.build(
                    jenkins, HandingOver.job(jenkins, "p", new JobStage("production"), HandingOver.judge("?")));
            HandingOver.awaitQuestion(build, "h2-judge");
            Judging.until(
                    "production",
                    () -> jenkins.jenkins
                                    .getItemByFullName("production", FreeStyleProject.class)
                                    .getLastCompletedBuild()
                            != null);
            // As if Jenkins had died after the start and before anything was written about it.
            HandOverFiles files = HandOverFiles.of(build);
            HandOverState state = files.read().orElseThrow();
            Util.deleteRecursive(files.folder().resolve("h1-job").toFile());
            Util.deleteRecursive(files.folder().resolve("h2-judge").toFile());
            files.write(new HandOverState(
                    state.version(),
                    true,
                    StageStatus.RUNNING,
                    StageStatus.SUCCEEDED,
                    false,
                    0,
                    0,
                    state.worstResult(),
                    state.user(),
                    state.keepsBuild(),
                    0,
                    state.stages().stream()
                            .map(e -> new HandOverState.Entry(
                                    e.key(), e.type(), e.account(), e.subject(), e.always(), null))
                            .toList()));
        });
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins);
            HandingOver.awaitQuestion(build, "h2-judge");
            assertThat(HandingOver.log(build), containsString("production was started before Jenkins was restarted."));
            FreeStyleProject production = jenkins.jenkins.getItemByFullName("production", FreeStyleProject.class);
            jenkins.waitUntilNoActivity();
            assertEquals(2, production.getNextBuildNumber());
        });
    }

    @Test
    public void unreadableStagesEndTheDelivery() throws Throwable {
        Path[] sealed = new Path[1];
        sessions.then(jenkins -> {
            FreeStyleBuild build = HandingOver.build(jenkins, HandingOver.job(jenkins, "p", HandingOver.judge("?")));
            HandingOver.awaitQuestion(build, "h1-judge");
            sealed[0] = build.getRootDir().toPath().resolve("spin-delivery/hand-over.stages");
        });
        Files.writeString(sealed[0], "not sealed by this Jenkins");
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins);
            HandingOver.awaitEnd(build);
            assertEquals(StageStatus.FAILED, HandingOver.handOver(build).getStatus());
            assertThat(HandingOver.log(build), containsString("The delivery can't go on"));
            assertEquals(Map.of("h1-judge", StageStatus.CANCELLED), HandingOver.statuses(build));
        });
    }
}
