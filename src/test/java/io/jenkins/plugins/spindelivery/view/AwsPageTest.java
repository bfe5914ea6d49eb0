package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.Functions;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.record.Anchors;
import java.util.List;
import java.util.Locale;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.localizer.LocaleProvider;

/** Bakes and server groups on the Delivery page. */
public class AwsPageTest {
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

    private HtmlPage page(String path, String language) throws Exception {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.addRequestHeader("Accept-Language", language);
        return client.getPage(run, path);
    }

    private static String text(HtmlPage page, String id) {
        return page.getElementById(id).asNormalizedText().replaceAll("\\s+", " ");
    }

    private JSONArray objects() throws Exception {
        JSONObject page = JENKINS.getJSON(run.getUrl() + "delivery/api/json").getJSONObject();
        return page.getJSONArray("stages").getJSONObject(0).getJSONArray("objects");
    }

    @Test
    public void aBakeShowsItsSteps() throws Exception {
        sample.write(sample.baked("s1", "aws"));
        HtmlPage page = page("delivery/", "en");
        assertThat(text(page, "stage-s1"), containsString("Bake shop-web-1.4.2 aws"));
        List<String> steps = page.querySelectorAll("#stage-s1 .spin-step").stream()
                .map(DomNode::asNormalizedText)
                .toList();
        assertEquals(
                List.of(
                        "checking 1.0 s",
                        "launching a builder 34 s",
                        "provisioning 1 min 20 s",
                        "creating the image 4 min",
                        "copying and sharing 3 min",
                        "cleaning up 8.0 s"),
                steps);
        assertEquals(6, page.querySelectorAll("#stage-s1 .spin-step--done").size());
    }

    @Test
    public void aBakeUnderWayShowsWhichStepIsOpen() throws Exception {
        var stage = sample.begin("s1", "bake", "shop-web", "aws");
        stage.accept(new Event.PhaseStarted(Phase.LAUNCH, 1));
        sample.live(stage);
        HtmlPage page = page("delivery/", "en");
        DomElement step = page.querySelector(".spin-step--open");
        assertThat(step.asNormalizedText(), containsString("launching a builder"));
    }

    @Test
    public void imagesAreNamedWithTheirRegions() throws Exception {
        sample.write(sample.baked("s1", "aws"));
        HtmlPage page = page("delivery/", "en");
        assertEquals(
                "Image ami-0c2f3d9e eu-central-1 stable shop-web-1.4.2-h17-20260301 created",
                text(page, Anchors.object("s1", Sample.IMAGE)));
        assertEquals(
                "Image ami-0e81a6b2 us-east-1 stable shop-web-1.4.2-h17-20260301 created",
                text(page, Anchors.object("s1", Sample.COPY)));
        assertThat(
                page("", "en").asNormalizedText(),
                containsString("Baked ami-0c2f3d9e (eu-central-1), ami-0e81a6b2 (us-east-1) on aws"));
    }

    @Test
    public void theOutputOfABuilderIsWithIt() throws Exception {
        sample.write(sample.baked("s1", "aws"));
        DomElement log = page("delivery/", "en").getElementById("log-" + Anchors.object("s1", Sample.BUILDER));
        assertThat(log.asNormalizedText(), containsString("Output (2 lines)"));
        assertEquals(
                "Unpacking shop-web (1.4.2-h17) ...\nSetting up <shop-web> (1.4.2-h17)",
                log.querySelector("pre").getTextContent());
        JSONObject builder = objects().getJSONObject(0);
        assertEquals("Instance", builder.getJSONObject("ref").getString("kind"));
        assertEquals("eu-central-1", builder.getJSONObject("ref").getString("region"));
        assertEquals(2, builder.getJSONArray("log").size());
    }

    @Test
    public void aServerGroupShowsItsInstancesAndWhatItReplaced() throws Exception {
        sample.write(sample.serverGroup("s1", "aws"));
        HtmlPage page = page("delivery/", "en");
        assertThat(text(page, "stage-s1"), containsString("Deploy a server group shop-web aws"));
        assertEquals(
                "Server group shop-web-v004 eu-central-1 ami-0c2f3d9e 3/3 stable created",
                text(page, Anchors.object("s1", Sample.GROUP)));
        assertEquals(
                "Server group shop-web-v003 eu-central-1 disabled", text(page, Anchors.object("s1", Sample.OLD_GROUP)));
        assertThat(page("", "en").asNormalizedText(), containsString("Deployed shop-web-v004 to aws"));
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        assertThat(client.getPage(job).asNormalizedText(), containsString("shop-web-v004"));
    }

    @Test
    public void anInstancesTroubleIsItsServerGroups() throws Exception {
        sample.write(sample.unhealthy("s1", "aws"));
        HtmlPage page = page("delivery/", "en");
        assertNull(page.getElementById(Anchors.object("s1", Sample.BUILDER)));
        assertEquals(1, objects().size());
        JSONObject trouble = objects().getJSONObject(0).getJSONArray("troubles").getJSONObject(0);
        assertEquals("i-0aa12f", trouble.getJSONObject("ref").getString("name"));
        assertThat(
                text(page, "stage-s1"),
                containsString("Target.ResponseCodeMismatch Instance i-0aa12f Health checks failed"));
    }

    @Test
    public void theWordsAreChineseForChineseReaders() throws Exception {
        sample.write(sample.serverGroup("s1", "aws"));
        // As Jenkins does when it starts as a web application, which the test harness does not.
        LocaleProvider before = LocaleProvider.getProvider();
        try {
            LocaleProvider.setProvider(new LocaleProvider() {
                @Override
                public Locale get() {
                    return Functions.getCurrentLocale();
                }
            });
            HtmlPage page = page("delivery/", "zh-CN");
            assertThat(text(page, "stage-s1"), containsString("部署服务器组 shop-web aws"));
            assertEquals(
                    "服务器组 shop-web-v004 eu-central-1 ami-0c2f3d9e 3/3 稳定 已创建",
                    text(page, Anchors.object("s1", Sample.GROUP)));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }
}
