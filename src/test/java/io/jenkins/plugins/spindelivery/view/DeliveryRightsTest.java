package io.jenkins.plugins.spindelivery.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.judge.JudgmentSource;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlRadioButtonInput;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.springframework.security.core.Authentication;

/** Who sees the page, and whose clicks count. */
public class DeliveryRightsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private FreeStyleBuild run;
    private Sample sample;

    @BeforeClass
    public static void users() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
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
    }

    @Before
    public void build() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        run = JENKINS.buildAndAssertSuccess(job);
        sample = new Sample(run);
        sample.live(sample.asked("s1", "Is it good?", List.of("promote", "wait"), List.of()));
        sample.live(sample.running("s2", "prod"));
        Desk.get().answers().clear();
    }

    private WebClient as(String user) {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return user.isEmpty() ? client : client.withBasicCredentials(user);
    }

    private int status(String user, String path) throws Exception {
        Page page = as(user).getPage(new URL(JENKINS.getURL(), run.getUrl() + path));
        return page.getWebResponse().getStatusCode();
    }

    private WebRequest request(String path, String... parameters) throws Exception {
        WebRequest request = new WebRequest(new URL(JENKINS.getURL(), run.getUrl() + path), HttpMethod.POST);
        request.setRequestParameters(Arrays.stream(parameters)
                .map(each -> each.split("="))
                .map(pair -> new NameValuePair(pair[0], pair[1]))
                .toList());
        return request;
    }

    private Page post(String user, String path, String... parameters) throws Exception {
        WebClient client = as(user);
        WebRequest request = request(path, parameters);
        client.addCrumb(request);
        return client.getPage(request);
    }

    @Test
    public void whoSeesTheBuildSeesThePage() throws Exception {
        for (String path :
                List.of("delivery/", "delivery/live", "delivery/api/json", "delivery/diff?stage=s2&object=x")) {
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
        assertEquals(
                404,
                post("", "delivery/judge", "stage=s1", "answer=approve", "choice=promote")
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
        WebRequest request = request("delivery/judge", "stage=s1", "answer=reject");
        assertEquals(
                "without a crumb", 403, client.getPage(request).getWebResponse().getStatusCode());
        assertEquals(List.of(), Desk.get().answers());
    }

    @Test
    public void whoMayStopBuildsMayStopStages() throws Exception {
        for (String user : List.of("reader", "judge")) {
            HtmlPage page = as(user).getPage(run, "delivery/");
            assertNull(user, page.querySelector("form[action=stop]"));
            assertEquals(
                    user,
                    403,
                    post(user, "delivery/stop", "stage=s2").getWebResponse().getStatusCode());
        }
        HtmlPage page = as("builder").getPage(run, "delivery/");
        assertEquals(1, page.querySelectorAll("form[action=stop]").size());
        // Nothing drives the sample's stage, so it can't be stopped; the page says so.
        Page gone = post("builder", "delivery/stop", "stage=s2");
        assertEquals(400, gone.getWebResponse().getStatusCode());
        assertThat(gone.getWebResponse().getContentAsString(), containsString("not under way any more"));
        assertEquals(
                400,
                post("builder", "delivery/stop", "stage=../x").getWebResponse().getStatusCode());
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
                JENKINS.contextPath + "/user/mei",
                page.querySelector("#stage-s3 .spin-judgment__answer a")
                        .getAttributes()
                        .getNamedItem("href")
                        .getNodeValue());
    }

    /** A place where the judgments of {@link Sample} wait; one user may answer them. */
    @TestExtension
    public static final class Desk implements JudgmentSource {
        private final List<String> answers = new ArrayList<>();

        static Desk get() {
            return ExtensionList.lookupSingleton(Desk.class);
        }

        /** What was answered so far, in order. */
        List<String> answers() {
            return answers;
        }

        @Override
        public Optional<Pending> find(Run<?, ?> run, StageRecord record) {
            return Optional.of(new Waiting(record.key()));
        }

        private final class Waiting implements Pending {
            private final String key;

            Waiting(String key) {
                this.key = key;
            }

            @Override
            public boolean mayAnswer(Authentication who) {
                return who.getName().equals("judge");
            }

            @Override
            public void approve(String choice) {
                answers.add(key + " approved " + choice);
            }

            @Override
            public void reject() {
                answers.add(key + " rejected");
            }
        }
    }
}
