package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.net.URL;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;

/** The page follows what happens, with its script; nothing that the reader did is lost. */
public class LivePageTest {
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final long SLICE_MILLIS = 500;

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private FreeStyleBuild run;
    private Sample sample;
    private HtmlPage page;

    @Before
    public void build() throws Exception {
        run = JENKINS.buildAndAssertSuccess(JENKINS.createFreeStyleProject());
        sample = new Sample(run);
    }

    private void open() throws Exception {
        WebClient client = JENKINS.createWebClient();
        // Not by the harness's own method, which waits until a page's scripts have nothing more to do.
        page = client.getPage(new URL(JENKINS.getURL(), run.getUrl() + "delivery/"));
    }

    private void end(StageRecorder stage, StageStatus status) {
        stage.end(status, null, List.of());
        sample.write(stage);
        StageRecords.get().ended(StageFolder.of(run, stage.snapshot().key()));
    }

    /** Lets the page's script work until something holds. */
    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(
                    what,
                    System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
            page.getWebClient().waitForBackgroundJavaScriptStartingBefore(SLICE_MILLIS);
        }
    }

    private String text(String id) {
        DomElement element = page.getElementById(id);
        return element == null ? "" : element.asNormalizedText();
    }

    @Test
    public void thePageFollowsAStageToItsEnd() throws Exception {
        StageRecorder stage = sample.running("s1", "prod");
        sample.live(stage);
        open();
        String web = Anchors.object("s1", Sample.WEB);
        assertThat(text(web), containsString("1/3"));
        stage.accept(new Event.StatusChanged(Sample.WEB, "progressing", "1 pod is not ready", 2, 3));
        await("the object changes", () -> text(web).contains("2/3"));
        sample.live(sample.running("s2", "prod"));
        await("another stage begins", () -> text("stage-s2").contains("running"));
        stage.accept(new Event.StatusChanged(Sample.WEB, "stable", "", 3, 3));
        end(stage, StageStatus.SUCCEEDED);
        await("the stage ends", () -> text("stage-s1").contains("succeeded"));
        assertThat(text("spin-time"), containsString("Deploy prod"));
        assertEquals(
                "Deploy web.yaml: succeeded",
                page.getElementById("spin-announce").getTextContent());
        assertEquals("true", page.getElementById("spin-delivery").getAttribute("data-open"));
    }

    @Test
    public void whatDidNotChangeStaysAndWhatWasOpenedStaysOpen() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        StageRecorder stage = sample.failed("s2", "prod");
        stage.status(StageStatus.RUNNING);
        sample.live(stage);
        open();
        DomElement quiet = page.getElementById("stage-s1");
        HtmlElement trouble = page.querySelector(".spin-trouble");
        assertTrue("troubles are open", trouble.hasAttribute("open"));
        trouble.removeAttribute("open");
        stage.accept(new Event.StatusChanged(Sample.WEB, "failed", "0 of 3 pods are ready", 0, 3));
        await("the stage changes", () -> text("stage-s2").contains("0/3"));
        assertSame(quiet, page.getElementById("stage-s1"));
        DomElement again = page.querySelector(".spin-trouble");
        assertNotNull(again);
        assertFalse("it stays closed", again.hasAttribute("open"));
    }

    @Test
    public void aPageOfAnEndedDeliveryAsksNoMore() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        open();
        assertEquals("false", page.getElementById("spin-delivery").getAttribute("data-open"));
        page.getWebClient().waitForBackgroundJavaScriptStartingBefore(4 * SLICE_MILLIS);
        sample.live(sample.running("s2", "prod"));
        page.getWebClient().waitForBackgroundJavaScriptStartingBefore(8 * SLICE_MILLIS);
        assertNull(page.getElementById("stage-s2"));
    }

    @Test
    public void aPageThatCannotAskSaysSo() throws Exception {
        sample.live(sample.running("s1", "prod"));
        open();
        DomElement notice = page.getElementById("spin-stale");
        assertTrue(notice.hasAttribute("hidden"));
        page.getElementById("spin-delivery").setAttribute("data-live", "nowhere");
        await("the notice is shown", () -> !notice.hasAttribute("hidden"));
        assertThat(notice.getTextContent(), containsString("Jenkins can't be reached"));
        page.getElementById("spin-delivery").setAttribute("data-live", "live");
        await("the notice goes away", () -> notice.hasAttribute("hidden"));
    }
}
