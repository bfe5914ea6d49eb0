package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.spindelivery.builder.DeliveryPublisher;
import io.jenkins.plugins.spindelivery.builder.StepStage;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;

/** A delivery that goes on after its build is on the build's page, as stages of the build are. */
public class HandOverPageTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static FreeStyleBuild asking(String question) throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getPublishersList().add(new DeliveryPublisher(List.of(new StepStage(new SpinJudgeStep(question)))));
        FreeStyleBuild run = JENKINS.buildAndAssertSuccess(job);
        Deliveries.awaitStatus(run, StageStatus.PAUSED);
        return run;
    }

    private static HtmlPage page(FreeStyleBuild run) throws Exception {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        return client.getPage(run, "delivery/");
    }

    @Test
    public void theDeliveryIsFollowedAfterTheBuild() throws Exception {
        FreeStyleBuild run = asking("Is it good?");
        HtmlPage page = page(run);
        assertEquals("true", page.getElementById("spin-delivery").getAttribute("data-open"));
        assertThat(page.getElementById("spin-hand-over").asNormalizedText(), containsString("Is it good?"));
        Page log = page.getAnchorByText("Log of the delivery").click();
        assertEquals("text/plain", log.getWebResponse().getContentType());
        assertThat(log.getWebResponse().getContentAsString(), containsString("Is it good?"));

        HtmlButton approve = page.querySelector("button[name=answer][value=approve]");
        approve.click();
        Deliveries.awaitStatus(run, StageStatus.SUCCEEDED);
        Deliveries.await("the delivery ends", () -> "false"
                .equals(page(run).getElementById("spin-delivery").getAttribute("data-open")));
        assertNull(page(run).querySelector("#spin-hand-over form"));
    }

    @Test
    public void theDeliveryCanBeStopped() throws Exception {
        FreeStyleBuild run = asking("Stop me?");
        HtmlButton stop = page(run).querySelector("#spin-hand-over button");
        stop.click();
        Deliveries.await(
                "the question is withdrawn",
                () -> StageRecords.get().of(run).get(0).status().ended());
        assertEquals(StageStatus.CANCELLED, StageRecords.get().of(run).get(0).status());
    }
}
