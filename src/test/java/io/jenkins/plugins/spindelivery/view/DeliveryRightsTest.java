package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlRadioButtonInput;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who sees the page, and whose clicks count. */
public class DeliveryRightsTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    private FreeStyleBuild run;
    private Sample sample;

    @Before
    public void build() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("web");
        run = jenkins.buildAndAssertSuccess(job);
        sample = new Sample(run);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "judge")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CANCEL)
                .everywhere()
                .to("builder")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone());
        sample.live(sample.asked("s1", "Is it good?", List.of("promote", "wait"), List.of()));
        sample.live(sample.running("s2", "prod"));
    }

    private WebClient as(String user) throws Exception {
        WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false);
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return user.isEmpty() ? client : client.login(user);
    }

    private int status(String user, String path) throws Exception {
        return as(user).getPage(run, path).getWebResponse().getStatusCode();
    }

    private Page post(String user, String path, String... parameters) throws Exception {
        WebClient client = as(user);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), run.getUrl() + path), HttpMethod.POST);
        for (String parameter : parameters) {
            String[] pair = parameter.split("=");
            request.getRequestParameters().add(new NameValuePair(pair[0], pair[1]));
        }
        client.addCrumb(request);
        return client.getPage(request);
    }

    @Test
    public void whoSeesTheBuildSeesThePage() throws Exception {
        for (String path : List.of("delivery/", "delivery/live", "delivery/api/json", "delivery/diff?stage=s2&object=x")) {
            int found = path.contains("diff") ? 404 : 200;
            for (String user : List.of("reader", "judge", "builder", "admin")) {
                assertEquals(user + " " + path, found, status(user, path));
            }
            // Jenkins does not even tell them that there is such a job.
            assertEquals(path, 404, status("stranger", path));
            assertEquals(path, 404, status("", path));
        }
    }

    @Test
    public void onlyWhoMayAnswerGetsButtons() throws Exception {
        for (String user : List.of("reader", "builder", "admin")) {
            HtmlPage page = as(user).getPage(run, "delivery/");
            assertNull(user, page.querySelector(".spin-judgment__form"));
            assertThat(
                    user,
                    page.getElementById("stage-s1").asNormalizedText(),
                    containsString("Waits for somebody who may judge."));
        }
        HtmlPage page = as("judge").getPage(run, "delivery/");
        assertNotNull(page.querySelector(".spin-judgment__form"));
    }

    @Test
    public void aClickAnswersWithTheChoice() throws Exception {
        HtmlPage page = as("judge").getPage(run, "delivery/");
        HtmlRadioButtonInput choice = page.querySelector("input[name=choice][value=wait]");
        choice.setChecked(true);
        HtmlButton approve = page.querySelector("button[name=answer][value=approve]");
        HtmlPage after = approve.click();
        assertEquals(List.of("s1 approved wait"), Desk.get().answers());
        assertThat(after.getUrl().toString(), containsString(run.getUrl() + "delivery/#stage-s1"));
    }

    @Test
    public void aNoNeedsNoChoice() throws Exception {
        HtmlPage page = as("judge").getPage(run, "delivery/");
        HtmlButton reject = page.querySelector("button[name=answer][value=reject]");
        reject.click();
        assertEquals(List.of("s1 rejected"), Desk.get().answers());
    }

    @Test
    public void nobodyElseCanAnswer() throws Exception {
        for (String user : List.of("reader", "builder", "admin")) {
            Page refused = post(user, "delivery/judge", "stage=s1", "answer=approve", "choice=promote");
            assertEquals(user, 400, refused.getWebResponse().getStatusCode());
        }
        assertEquals(404, post("", "delivery/judge", "stage=s1", "answer=approve", "choice=promote")
                .getWebResponse()
                .getStatusCode());
        assertEquals(List.of(), Desk.get().answers());
    }

    @Test
    public void anAnswerIsCheckedBeforeItCounts() throws Exception {
        Page unknown = post("judge", "delivery/judge", "stage=s1", "answer=approve", "choice=other");
        assertEquals(400, unknown.getWebResponse().getStatusCode());
        assertThat(unknown.getWebResponse().getContentAsString(), containsString("promote, wait"));
        Page none = post("judge", "delivery/judge", "stage=s1", "answer=perhaps");
        assertEquals(400, none.getWebResponse().getStatusCode());
        Page elsewhere = post("judge", "delivery/judge", "stage=s9", "answer=approve");
        assertEquals(400, elsewhere.getWebResponse().getStatusCode());
        assertEquals(List.of(), Desk.get().answers());
    }

    @Test
    public void whatChangesSomethingIsPosted() throws Exception {
        assertEquals(405, status("judge", "delivery/judge?stage=s1&answer=reject"));
        assertEquals(405, status("admin", "delivery/stop?stage=s2"));
        WebClient client = as("judge");
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "delivery/judge"), HttpMethod.POST);
        request.getRequestParameters().add(new NameValuePair("stage", "s1"));
        request.getRequestParameters().add(new NameValuePair("answer", "reject"));
        assertEquals("without a crumb", 403, client.getPage(request).getWebResponse().getStatusCode());
        assertEquals(List.of(), Desk.get().answers());
    }

    @Test
    public void whoMayStopBuildsMayStopStages() throws Exception {
        for (String user : List.of("reader", "judge")) {
            HtmlPage page = as(user).getPage(run, "delivery/");
            assertNull(user, page.querySelector("form[action=stop]"));
            assertEquals(user, 403, post(user, "delivery/stop", "stage=s2").getWebResponse().getStatusCode());
        }
        HtmlPage page = as("builder").getPage(run, "delivery/");
        assertEquals(1, page.querySelectorAll("form[action=stop]").size());
        // Nothing drives the sample's stage, so it can't be stopped; the page says so.
        Page gone = post("builder", "delivery/stop", "stage=s2");
        assertEquals(400, gone.getWebResponse().getStatusCode());
        assertThat(gone.getWebResponse().getContentAsString(), containsString("not under way any more"));
        assertEquals(400, post("builder", "delivery/stop", "stage=../x").getWebResponse().getStatusCode());
    }

    @Test
    public void theRecordOfAnAnswerNamesTheJudge() throws Exception {
        var asked = sample.asked("s3", "And this one?", List.of("promote"), List.of("ops"));
        sample.answer(asked, true, "promote", "mei", "Mei Lin");
        sample.write(asked);
        HtmlPage page = as("reader").getPage(run, "delivery/");
        String text = page.getElementById("stage-s3").asNormalizedText();
        assertThat(text, containsString("Approved promote Mei Lin Mar 1, 2026"));
        assertEquals(
                jenkins.contextPath + "/user/mei",
                page.querySelector("#stage-s3 .spin-judgment__answer a").getAttributes().getNamedItem("href").getNodeValue());
    }
}
