package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.Functions;
import hudson.model.FreeStyleBuild;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanarySample;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.localizer.LocaleProvider;

/** A canary's part of the Delivery page, its JSON and its report. */
public class CanaryPageTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String EVIL = "</svg><script>alert(1)</script>\"'";

    private FreeStyleBuild run;
    private Sample sample;

    @Before
    public void build() throws Exception {
        run = JENKINS.buildAndAssertSuccess(JENKINS.createFreeStyleProject());
        sample = new Sample(run);
    }

    private StageRecorder canary(int intervals, String suffix) throws Exception {
        StageRecorder stage = sample.begin("c1", "canary", "web", "prod");
        sample.write(stage);
        judge(intervals, suffix);
        return stage;
    }

    private void judge(int intervals, String suffix) throws Exception {
        CanaryHistory history = CanaryHistory.EMPTY;
        for (int i = 1; i <= intervals; i++) {
            history = history.with(CanarySample.judged(i, suffix));
        }
        StageFolder.of(run, "c1").write(history);
    }

    private HtmlPage page(String parameters) throws Exception {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        return client.getPage(run, "delivery/" + parameters);
    }

    @Test
    public void thePageShowsScoresSeriesAndNumbers() throws Exception {
        sample.live(canary(4, ""));
        HtmlPage page = page("");
        String text = page.getElementById("stage-c1").asNormalizedText().replaceAll("\\s+", " ");
        assertThat(text, containsString("Canary web prod"));
        assertThat(text, containsString("Fail Score 50 of 100 interval 4 of 6"));
        assertThat(text, containsString("error rate High critical 0.01103 0.01512"));
        assertThat(text, containsString("saturation No data – – No data."));
        assertEquals(3, page.querySelectorAll("svg.spin-chart").size());
        DomElement notable = page.getElementById("canary-c1-1");
        assertTrue(notable.hasAttribute("open"));
        assertThat(notable.asNormalizedText(), containsString("Baseline\t38\t2"));
        assertFalse(page.getElementById("canary-c1-2").hasAttribute("open"));
        assertNull(page.getElementById("canary-c1-3"));
        assertEquals(4, page.querySelectorAll("#stage-c1 .spin-chart__mark").size());
        assertEquals("img", ((DomElement) page.querySelector("svg.spin-chart")).getAttribute("role"));
    }

    @Test
    public void thePageChangesWithEachJudgment() throws Exception {
        sample.live(canary(1, ""));
        String before = page("").getElementById("stage-c1").getAttribute("data-stamp");
        assertEquals(before, page("").getElementById("stage-c1").getAttribute("data-stamp"));
        judge(2, "");
        assertNotEquals(before, page("").getElementById("stage-c1").getAttribute("data-stamp"));
    }

    @Test
    public void theVerdictOfTheEndCounts() throws Exception {
        StageRecorder stage = canary(4, "");
        stage.end(StageStatus.SUCCEEDED, Map.of("verdict", "Marginal"), List.of());
        sample.write(stage);
        assertThat(page("").querySelector(".spin-canary__facts").asNormalizedText(), containsString("Marginal"));
    }

    @Test
    public void namesOfMetricsAreText() throws Exception {
        sample.live(canary(4, EVIL));
        String html = page("").getWebResponse().getContentAsString();
        assertThat(html, not(containsString("<script>alert")));
        assertThat(html, containsString("&lt;script&gt;alert(1)"));
        assertThat(page("report?stage=c1").getWebResponse().getContentAsString(), not(containsString("<script")));
    }

    @Test
    public void nothingOfThePageIsInline() throws Exception {
        sample.live(canary(4, ""));
        String stage = page("").getElementById("stage-c1").asXml();
        assertFalse(stage, stage.contains("style=") || stage.contains("<style") || stage.contains(" on"));
    }

    @Test
    public void theJsonHasTheSeriesWithTheirGaps() throws Exception {
        sample.write(canary(4, ""));
        JSONObject json = JENKINS.getJSON(run.getUrl() + "delivery/api/json").getJSONObject();
        JSONObject canary = json.getJSONArray("stages").getJSONObject(0).getJSONObject("canary");
        assertEquals("Fail", canary.getString("verdict"));
        assertEquals(50, canary.getDouble("score"), 0);
        assertEquals(4, canary.getJSONArray("judged").size());
        assertEquals(99, canary.getJSONArray("judged").getJSONObject(0).getDouble("score"), 0);
        JSONObject metric = canary.getJSONArray("metrics").getJSONObject(0);
        assertEquals("High", metric.getString("classification"));
        JSONObject control = metric.getJSONObject("control");
        assertEquals(40, control.getJSONArray("values").size());
        assertEquals("null", control.getJSONArray("values").get(14).toString());
        assertEquals(2, control.getInt("missing"));
    }

    @Test
    public void theJsonHasWhatTheStepReturned() throws Exception {
        StageRecorder stage = canary(4, "");
        Map<String, Object> returned = Map.of("score", 92.5, "intervals", List.of(Map.of("score", 92.5, "number", 1)));
        stage.end(StageStatus.SUCCEEDED, returned, List.of());
        sample.write(stage);
        JSONObject json = JENKINS.getJSON(run.getUrl() + "delivery/api/json").getJSONObject();
        JSONObject value = json.getJSONArray("stages").getJSONObject(0).getJSONObject("value");
        assertEquals(92.5, value.getDouble("score"), 0);
        JSONObject interval = value.getJSONArray("intervals").getJSONObject(0);
        assertEquals(92.5, interval.getDouble("score"), 0);
        assertEquals(1, interval.getInt("number"));
    }

    @Test
    public void theReportIsAFileThatMayDoNothing() throws Exception {
        sample.write(canary(4, ""));
        WebResponse response = page("report?stage=c1").getWebResponse();
        assertEquals(
                "sandbox; default-src 'none'; style-src 'unsafe-inline'",
                response.getResponseHeaderValue("Content-Security-Policy"));
        assertThat(response.getContentAsString(), containsString("<h1>Canary web</h1>"));
        assertThat(response.getContentAsString(), containsString("<td>4</td><td>50</td><td>Fail</td>"));
        JENKINS.createWebClient().assertFails(run.getUrl() + "delivery/report?stage=other", 404);
        sample.write(sample.deployed("s1", "prod"));
        JENKINS.createWebClient().assertFails(run.getUrl() + "delivery/report?stage=s1", 404);
    }

    @Test
    public void theReportIsForThoseWhoMayReadTheBuild() throws Exception {
        sample.write(canary(1, ""));
        var realm = JENKINS.jenkins.getSecurityRealm();
        var strategy = JENKINS.jenkins.getAuthorizationStrategy();
        try {
            JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
            JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ)
                    .everywhere()
                    .to("reader")
                    .grant(Jenkins.READ, Item.DISCOVER)
                    .everywhere()
                    .to("stranger"));
            String report = run.getUrl() + "delivery/report?stage=c1";
            assertEquals(
                    200,
                    JENKINS.createWebClient()
                            .login("reader")
                            .goTo(report)
                            .getWebResponse()
                            .getStatusCode());
            JENKINS.createWebClient().login("stranger").assertFails(report, 403);
        } finally {
            JENKINS.jenkins.setAuthorizationStrategy(strategy);
            JENKINS.jenkins.setSecurityRealm(realm);
        }
    }

    @Test
    public void inChinese() throws Exception {
        sample.live(canary(4, ""));
        LocaleProvider before = LocaleProvider.getProvider();
        // The harness speaks English to everybody; this is what Jenkins does.
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Functions.getCurrentLocale();
            }
        });
        try {
            WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
            client.addRequestHeader("Accept-Language", "zh-CN");
            HtmlPage page = client.getPage(run, "delivery/");
            String text = page.getElementById("stage-c1").asNormalizedText();
            assertThat(text, containsString("第 4 个间隔，共 6 个"));
            assertThat(text, containsString("基线平均值"));
            assertThat(page.getElementById("canary-c1-scores-text").getTextContent(), containsString("最近得分为 50：失败"));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }
}
