package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import java.util.Map;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;

/** What the pages of builds and jobs say of deliveries. */
public class SummaryTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private FreeStyleProject job;

    @Before
    public void job() throws Exception {
        job = JENKINS.createFreeStyleProject();
    }

    private WebClient client() {
        return JENKINS.createWebClient().withJavaScriptEnabled(false);
    }

    private FreeStyleBuild build() throws Exception {
        return JENKINS.buildAndAssertSuccess(job);
    }

    private static List<String> lines(RunSummary summary) {
        return summary.getLines().stream().map(StageSummary::getText).toList();
    }

    @Test
    public void aLineForEachStage() throws Exception {
        FreeStyleBuild run = build();
        Sample sample = new Sample(run);
        sample.write(sample.deployed("s1", "prod"));
        StageRecorder judged = sample.asked("s2", "Good?", List.of(), List.of());
        sample.answer(judged, true, "", "mei", "Mei Lin");
        sample.write(judged);
        StageRecorder chosen = sample.asked("s3", "And now?", List.of("promote"), List.of());
        sample.answer(chosen, true, "promote", "mei", "");
        sample.write(chosen);
        StageRecorder no = sample.asked("s4", "Sure?", List.of(), List.of());
        sample.answer(no, false, "", "bo", "Bo");
        sample.write(no);
        StageRecorder destroyed = sample.begin("s5", "destroy", "app=web", "prod");
        destroyed.accept(new Event.ObjectChanged(Sample.WEB, Action.DELETED));
        destroyed.end(StageStatus.SUCCEEDED, null, List.of());
        sample.write(destroyed);
        sample.write(sample.failed("s6", "prod"));
        sample.live(sample.asked("s7", "Once more?", List.of(), List.of()));
        StageRecorder canary = sample.begin("s8", "canary", "web", "prod");
        canary.accept(new Event.ObjectChanged(Sample.WEB, Action.DELETED));
        canary.end(StageStatus.SUCCEEDED, Map.of("verdict", "Marginal"), List.of());
        sample.write(canary);
        List<String> expected = List.of(
                "Deployed web 1.4.2 to prod: 3 objects, stable",
                "\"Good?\": approved by Mei Lin",
                "\"And now?\": promote, by mei",
                "\"Sure?\": rejected by Bo",
                "Deleted 1 object from prod",
                "Deploy web.yaml on prod: failed",
                "\"Once more?\": waits for a person",
                "Canary web on prod: Marginal");
        assertEquals(expected, lines(Summaries.get().of(run)));
        HtmlPage page = client().getPage(run);
        for (String line : expected) {
            assertThat(page.asNormalizedText(), containsString(line));
        }
        DomElement link = page.getAnchorByText("Deleted 1 object from prod");
        assertEquals("delivery/#stage-s5", link.getAttribute("href"));
    }

    @Test
    public void manyStagesAreCutShort() throws Exception {
        FreeStyleBuild run = build();
        Sample sample = new Sample(run);
        for (int i = 0; i < 13; i++) {
            sample.write(sample.deployed("s" + i, "prod"));
        }
        assertEquals(10, Summaries.get().of(run).getLines().size());
        HtmlPage page = client().getPage(run);
        assertEquals("delivery/", page.getAnchorByText("3 more").getHrefAttribute());
    }

    @Test
    public void aVersionIsNamedByItsNumberOrTag() {
        assertEquals("web v003", name("web-v003", "v003", List.of("web:1")));
        assertEquals("web 1.2", name("web", "", List.of("registry:5000/web:1.2")));
        assertEquals("web", name("web", "", List.of("registry:5000/web")));
        assertEquals("web 1.2", name("web", "", List.of("web:1.2@sha256:0123456789abcdef")));
        assertEquals("web 0123456789ab", name("web", "", List.of("registry:5000/web@sha256:0123456789abcdef")));
    }

    private static String name(String object, String version, List<String> images) {
        StageRecorder stage = new Sample(null).begin("s1", "deploy", "", "prod");
        ObjectRef ref = new ObjectRef("apps/v1", "ReplicaSet", "shop", object);
        stage.accept(new Event.ChangePlanned(ref, Action.CREATED, images, ""));
        if (!version.isEmpty()) {
            stage.accept(new Event.VersionChosen(ref, version, false));
        }
        return Deployed.of(stage.snapshot()).get(0).getText();
    }

    @Test
    public void badgesStandInTheBuildHistory() throws Exception {
        FreeStyleBuild run = build();
        Sample sample = new Sample(run);
        sample.write(sample.deployed("s1", "test"));
        sample.write(sample.failed("s2", "prod"));
        // The page gets its history by a script, from here.
        HtmlPage page = client().goTo(job.getUrl() + "buildHistory/ajax");
        List<String> badges = page.querySelectorAll(".spin-badge").stream()
                .map(node -> ((DomElement) node).getAttribute("class") + " " + node.getTextContent())
                .toList();
        assertEquals(
                List.of(
                        "spin-badge spin-badge--succeeded test: web 1.4.2",
                        "spin-badge spin-badge--failed prod: web.yaml"),
                badges.stream().map(text -> text.replaceAll("\\s+", " ")).toList());
        DomElement first = page.querySelector(".spin-badge");
        assertEquals(JENKINS.contextPath + "/" + run.getUrl() + "delivery/#stage-s1", first.getAttribute("href"));
    }

    @Test
    public void theJobPageTellsWhatEachAccountHasGot() throws Exception {
        FreeStyleBuild first = build();
        Sample sample = new Sample(first);
        sample.write(sample.deployed("s1", "test"));
        sample.write(sample.deployed("s2", "prod"));
        FreeStyleBuild second = build();
        sample = new Sample(second);
        sample.write(sample.deployed("s1", "test"));
        sample.write(sample.failed("s2", "prod"));
        build();
        HtmlPage page = client().getPage(job);
        List<String> rows = page.querySelectorAll(".spin-last tbody tr").stream()
                .map(row -> ((DomElement) row).asNormalizedText().replaceAll("\\s+", " "))
                .toList();
        assertEquals(
                List.of(
                        "test web 1.4.2 registry.example/web:1.4.2 envoy:1.30 #2 Mar 1, 2026, 10:00 AM",
                        "prod web 1.4.2 registry.example/web:1.4.2 envoy:1.30 #1 Mar 1, 2026, 10:00 AM"),
                rows.stream().map(row -> row.replace('\u202f', ' ')).toList());
    }

    @Test
    public void aJobWithoutDeliveriesSaysNothing() throws Exception {
        build();
        HtmlPage page = client().getPage(job);
        assertNull(page.querySelector(".spin-last"));
        assertNull(page.querySelector(".spin-badge"));
    }

    @Test
    public void aPipelineJobTellsTheSame() throws Exception {
        WorkflowJob pipeline = JENKINS.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsFlowDefinition("echo 'nothing to do'", true));
        WorkflowRun run = JENKINS.buildAndAssertSuccess(pipeline);
        Sample sample = new Sample(run);
        sample.write(sample.deployed("s1", "prod"));
        assertThat(client().getPage(pipeline).asNormalizedText(), containsString("Last deployed"));
        assertThat(client().getPage(run).asNormalizedText(), containsString("Deployed web 1.4.2 to prod"));
        assertThat(client().getPage(run).asNormalizedText(), not(containsString("failed")));
    }

    @Test
    public void onlyWhatCannotChangeIsRemembered() throws Exception {
        FreeStyleBuild run = build();
        Sample sample = new Sample(run);
        StageRecorder stage = sample.running("s1", "prod");
        sample.live(stage);
        assertEquals(
                List.of("Deploy web.yaml on prod: running"),
                lines(Summaries.get().of(run)));
        stage.end(StageStatus.FAILED, null, List.of());
        sample.write(stage);
        StageRecords.get().ended(StageFolder.of(run, "s1"));
        RunSummary ended = Summaries.get().of(run);
        assertEquals(List.of("Deploy web.yaml on prod: failed"), lines(ended));
        assertSame(ended, Summaries.get().of(run));
        sample.write(sample.deployed("s2", "prod"));
        assertNotSame(ended, Summaries.get().of(run));
        assertEquals(2, lines(Summaries.get().of(run)).size());
    }
}
