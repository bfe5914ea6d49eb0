package io.jenkins.plugins.spindelivery.job;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.FolderProperty;
import com.cloudbees.hudson.plugins.folder.FolderPropertyDescriptor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.TopLevelItemDescriptor;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** The entries of New Item, and that the jobs they make are Pipeline jobs like any other. */
public class NewPipelineTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private static final List<NewPipeline> ALL = List.of(
            NewPipeline.EMPTY,
            NewPipeline.IMAGE_TAG,
            NewPipeline.MANIFEST_CHANGE,
            NewPipeline.CANARY,
            NewPipeline.ROLLING,
            NewPipeline.CONFIGURATION,
            NewPipeline.BAKE);

    @Before
    public void everybodyMayDoEverything() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
    }

    private static JenkinsRule.WebClient as(String user) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return client.login(user);
    }

    private static int create(String user, String name, String mode) throws Exception {
        JenkinsRule.WebClient client = as(user).withJavaScriptEnabled(false);
        String query = "createItem?name=" + name + "&mode=" + URLEncoder.encode(mode, StandardCharsets.UTF_8);
        WebRequest request = new WebRequest(new URL(JENKINS.getURL(), query), HttpMethod.POST);
        request.setAdditionalHeader("Content-Type", "application/x-www-form-urlencoded");
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    @Test
    public void anEntryMakesAPipelineJob() throws Exception {
        assertEquals(200, create("admin", "made", NewPipeline.CANARY.getId()));
        WorkflowJob job = JENKINS.jenkins.getItemByFullName("made", WorkflowJob.class);
        assertEquals(NewPipeline.CANARY.text(), text(job));
        assertSame(JENKINS.jenkins.getDescriptorOrDie(WorkflowJob.class), job.getDescriptor());
        String config = Files.readString(job.getConfigFile().getFile().toPath());
        assertThat(config, containsString("<flow-definition"));
        assertThat(config, containsString(DeliveryDefinition.class.getName()));
        assertThat(config, not(containsString("NewPipeline")));

        WorkflowJob copy = JENKINS.jenkins.copy(job, "copied");
        assertEquals(NewPipeline.CANARY.text(), text(copy));
        copy.renameTo("renamed");
        assertSame(copy, JENKINS.jenkins.getItemByFullName("renamed"));
        copy.doReload();
        assertEquals(NewPipeline.CANARY.text(), text(copy));

        JenkinsRule.WebClient admin = as("admin").withJavaScriptEnabled(false);
        WebRequest post = new WebRequest(admin.createCrumbedUrl("job/renamed/config.xml"), HttpMethod.POST);
        post.setRequestBody(config.replace("Judge the canary", "Ask for the canary"));
        post.setAdditionalHeader("Content-Type", "application/xml");
        assertEquals(200, admin.getPage(post).getWebResponse().getStatusCode());
        assertThat(text(copy), containsString("Ask for the canary"));
    }

    private static String text(WorkflowJob job) {
        DeliveryDefinition definition = DeliveryDefinition.of(job).orElseThrow();
        return ((DefinitionText) definition.getSource()).getText();
    }

    @Test
    public void newItemShowsThemTogether() throws Exception {
        JsonNode categories = new ObjectMapper()
                .readTree(as("admin")
                        .goTo("itemCategories?depth=3", "application/json")
                        .getWebResponse()
                        .getContentAsString())
                .path("categories");
        JsonNode ours = StreamSupport.stream(categories.spliterator(), false)
                .filter(category -> category.path("id").asText().equals(NewPipelines.ID))
                .findFirst()
                .orElseThrow();
        assertEquals("Delivery pipelines", ours.path("name").asText());
        assertEquals(ALL.size(), ours.path("items").size());
        for (JsonNode item : ours.path("items")) {
            assertThat(item.toString(), not(containsString("job.new")));
            assertThat(item.path("displayName").asText(), containsString("Delivery pipeline"));
            assertFalse(item.path("description").asText().isBlank());
            assertThat(item.path("iconXml").asText(), containsString("<svg"));
        }
        assertThat(
                as("admin").withJavaScriptEnabled(false).goTo("newJob").asNormalizedText(), containsString("New Item"));
    }

    @Test
    public void pipelineJobsKeepTheirOwnEntry() throws Exception {
        TopLevelItemDescriptor pipelines =
                (TopLevelItemDescriptor) JENKINS.jenkins.getDescriptorOrDie(WorkflowJob.class);
        assertThat(pipelines, instanceOf(WorkflowJob.DescriptorImpl.class));
        assertSame(pipelines, Items.all().findByName(WorkflowJob.class.getName()));
        assertSame(pipelines, JENKINS.createProject(WorkflowJob.class).getDescriptor());
        for (NewPipeline entry : ALL) {
            assertSame(entry, Items.all().findByName(entry.getId()));
            assertFalse(entry.testInstance(JENKINS.createProject(WorkflowJob.class)));
        }
        assertEquals(
                ALL.size(), new TreeSet<>(ALL.stream().map(NewPipeline::getId).toList()).size());
    }

    @Test
    public void whoMayNotCreateMayNot() throws Exception {
        assertEquals(403, create("reader", "forbidden", NewPipeline.EMPTY.getId()));
        assertNull(JENKINS.jenkins.getItemByFullName("forbidden"));
        try (ACLContext as = ACL.as2(User.getById("admin", true).impersonate2())) {
            Folder folder = JENKINS.createProject(Folder.class);
            assertTrue(NewPipeline.EMPTY.isApplicableIn(folder));
            folder.addProperty(new WithoutPipelines());
            assertFalse(NewPipeline.EMPTY.isApplicableIn(folder));
            assertThrows(Exception.class, () -> folder.createProject(NewPipeline.EMPTY, "forbidden", true));
            assertEquals(0, folder.getItems().size());
        }
    }

    @Test
    public void everyTemplateCanBeRead() {
        for (NewPipeline entry : ALL) {
            Definition definition =
                    Definition.read(entry.getId(), entry.text().getBytes(StandardCharsets.UTF_8), Definition.LIMITS);
            if (entry != NewPipeline.EMPTY) {
                DefinitionChecks.check(definition, JENKINS.jenkins);
            }
            assertTrue("waits or replaces, on purpose", definition.limitConcurrent());
        }
    }

    /** Of a folder in which there are to be no Pipeline jobs. */
    public static final class WithoutPipelines extends FolderProperty<Folder> {
        @Override
        public boolean allowsParentToCreate(TopLevelItemDescriptor type) {
            return !(type instanceof WorkflowJob.DescriptorImpl);
        }

        /** Describes the property. */
        @TestExtension
        public static final class DescriptorImpl extends FolderPropertyDescriptor {}
    }
}
