package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.Functions;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.Page;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.localizer.LocaleProvider;

public class DeliveryActionTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String EVIL = "<script>alert(1)</script><b onclick='x()'>";

    private FreeStyleBuild run;
    private Sample sample;

    @Before
    public void build() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        run = JENKINS.buildAndAssertSuccess(job);
        sample = new Sample(run);
    }

    private HtmlPage page(String path) throws Exception {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        return client.getPage(run, "delivery/" + path);
    }

    private JSONObject json(String parameters) throws Exception {
        String url = run.getUrl() + "delivery/api/json" + parameters;
        return JENKINS.getJSON(url).getJSONObject();
    }

    private static int count(HtmlPage page, String css) {
        return page.querySelectorAll(css).size();
    }

    @Test
    public void aBuildHasAPageAsSoonAsItHasAStage() {
        assertNull(run.getAction(DeliveryAction.class));
        sample.live(sample.running("s1", "prod"));
        assertNotNull(run.getAction(DeliveryAction.class));
    }

    @Test
    public void nothingOfThePageIsStoredWithTheBuild() {
        sample.write(sample.deployed("s1", "prod"));
        assertTrue(run.getAllActions().stream().anyMatch(DeliveryAction.class::isInstance));
        assertFalse(run.getActions().stream().anyMatch(DeliveryAction.class::isInstance));
    }

    @Test
    public void thePageShowsStagesWithTheirObjects() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        HtmlPage page = page("");
        String stage = page.getElementById("stage-s1").asNormalizedText();
        assertThat(stage, containsString("Deploy web.yaml prod"));
        assertThat(stage, containsString("succeeded 3 objects: 3 stable"));
        assertThat(stage, containsString("12 s"));
        String web = page.getElementById(Anchors.object("s1", Sample.WEB)).asNormalizedText();
        assertEquals(
                "Deployment shop/web registry.example/web:1.4.2 envoy:1.30 3/3 stable configured",
                web.replaceAll("\\s+", " "));
        String config = page.getElementById(Anchors.object("s1", Sample.CONFIG)).asNormalizedText();
        assertEquals("ConfigMap shop/web-config-v003 v003 stable created", config.replaceAll("\\s+", " "));
        DomElement bar = page.querySelector("progress");
        assertEquals("3", bar.getAttribute("max"));
        assertEquals("3", bar.getAttribute("value"));
        assertEquals("3 of 3 ready", bar.getAttribute("aria-label"));
    }

    @Test
    public void theTimeLineIsDrawnToScale() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        HtmlPage page = page("");
        List<String> bars = page.querySelectorAll("#spin-time rect").stream()
                .map(node -> (DomElement) node)
                .map(bar -> bar.getAttribute("x") + " " + bar.getAttribute("width") + " " + bar.asNormalizedText())
                .toList();
        assertEquals(
                List.of(
                        "0.00% 2.44% reading its input: 0.3 s",
                        "2.44% 16.26% checking: 2.0 s",
                        "18.70% 8.13% applying: 1.0 s",
                        "26.83% 73.17% waiting until stable: 9.0 s"),
                bars);
    }

    @Test
    public void differencesAreColouredAndClosed() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        HtmlPage page = page("");
        DomElement diff = page.getElementById("diff-" + Anchors.object("s1", Sample.WEB));
        assertFalse(diff.hasAttribute("open"));
        DomElement added = diff.querySelector(".spin-diff__line--add");
        assertEquals("+        image: registry.example/web:1.4.2", added.getTextContent());
        DomElement removed = diff.querySelector(".spin-diff__line--del");
        assertEquals("-        image: registry.example/web:1.4.1", removed.getTextContent());
        assertNull(page.getElementById("diff-" + Anchors.object("s1", Sample.SERVICE)));
    }

    @Test
    public void aFailureShowsEventsLogAndWhereToLook() throws Exception {
        sample.write(sample.failed("s1", "prod"));
        HtmlPage page = page("");
        String stage = page.getElementById("stage-s1").asNormalizedText();
        assertThat(stage, containsString("CrashLoopBackOff Pod shop/web-7c9f-x2x back-off 10s"));
        assertThat(stage, containsString("Warning BackOff: Back-off restarting failed container web"));
        assertThat(stage, containsString("panic: no database"));
        DomElement link = page.querySelector(".spin-problems a");
        assertEquals("#" + Anchors.object("s1", Sample.WEB), link.getAttribute("href"));
        assertThat(stage, containsString(Sample.problem("").message(Locale.ENGLISH)));
    }

    @Test
    public void noticesAreToldOnceEvenIfTheyAreTheEnd() throws Exception {
        StageRecorder stage = sample.running("s1", "prod");
        stage.accept(new Event.Warned(Problem.of("delivery.input-unreadable", "web.yaml:3", "gone")));
        stage.accept(new Event.Failed(Sample.problem("Deployment shop/web")));
        stage.end(StageStatus.FAILED, null, List.of(Sample.problem("Deployment shop/web")));
        sample.write(stage);
        HtmlPage page = page("");
        assertEquals(1, count(page, ".spin-notice"));
        assertThat(page.querySelector(".spin-notice--warning").getTextContent(), containsString("web.yaml:3"));
        assertEquals(1, count(page, ".spin-problems li"));
    }

    @Test
    public void textFromElsewhereIsNeverMarkup() throws Exception {
        ObjectRef ref = new ObjectRef("v1", "ConfigMap", "shop", "evil" + EVIL);
        StageRecorder stage = sample.begin("s1", "deploy", EVIL, EVIL);
        stage.accept(new Event.ChangePlanned(ref, Action.CREATED, List.of(EVIL), "+" + EVIL));
        stage.accept(new Event.StatusChanged(ref, EVIL, EVIL, 0, 0));
        stage.accept(new Event.VersionChosen(ref, EVIL, true));
        stage.accept(new Event.Diagnosed(ref, EVIL, EVIL, List.of(EVIL), List.of(EVIL)));
        stage.accept(new Event.Warned(Problem.of("delivery.input-unreadable", EVIL, EVIL)));
        stage.end(StageStatus.FAILED, null, List.of(Problem.of("delivery.input-unreadable", EVIL, EVIL, "x")));
        sample.write(stage);
        sample.write(sample.asked("s2", EVIL, List.of(EVIL), List.of(EVIL)));
        StageRecorder judged = sample.asked("s3", EVIL, List.of(EVIL), List.of(EVIL));
        sample.answer(judged, true, EVIL, EVIL, EVIL);
        sample.write(judged);
        for (String path : List.of("delivery/", "delivery/live", "", "../")) {
            WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
            String html = client.getPage(run, path).getWebResponse().getContentAsString();
            assertThat(path, html, not(containsString("<script>alert")));
            assertThat(path, html, not(containsString("<b onclick")));
        }
        assertThat(page("").getWebResponse().getContentAsString(), containsString("&lt;script&gt;alert(1)"));
    }

    @Test
    public void ourMarkupHasNoInlineScriptStyleOrHandler() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        sample.write(sample.failed("s2", "prod"));
        sample.live(sample.running("s3", "prod"));
        sample.live(sample.asked("s4", "Good?", List.of("yes", "no"), List.of()));
        HtmlPage page = page("");
        for (DomElement element : page.getElementById("spin-delivery").getDomElementDescendants()) {
            assertFalse(element.toString(), element.hasAttribute("style"));
            assertFalse(element.toString(), element.getTagName().matches("script|style|iframe|object"));
            element.getAttributesMap().forEach((name, attribute) -> {
                assertFalse(name, name.toLowerCase(Locale.ROOT).startsWith("on"));
                assertFalse(attribute.getValue(), attribute.getValue().startsWith("javascript:"));
            });
        }
    }

    @Test
    public void ofVeryManyObjectsThoseInTroubleAreShownFirst() throws Exception {
        StageRecorder stage = sample.begin("s1", "deploy", "all", "prod");
        for (int i = 0; i < 800; i++) {
            ObjectRef ref = new ObjectRef("apps/v1", "Deployment", "shop", "web-" + i);
            stage.accept(new Event.ChangePlanned(ref, Action.CONFIGURED, List.of("web:" + i), "+" + "x".repeat(2000)));
            stage.accept(new Event.StatusChanged(ref, i == 790 ? "failed" : "stable", "", 1, 1));
        }
        stage.end(StageStatus.FAILED, null, List.of());
        sample.write(stage);
        HtmlPage page = page("");
        assertEquals(100, count(page, ".spin-object"));
        assertNotNull(
                page.getElementById(Anchors.object("s1", new ObjectRef("apps/v1", "Deployment", "shop", "web-790"))));
        assertThat(page.getWebResponse().getContentAsString().length(), lessThan(600_000));
        DomElement more = page.querySelector("a[data-all=s1]");
        assertEquals("Show all 800 objects", more.getTextContent());

        HtmlPage all = page("?all=s1");
        assertEquals(800, count(all, ".spin-object"));
        assertThat(all.getWebResponse().getContentAsString().length(), lessThan(2_000_000));
        assertNull(all.querySelector("a[data-all]"));
        assertTrue("differences beyond the limit are elsewhere", count(all, "a[href^=diff]") > 600);
    }

    @Test
    public void aDifferenceIsAlsoPlainText() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        WebClient client = JENKINS.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        String path = run.getUrl() + "delivery/diff?stage=s1&object=";
        Page diff = client.goTo(path + Anchors.object("s1", Sample.WEB), "text/plain");
        assertThat(
                diff.getWebResponse().getContentAsString(),
                containsString("+        image: registry.example/web:1.4.2"));
        assertEquals("nosniff", diff.getWebResponse().getResponseHeaderValue("X-Content-Type-Options"));
        for (String other : List.of(Anchors.object("s1", Sample.SERVICE), "x", "../../../config.xml")) {
            Page none = client.getPage(JENKINS.getURL() + path + other);
            assertEquals(other, 404, none.getWebResponse().getStatusCode());
        }
    }

    @Test
    public void theJsonIsTheRecordWithTexts() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        sample.write(sample.failed("s2", "prod"));
        JSONArray stages = json("").getJSONArray("stages");
        JSONObject first = stages.getJSONObject(0);
        assertEquals("s1", first.getString("key"));
        assertEquals("deploy", first.getString("type"));
        assertEquals("succeeded", first.getString("status"));
        assertEquals("prod", first.getString("account"));
        assertEquals(12_300, first.getLong("durationMillis"));
        assertEquals("succeeded", first.getJSONObject("value").getString("status"));
        assertEquals("wait", first.getJSONArray("phases").getJSONObject(2).getString("phase"));
        JSONObject web = first.getJSONArray("objects").getJSONObject(1);
        assertEquals("Deployment", web.getJSONObject("ref").getString("kind"));
        assertEquals("[\"registry.example/web:1.4.2\",\"envoy:1.30\"]", web.getString("images"));
        assertEquals("configured", web.getString("action"));
        assertEquals(3, web.getInt("ready"));
        JSONObject second = stages.getJSONObject(1);
        JSONObject error = second.getJSONArray("errors").getJSONObject(0);
        assertEquals("delivery.seal-broken", error.getString("code"));
        assertEquals(Sample.problem("").message(Locale.ENGLISH), error.getString("message"));
        assertEquals("Deployment shop/web", error.getString("where"));
        JSONObject trouble = second.getJSONArray("objects")
                .getJSONObject(0)
                .getJSONArray("troubles")
                .getJSONObject(0);
        assertEquals("[\"panic: no database\",\"exit status 2\"]", trouble.getString("log"));
    }

    @Test
    public void theJsonCanBePruned() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        JSONObject json = json("?tree=stages[key,objects[ref[name],status]]");
        assertEquals(
                Set.of("key", "objects"),
                json.getJSONArray("stages").getJSONObject(0).keySet());
        JSONObject object = json.getJSONArray("stages")
                .getJSONObject(0)
                .getJSONArray("objects")
                .getJSONObject(0);
        assertEquals("web-config-v003", object.getJSONObject("ref").getString("name"));
        assertFalse(object.has("diff"));
    }

    @Test
    public void theBuildsOwnJsonStaysShort() throws Exception {
        sample.write(sample.deployed("s1", "prod"));
        String json = JENKINS.getJSON(run.getUrl() + "api/json").getContentAsString();
        assertThat(json, not(containsString("web-config")));
    }

    @Test
    public void thePageIsInTheReadersLanguage() throws Exception {
        sample.write(sample.failed("s1", "prod"));
        // As Jenkins does when it starts as a web application, which the test harness does not.
        LocaleProvider before = LocaleProvider.getProvider();
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
            String text = page.getElementById("spin-delivery").asNormalizedText();
            assertThat(text, containsString("部署"));
            assertThat(text, containsString("失败"));
            assertThat(text, containsString("日志的最后几行"));
            assertThat(text, containsString(Sample.problem("").message(Locale.SIMPLIFIED_CHINESE)));
            assertThat(text, not(containsString("Changes")));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    @Test
    public void aStageWithoutARecordIsNoStage() throws Exception {
        Files.createDirectories(StageFolder.of(run, "s1").path());
        assertThat(page("").getElementById("spin-delivery").asNormalizedText(), containsString("No stage"));
    }

    @Test
    public void aRecordOfALaterVersionIsShownAsItIs() throws Exception {
        StageRecorder stage = sample.begin("s1", "paint", "the shed", "prod");
        stage.accept(new Event.StatusChanged(Sample.WEB, "glowing", "", 0, 0));
        stage.end(StageStatus.SUCCEEDED, null, List.of());
        sample.write(stage);
        String text = page("").getElementById("stage-s1").asNormalizedText();
        assertThat(text, containsString("paint the shed"));
        assertThat(text, containsString("glowing"));
    }
}
