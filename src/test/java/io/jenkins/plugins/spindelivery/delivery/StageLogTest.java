package io.jenkins.plugins.spindelivery.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.Launcher;
import hudson.console.ConsoleNote;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.Builder;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.TestBuilder;

public class StageLogTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    private static final ObjectRef POD = new ObjectRef("v1", "Pod", "shop", "web-1");

    private final Locale before = Locale.getDefault();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Before
    public void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @After
    public void languageAsItWas() {
        Locale.setDefault(before);
    }

    private static StageRecord record() {
        return StageRecorder.begin("s1", "deploy", "web.yaml", "prod", "", Clock.systemUTC())
                .snapshot();
    }

    private StageLog log() {
        return new StageLog(new StreamTaskListener(out, StandardCharsets.UTF_8), null, record());
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Event.StatusChanged status(String status, String message, int ready) {
        return new Event.StatusChanged(WEB, status, message, ready, 3);
    }

    @Test
    public void aDeployIsAHandfulOfLines() {
        StageLog log = log();
        log.begun();
        log.accept(new Event.PhaseStarted(Phase.PLAN, 2));
        log.accept(new Event.VersionChosen(WEB, "v003", false));
        log.accept(new Event.ChangePlanned(WEB, Action.CONFIGURED, List.of("web:1"), "+a"));
        log.accept(new Event.PhaseStarted(Phase.APPLY, 2));
        log.accept(new Event.ObjectChanged(WEB, Action.CONFIGURED));
        log.accept(new Event.ObjectChanged(POD, Action.UNCHANGED));
        log.accept(new Event.PhaseStarted(Phase.WAIT, 2));
        log.accept(status("progressing", "2 pods are not ready", 1));
        log.accept(status("stable", "", 3));
        log.accept(new Event.StatusChanged(POD, "stable", "Nothing to wait for.", 0, 0));
        log.ended(StageResult.succeeded(null));
        assertEquals(
                List.of(
                        "deploy web.yaml: begins on account \"prod\"",
                        "  Checking (2)",
                        "    Deployment shop/web: new version v003",
                        "  Applying (2)",
                        "    Deployment shop/web configured",
                        "    unchanged: 1",
                        "  Waiting until stable (2)",
                        "    Deployment shop/web progressing 1/3: 2 pods are not ready",
                        "    Deployment shop/web stable 3/3",
                        "  The stage succeeded."),
                lines());
    }

    @Test
    public void aStatusIsToldWhenItChangesAndNotWhenItsMessageDoes() {
        StageLog log = log();
        log.accept(status("progressing", "waiting for 2 pods", 1));
        log.accept(status("progressing", "waiting for 2 pods, 10 s", 1));
        log.accept(status("progressing", "waiting for 1 pod", 2));
        log.accept(status("failed", "no more patience", 2));
        assertEquals(
                List.of(
                        "    Deployment shop/web progressing 1/3: waiting for 2 pods",
                        "    Deployment shop/web progressing 2/3: waiting for 1 pod",
                        "    Deployment shop/web failed 2/3: no more patience"),
                lines());
    }

    @Test
    public void aDiagnosisHasEventsAndTheLog() {
        log().accept(new Event.Diagnosed(
                POD,
                "CrashLoopBackOff",
                "back-off 10s",
                List.of("Warning BackOff: again"),
                List.of("panic", "exit 2")));
        assertEquals(
                List.of(
                        "    Pod shop/web-1: CrashLoopBackOff: back-off 10s",
                        "        event: Warning BackOff: again",
                        "        log: panic",
                        "        log: exit 2"),
                lines());
    }

    @Test
    public void problemsAreToldOnceWithWhatToDo() {
        StageLog log = log();
        Problem error = Problem.of("delivery.seal-broken", "Deployment shop/web");
        Problem warning = Problem.of("delivery.input-unreadable", "", "gone");
        log.accept(new Event.Warned(warning));
        log.accept(new Event.Warned(warning));
        log.accept(new Event.Retrying(warning, 1500));
        log.accept(new Event.Failed(error));
        log.ended(new StageResult(StageStatus.FAILED, null, List.of(error)));
        assertEquals(
                List.of(
                        "  WARNING: " + warning.message(),
                        "    " + warning.message() + " Trying again in 1.5 s.",
                        "  ERROR: Deployment shop/web: " + error.message(),
                        "  The stage failed."),
                lines());
    }

    @Test
    public void whatIsGoingToBeDeletedIsSaidBefore() {
        StageLog log = log();
        log.accept(new Event.PruneListed(List.of(WEB, POD)));
        log.accept(new Event.ObjectChanged(WEB, Action.DELETED));
        assertEquals(
                List.of(
                        "    Deployment shop/web is going to be deleted",
                        "    Pod shop/web-1 is going to be deleted",
                        "    Deployment shop/web deleted"),
                lines());
    }

    @Test
    public void aRestartAndAStopAreTold() {
        StageLog log = log();
        log.resumed();
        log.cancelling();
        log.ended(new StageResult(StageStatus.CANCELLED, null, List.of()));
        assertEquals(
                List.of(
                        "deploy web.yaml: goes on after a restart of Jenkins, on account \"prod\"",
                        "  The stage was stopped, and takes back what must not stay.",
                        "  The stage was stopped."),
                lines());
    }

    @Test
    public void theLogIsInTheLanguageOfJenkins() {
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        StageLog log = log();
        log.begun();
        log.accept(new Event.ObjectChanged(WEB, Action.CREATED));
        assertEquals(List.of("deploy web.yaml：在账户“prod”上开始", "    Deployment shop/web 已创建"), lines());
    }

    @Test
    public void textFromTheClusterStaysText() {
        String evil = "a\u001b[31m\rb\n" + ConsoleNote.PREAMBLE_STR + "x";
        StageLog log = log();
        log.accept(new Event.Diagnosed(POD, "Evil", evil, List.of(evil), List.of(evil)));
        log.accept(status("failed", evil, 0));
        log.accept(new Event.Warned(Problem.of("delivery.input-unreadable", evil, evil)));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text, not(containsString("\u001b")));
        assertThat(text, not(containsString("\r")));
        assertEquals("a problem may have several lines, all others are one: " + text, 4 + 5, lines().size());
    }

    @Test
    public void objectsAndThePageAreLinks() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(telling());
        FreeStyleBuild run = JENKINS.buildAndAssertSuccess(job);
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        HtmlPage page = client.getPage(run, "console");
        String delivery = JENKINS.contextPath + "/" + run.getUrl() + "delivery/#";
        HtmlAnchor heading = page.getAnchorByText("Delivery page");
        assertEquals(delivery + Anchors.stage("s1"), heading.getHrefAttribute());
        HtmlAnchor object = page.getAnchorByText("Deployment shop/web");
        assertEquals(delivery + Anchors.object("s1", WEB), object.getHrefAttribute());
        String plain = JENKINS.getLog(run);
        assertThat(plain, containsString("deploy web.yaml: begins on account \"prod\" (Delivery page)"));
        assertTrue(plain, plain.contains("    Deployment shop/web created"));
    }

    private static Builder telling() {
        return new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener) {
                tell(listener, build);
                return true;
            }
        };
    }

    private static void tell(TaskListener listener, Run<?, ?> run) {
        StageLog log = new StageLog(listener, run, record());
        log.begun();
        log.accept(new Event.ObjectChanged(WEB, Action.CREATED));
    }
}
