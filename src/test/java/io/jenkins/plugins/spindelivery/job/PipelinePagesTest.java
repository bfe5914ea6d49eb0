package io.jenkins.plugins.spindelivery.job;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Item;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The form's checks and the export, for a reader, a configurer and an administrator. */
public class PipelinePagesTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String EVIL = "<img src=x onerror=alert(1)>";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Folder folder;
    private WorkflowJob named;

    @Before
    public void peopleAndJobs() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        folder = JENKINS.createProject(Folder.class);
        named = job("named", "{\"name\": \"its own\", \"unknown\": {\"x\": [1.50, null]}, \"stages\": []}");
        job("nameless", "stages: []\napplication: web\n");
        job("broken", "stages: {");
        folder.createProject(WorkflowJob.class, "unread")
                .setDefinition(new DeliveryDefinition(new DefinitionFromScm(new GitSCM("file:///nowhere"), "a.json")));
        folder.createProject(WorkflowJob.class, "other").setDefinition(new CpsFlowDefinition("", true));
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "owner")
                .grant(Item.EXTENDED_READ, Item.CONFIGURE)
                .onItems(named)
                .to("owner"));
    }

    private WorkflowJob job(String name, String text) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, name);
        job.setDefinition(new DeliveryDefinition(new DefinitionText(text)));
        return job;
    }

    private static WebResponse send(String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        return client.getPage(new WebRequest(new URL(JENKINS.getURL(), path), method))
                .getWebResponse();
    }

    private String check(String user, HttpMethod method, Class<?> source, String field, String value) throws Exception {
        WebResponse response = send(
                user,
                method,
                named.getUrl() + "descriptorByName/" + source.getName() + "/check" + field + "?value="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8));
        return response.getStatusCode() == 200
                ? response.getContentAsString()
                : String.valueOf(response.getStatusCode());
    }

    @Test
    public void theTextIsCheckedForWhoeverMaySeeIt() throws Exception {
        String wrong = "stages:\n  - {type: a, refId: 1}\n  - {refId: 2, name: '" + EVIL + "'}";
        for (String user : new String[] {"owner", "admin"}) {
            String said = check(user, HttpMethod.POST, DefinitionText.class, "Text", wrong);
            assertThat(said, containsString("definition:3"));
            assertThat(said, containsString("has no type"));
            assertThat(said, not(containsString(EVIL)));
            String unknown = check(
                    user,
                    HttpMethod.POST,
                    DefinitionText.class,
                    "Text",
                    "stages:\n  - {type: gcb, refId: 1}\n  - {type: travis, refId: 2, requisiteStageRefIds: [3]}");
            assertThat(unknown, containsString("gcb"));
            assertThat(unknown, containsString("travis"));
            assertThat(unknown, containsString("refId 3, which there is not"));
            assertThat(
                    check(user, HttpMethod.POST, DefinitionText.class, "Text", " "),
                    containsString("needs a definition"));
            assertThat(
                    check(user, HttpMethod.POST, DefinitionFromScm.class, "Path", "../a"),
                    containsString("within the repository"));
        }
        assertThat(check("reader", HttpMethod.POST, DefinitionText.class, "Text", wrong), not(containsString("type")));
        assertThat(
                check("reader", HttpMethod.POST, DefinitionFromScm.class, "Path", "../a"),
                not(containsString("repository")));
        assertEquals("404", check("admin", HttpMethod.GET, DefinitionText.class, "Text", wrong));
        assertEquals("404", check("admin", HttpMethod.GET, DefinitionFromScm.class, "Path", "../a"));
    }

    @Test
    public void theExportIsWhatAnImportReads() throws Exception {
        JsonNode all = export("admin", folder.getUrl());
        assertEquals(2, all.size());
        assertEquals("nameless", all.get(1).path("name").asText());
        assertEquals("web", all.get(1).path("application").asText());
        Definition again = Definition.of("export", (ObjectNode) all.get(0));
        assertEquals("its own", again.name());
        assertThat(
                send("admin", HttpMethod.GET, folder.getUrl() + "spin-export/pipelines.json")
                        .getContentAsString(),
                containsString("1.50, null"));
        assertEquals(1, export("owner", folder.getUrl()).size());
        assertEquals(0, export("reader", folder.getUrl()).size());
        assertEquals(1, export("owner", "").size());

        String page =
                send("admin", HttpMethod.GET, folder.getUrl() + "spin-export/").getContentAsString();
        for (String job : new String[] {"named", "nameless", "broken", "unread"}) {
            assertThat(page, containsString(">" + job + "</a>"));
        }
        assertThat(page, not(containsString(">other</a>")));
        assertThat(
                send("owner", HttpMethod.GET, folder.getUrl() + "spin-export/").getContentAsString(),
                not(containsString(">broken</a>")));
        assertThat(
                send("owner", HttpMethod.GET, folder.getUrl()).getContentAsString(),
                containsString("Export pipelines"));
        assertThat(
                send("reader", HttpMethod.GET, folder.getUrl()).getContentAsString(),
                not(containsString("Export pipelines")));
    }

    private static JsonNode export(String user, String folder) throws Exception {
        return JSON.readTree(send(user, HttpMethod.GET, folder + "spin-export/pipelines.json")
                .getContentAsString());
    }
}
