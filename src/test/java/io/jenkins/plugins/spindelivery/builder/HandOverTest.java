package io.jenkins.plugins.spindelivery.builder;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.builder.HandingOver.Ending;
import io.jenkins.plugins.spindelivery.builder.HandingOver.Endless;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.judge.Judging;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.FailureBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.UnstableBuilder;

/** The delivery that goes on after a freestyle build. */
public class HandOverTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @Rule
    public final TestName name = new TestName();

    @Before
    public void roles() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toAuthenticated()
                .grant(DeliveryPermissions.JUDGE)
                .everywhere()
                .to("judge")
                .grant(Item.CANCEL)
                .everywhere()
                .to("canceller")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder"));
    }

    private FreeStyleProject job(HandOverStage... stages) throws Exception {
        return HandingOver.job(JENKINS, name.getMethodName(), stages);
    }

    private static FreeStyleBuild asked(FreeStyleProject job, String key) throws Exception {
        FreeStyleBuild build = HandingOver.build(JENKINS, job);
        HandingOver.awaitQuestion(build, key);
        return build;
    }

    @Test
    public void stagesFollowOneAnotherAfterTheBuild() throws Exception {
        FreeStyleBuild build =
                HandingOver.build(JENKINS, job(new Ending(StageStatus.SUCCEEDED), new Ending(StageStatus.SUCCEEDED)));
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.SUCCEEDED, HandingOver.handOver(build).getStatus());
        assertEquals(
                Map.of("h1-test", StageStatus.SUCCEEDED, "h2-test", StageStatus.SUCCEEDED),
                HandingOver.statuses(build));
        assertEquals(Result.SUCCESS, build.getResult());
        assertThat(HandingOver.log(build), containsString("The delivery succeeded."));
        JENKINS.assertLogContains("a delivery of 2 stages goes on from it", build);
    }

    @Test
    public void judgmentHoldsNoExecutorAndTakesTheAnswer() throws Exception {
        FreeStyleBuild build = asked(job(HandingOver.judge("Ship it?"), new Ending(StageStatus.SUCCEEDED)), "h1-judge");
        assertFalse(build.isBuilding());
        assertEquals(StageStatus.PAUSED, HandingOver.handOver(build).getStatus());
        assertEquals("Ship it?", HandingOver.handOver(build).getSubject());
        assertTrue("is not thrown away meanwhile", build.isKeepLog());

        for (String nobody : List.of("reader", "builder", "canceller")) {
            ProblemException refused =
                    assertThrows(ProblemException.class, () -> Judging.answer(nobody, build, "h1-judge", true, ""));
            assertEquals("judge.not-you", refused.problems().get(0).code());
        }
        Judging.answer("judge", build, "h1-judge", true, "");
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.SUCCEEDED, HandingOver.handOver(build).getStatus());
        StageRecord judgment = StageRecords.get().of(build).get(0);
        assertEquals("judge", judgment.judgment().judge());
        assertEquals(Boolean.TRUE, judgment.judgment().approved());
        assertEquals("", judgment.judgment().inputId());
        assertThat(HandingOver.log(build), containsString("judge approved it."));
        assertFalse("may be thrown away again", build.isKeepLog());
    }

    @Test
    public void judgmentFillsInVariablesAndKeepsChoicesAndNames() throws Exception {
        SpinJudgeStep step = new SpinJudgeStep("Ship ${JOB_NAME} #$BUILD_NUMBER?");
        step.setChoices(List.of("canary", "all"));
        step.setSubmitters("named");
        FreeStyleBuild build = asked(job(new StepStage(step)), "h1-judge");
        StageRecord record = Judging.record(build);
        assertEquals("Ship " + name.getMethodName() + " #1?", record.judgment().message());
        assertThrows(ProblemException.class, () -> Judging.answer("judge", build, "h1-judge", true, "all"));
        assertThrows(ProblemException.class, () -> Judging.answer("named", build, "h1-judge", true, "none"));
        Judging.answer("named", build, "h1-judge", true, "all");
        HandingOver.awaitEnd(build);
        assertEquals("all", Judging.record(build).judgment().choice());
        assertThat(HandingOver.log(build), containsString("named approved it and chose \"all\"."));
    }

    @Test
    public void rejectionLeavesOutTheRestButNotWhatIsAlwaysDone() throws Exception {
        FreeStyleBuild build = asked(
                job(
                        HandingOver.judge("Ship it?"),
                        new Ending(StageStatus.SUCCEEDED),
                        HandingOver.always(new Ending(StageStatus.SUCCEEDED))),
                "h1-judge");
        Judging.answer("judge", build, "h1-judge", false, "");
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.REJECTED, HandingOver.handOver(build).getStatus());
        assertEquals(
                Map.of(
                        "h1-judge", StageStatus.REJECTED,
                        "h2-test", StageStatus.SKIPPED,
                        "h3-test", StageStatus.SUCCEEDED),
                HandingOver.statuses(build));
        assertThat(HandingOver.log(build), containsString("judge rejected it."));
    }

    @Test
    public void failureLeavesOutTheRestButNotWhatIsAlwaysDone() throws Exception {
        FreeStyleBuild build = HandingOver.build(
                JENKINS,
                job(
                        new Ending(StageStatus.FAILED),
                        HandingOver.judge("Ship it?"),
                        HandingOver.always(new Ending(StageStatus.TIMED_OUT)),
                        HandingOver.always(new Ending(StageStatus.SUCCEEDED))));
        HandingOver.awaitEnd(build);
        assertEquals(
                "the first that did not succeed",
                StageStatus.FAILED,
                HandingOver.handOver(build).getStatus());
        assertEquals(
                Map.of(
                        "h1-test", StageStatus.FAILED,
                        "h2-judge", StageStatus.SKIPPED,
                        "h3-test", StageStatus.TIMED_OUT,
                        "h4-test", StageStatus.SUCCEEDED),
                HandingOver.statuses(build));
    }

    @Test
    public void judgmentTimesOut() throws Exception {
        SpinJudgeStep step = new SpinJudgeStep("Ship it?");
        step.setTimeout("1s");
        FreeStyleBuild build = HandingOver.build(JENKINS, job(new StepStage(step)));
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.TIMED_OUT, HandingOver.handOver(build).getStatus());
        assertEquals("judge.timed-out", Judging.record(build).errors().get(0).code());
    }

    @Test
    public void failedBuildIsNotHandedOver() throws Exception {
        FreeStyleProject job = job(HandingOver.always(new Ending(StageStatus.SUCCEEDED)));
        job.getBuildersList().add(new FailureBuilder());
        FreeStyleBuild build = JENKINS.buildAndAssertStatus(Result.FAILURE, job);
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.SKIPPED, HandingOver.handOver(build).getStatus());
        assertEquals(Map.of(), HandingOver.statuses(build));
        assertThat(HandingOver.log(build), containsString("not begun, because the build ended as FAILURE"));
    }

    @Test
    public void unstableBuildIsHandedOverOnlyWhereThatIsChosen() throws Exception {
        FreeStyleProject job = job(new Ending(StageStatus.SUCCEEDED));
        job.getBuildersList().add(new UnstableBuilder());
        FreeStyleBuild build = JENKINS.buildAndAssertStatus(Result.UNSTABLE, job);
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.SKIPPED, HandingOver.handOver(build).getStatus());

        job.getPublishersList().get(DeliveryPublisher.class).setAfterUnstable(true);
        FreeStyleBuild second = JENKINS.buildAndAssertStatus(Result.UNSTABLE, job);
        HandingOver.awaitEnd(second);
        assertEquals(StageStatus.SUCCEEDED, HandingOver.handOver(second).getStatus());
    }

    @Test
    public void wrongStagesFailTheBuildBeforeAnything() throws Exception {
        FreeStyleBuild blank = JENKINS.buildAndAssertStatus(Result.FAILURE, job(HandingOver.judge(" ")));
        JENKINS.assertLogContains("A judgment needs a question", blank);
        assertEquals(null, HandingOver.handOver(blank));
        FreeStyleProject nothing = HandingOver.job(JENKINS, name.getMethodName() + 2);
        JENKINS.assertLogContains(
                "There is nothing to hand over", JENKINS.buildAndAssertStatus(Result.FAILURE, nothing));
        FreeStyleProject empty = HandingOver.job(JENKINS, name.getMethodName() + 3, new StepStage(null));
        JENKINS.assertLogContains("is empty", JENKINS.buildAndAssertStatus(Result.FAILURE, empty));
    }

    @Test
    public void cancelStopsWhatWaitsAndStillCleansUp() throws Exception {
        FreeStyleBuild build = asked(
                job(
                        HandingOver.judge("Ship it?"),
                        new Ending(StageStatus.SUCCEEDED),
                        HandingOver.always(new Ending(StageStatus.SUCCEEDED))),
                "h1-judge");
        assertEquals(403, cancel(build, "judge", HttpMethod.POST));
        assertEquals(405, cancel(build, "canceller", HttpMethod.GET));
        assertEquals(StageStatus.PAUSED, HandingOver.handOver(build).getStatus());
        assertEquals(200, cancel(build, "canceller", HttpMethod.POST));
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.CANCELLED, HandingOver.handOver(build).getStatus());
        assertEquals(
                Map.of(
                        "h1-judge", StageStatus.CANCELLED,
                        "h2-test", StageStatus.SKIPPED,
                        "h3-test", StageStatus.SUCCEEDED),
                HandingOver.statuses(build));
        assertThat(HandingOver.log(build), containsString("canceller stopped the delivery."));
    }

    @Test
    public void cancelStopsADrivenStage() throws Exception {
        FreeStyleBuild build = HandingOver.build(JENKINS, job(new Endless(), new Ending(StageStatus.SUCCEEDED)));
        Judging.until("the stage", () -> HandingOver.log(build).contains("endless"));
        assertEquals(200, cancel(build, "canceller", HttpMethod.POST));
        HandingOver.awaitEnd(build);
        assertEquals(
                Map.of("h1-endless", StageStatus.CANCELLED, "h2-test", StageStatus.SKIPPED),
                HandingOver.statuses(build));
    }

    @Test
    public void deletedBuildTakesItsDeliveryAlong() throws Exception {
        FreeStyleBuild build = asked(
                job(HandingOver.judge("Ship it?"), HandingOver.always(new Ending(StageStatus.SUCCEEDED))), "h1-judge");
        File folder = build.getRootDir();
        build.delete();
        assertFalse(folder.exists());
        assertEquals(List.of(), indexed(name.getMethodName()));
        assertTrue(HandOvers.get().find(build).isEmpty());
        HandingOver.handOver(build).doCancel();
        assertFalse("nothing is written any more", folder.exists());
    }

    @Test
    public void deletedJobTakesItsDeliveriesAlong() throws Exception {
        FreeStyleProject job = job(new Endless(), HandingOver.always(new Ending(StageStatus.SUCCEEDED)));
        FreeStyleBuild build = HandingOver.build(JENKINS, job);
        Judging.until("the stage", () -> HandingOver.log(build).contains("endless"));
        job.delete();
        assertFalse(build.getRootDir().exists());
        assertEquals(List.of(), indexed(name.getMethodName()));
    }

    @Test
    public void renamedJobKeepsItsDelivery() throws Exception {
        FreeStyleProject job = job(HandingOver.judge("Ship it?"));
        FreeStyleBuild build = asked(job, "h1-judge");
        job.renameTo(name.getMethodName() + "-now");
        assertEquals(List.of(build.getExternalizableId()), indexed(name.getMethodName()));
        Judging.answer("judge", build, "h1-judge", true, "");
        HandingOver.awaitEnd(build);
        assertEquals(List.of(), indexed(name.getMethodName()));
        assertEquals(StageStatus.SUCCEEDED, Judging.record(build).status());
    }

    @Test
    public void jobIsStartedWithTheSameParameters() throws Exception {
        FreeStyleProject production = JENKINS.createFreeStyleProject("production");
        production.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("TAG", "none"), new StringParameterDefinition("REGION", "eu")));
        FreeStyleProject job = job(new JobStage("$TARGET"));
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("TAG", ""),
                new StringParameterDefinition("TARGET", ""),
                new StringParameterDefinition("REGION2", "")));
        FreeStyleBuild build = JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(
                0,
                new ParametersAction(
                        new StringParameterValue("TAG", "1.7"), new StringParameterValue("TARGET", "production"))));
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.SUCCEEDED, HandingOver.handOver(build).getStatus());
        Judging.until("production", () -> production.getLastCompletedBuild() != null);
        FreeStyleBuild started = production.getLastCompletedBuild();
        ParametersAction parameters = started.getAction(ParametersAction.class);
        assertEquals("1.7", parameters.getParameter("TAG").getValue());
        assertEquals("eu", parameters.getParameter("REGION").getValue());
        HandOverCause cause = started.getCause(HandOverCause.class);
        assertEquals(build, cause.getUpstreamRun());
        assertEquals("production", ((Map<?, ?>) Judging.record(build).value()).get("job"));
        assertThat(HandingOver.log(build), containsString("has no parameter TARGET"));
        production.delete();
    }

    @Test
    public void jobThatIsNotThereIsRefusedWithTheNearestName() throws Exception {
        JENKINS.createFreeStyleProject("deploy-live");
        FreeStyleBuild build = HandingOver.build(JENKINS, job(new JobStage("deploy-life")));
        HandingOver.awaitEnd(build);
        assertEquals(StageStatus.REFUSED, HandingOver.handOver(build).getStatus());
        assertThat(
                Judging.record(build).errors().get(0).message(),
                containsString("no job deploy-life that the build may see. The most similar name is deploy-live"));
    }

    @Test
    public void sealedOnDiskAndGoneAfterwards() throws Exception {
        FreeStyleBuild build =
                asked(job(HandingOver.judge("Is hunter2 safe?"), new Ending(StageStatus.SUCCEEDED)), "h1-judge");
        Path folder = build.getRootDir().toPath().resolve("spin-delivery");
        Path sealed = folder.resolve("hand-over.stages");
        assertThat(new String(Files.readAllBytes(sealed), StandardCharsets.ISO_8859_1), not(containsString("hunter2")));
        assertThat(Files.readString(build.getRootDir().toPath().resolve("build.xml")), not(containsString("hunter2")));
        Judging.answer("judge", build, "h1-judge", true, "");
        HandingOver.awaitEnd(build);
        Judging.until("clean-up", () -> !Files.exists(sealed));
    }

    @Test
    public void buildPageTellsOfIt() throws Exception {
        FreeStyleBuild build = asked(job(HandingOver.judge("Ship <b>it</b>?")), "h1-judge");
        String reader = page("reader", build.getUrl());
        assertThat(reader, containsString("Delivery after the build: waits for an answer"));
        assertThat(reader, containsString("Ship &lt;b>it&lt;/b>?"));
        assertThat(reader, not(containsString("Stop the delivery")));
        assertThat(page("canceller", build.getUrl()), containsString("Stop the delivery"));
        assertThat(page("reader", build.getUrl() + "hand-over/log"), containsString("Waiting for somebody with"));
        Judging.answer("judge", build, "h1-judge", true, "");
        HandingOver.awaitEnd(build);
        String ended = page("canceller", build.getUrl());
        assertThat(ended, containsString("Delivery after the build: succeeded"));
        assertThat(ended, not(containsString("Stop the delivery")));
    }

    private static String page(String user, String url) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withJavaScriptEnabled(false).login(user);
        return client.goTo(url, null).getWebResponse().getContentAsString();
    }

    private static int cancel(FreeStyleBuild build, String user, HttpMethod method) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.withThrowExceptionOnFailingStatusCode(false).login(user);
        return client.getPage(new WebRequest(client.createCrumbedUrl(build.getUrl() + "hand-over/cancel"), method))
                .getWebResponse()
                .getStatusCode();
    }

    private static List<String> indexed(String name) throws Exception {
        Path folder = JENKINS.jenkins.getRootDir().toPath().resolve("spin-delivery/hand-overs");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> ids = new ArrayList<>();
            for (Path file : files.toList()) {
                ids.add(Files.readString(file));
            }
            ids.removeIf(id -> !id.startsWith(name));
            return ids;
        }
    }
}
