package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import java.time.Duration;
import java.util.List;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.junit.ClassRule;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;

public class DeliveryActionTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private FreeStyleProject job;
    private FreeStyleBuild run;
    private Sample sample;

    @Before
    public void build() throws Exception {
        job = JENKINS.createFreeStyleProject();
        run = JENKINS.buildAndAssertSuccess(job);
        sample = new Sample(run);
    }

    private HtmlPage page() throws Exception {
        try (WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false)) {
            return client.getPage(run, "delivery/");
        }
    }

    @Test
    public void aBuildWithoutAStageHasNoPage() {
        assertNull(run.getAction(DeliveryAction.class));
    }

    @Test
    public void thePageShowsStagesObjectsAndDifferences() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        assertNotNull(run.getAction(DeliveryAction.class));
        HtmlPage page = page();
        System.out.println(page.getWebResponse().getContentAsString());
        String text = page.getElementById("stage-s1").asNormalizedText();
        assertThat(text, containsString("Deploy web.yaml prod"));
    }
}
