package io.jenkins.plugins.spindelivery.editor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.job.DefinitionText;
import io.jenkins.plugins.spindelivery.job.DeliveryDefinition;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A pipeline in a form: what nobody touched stays as it is, and what was changed is all that changes. */
public class PipelineFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    /** With fields that no form knows, at each level, and in an order and with numbers of its own. */
    private static final String PIPELINE =
            """
            {
              "zzz": 1.50, "application": "ci", "index": 3,
              "parameterConfig": [{"name": "tag", "pinned": true, "default": 7, "own": [1, 2.0]}],
              "triggers": [{"type": "webhook", "source": "x", "unknown": {"a": null}}],
              "stages": [
                {"refId": "1", "type": "wait", "name": "Rest", "waitTime": 30, "mine": {"deep": [true]}, "requisiteStageRefIds": []},
                {"refId": "2", "type": "nobody-knows-it", "name": "Odd", "field": 1e3, "requisiteStageRefIds": ["1"]},
                {"refId": "3", "type": "scaleManifest", "name": "Scale", "account": "prod", "location": "web", "manifestName":
                  "deployment web", "replicas": "${ parameters.tag }", "kinds": ["deployment"], "requisiteStageRefIds": ["1"],
                  "cloudProvider": "kubernetes", "stageEnabled": {"type": "expression", "expression": "true", "kept": 1}},
                {"refId": "4", "type": "manualJudgment", "name": "Ask <b>\\"them\\"</b>", "judgmentInputs": [{"value": "yes"}],
                  "instructions": "Well?\\nAnd: ${ parameters.tag }", "notifications": [], "requisiteStageRefIds": ["2", "3"]},
                {"refId": "5", "type": "webhook", "name": "Tell", "url": "https://example.com", "customHeaders": {"Accept": "text/plain"},
                  "payload": {"tag": "${ parameters.tag }"}, "requisiteStageRefIds": ["4"]}
              ]
            }
            """;

    private static final BiFunction<String, String, Optional<String>> NO_JOBS =
            (application, pipeline) -> Optional.empty();

    private WorkflowJob job;

    @Before
    public void aJob() throws IOException, InterruptedException {
        for (var item : JENKINS.jenkins.getItems()) {
            item.delete();
        }
        JENKINS.jenkins.setAuthorizationStrategy(new hudson.security.AuthorizationStrategy.Unsecured());
        job = JENKINS.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new DeliveryDefinition(new DefinitionText(PIPELINE)));
    }

    private HtmlForm form() throws Exception {
        HtmlPage page = JENKINS.createWebClient().getPage(job, "configure");
        return page.getFormByName("config");
    }

    private String text() {
        DeliveryDefinition definition = DeliveryDefinition.of((WorkflowJob) JENKINS.jenkins.getItem("pipeline"))
                .orElseThrow();
        return ((DefinitionText) definition.getSource()).getText();
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }

    /** As a person does it: the page hears of the change. */
    private static void enter(HtmlInput input, String value) {
        input.setValue(value);
        input.fireEvent("input");
        input.fireEvent("change");
    }

    private static <T extends DomElement> T first(HtmlForm form, String path) {
        return form.getFirstByXPath(path);
    }

    @Test
    public void aFormThatNobodyTouchedLeavesTheTextAsItIs() throws Exception {
        HtmlForm form = form();
        assertEquals("form", first(form, ".//input[@name='view']").getAttribute("value"));
        JENKINS.submit(form);
        assertEquals(PIPELINE, text());
    }

    /** The project's own samples, which have each type of stage, and the examples. */
    @Test
    public void everySampleGoesThroughTheFormUnchanged() throws Exception {
        List<Path> samples = new ArrayList<>();
        Path root = Path.of(System.getProperty("spin.root", ""));
        for (String folder : List.of("examples/pipelines", "docs/examples")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".json")).forEach(samples::add);
            }
        }
        assertTrue(samples.size() > 10);
        int forms = 0;
        for (Path sample : samples) {
            String text = Files.readString(sample);
            PipelineForm form = PipelineForm.of(text, NO_JOBS);
            forms += form.getStages().stream()
                    .filter(stage -> !stage.getDescriptor().isJson())
                    .count();
            // Rows that are not sent by a page count as touched.
            String written = PipelineForm.write(
                    text,
                    NO_JOBS,
                    form.fields(),
                    form.getParameters(),
                    form.getStages(),
                    List.of(form.getTriggers(), form.getNotifications(), form.getExpectedArtifacts()));
            assertEquals(sample.toString(), text, written);
        }
        assertTrue("most stages have a form: " + forms, forms > 30);
    }

    @Test
    public void whatWasChangedIsAllThatChanges() throws Exception {
        HtmlForm form = form();
        HtmlInput name = first(form, ".//input[@name='_.name' and @value='Rest']");
        enter(name, "Sleep");
        HtmlInput seconds = first(form, ".//div[@name='stages'][1]//input[@name='_.seconds']");
        assertEquals("30", seconds.getValue());
        enter(seconds, "45");
        JENKINS.submit(form);
        ObjectNode expected = json(PIPELINE);
        ((ObjectNode) expected.at("/stages/0")).put("name", "Sleep").put("waitTime", 45);
        JsonNode stage = json(text()).at("/stages/0");
        assertEquals("45", stage.path("waitTime").asText());
        ((ObjectNode) expected.at("/stages/0")).set("waitTime", stage.path("waitTime"));
        assertEquals(expected, json(text()));
        assertThat("numbers stay as they are written", text(), containsString("\"zzz\": 1.50"));
    }

    /** A form shows maps as texts, and sends something for fields that were empty. */
    @Test
    public void aMapStaysAMapAndNobodyWritesDefaults() throws Exception {
        HtmlForm form = form();
        HtmlTextArea headers = first(form, ".//div[@name='stages'][5]//textarea[@name='_.headers']");
        assertThat(headers.getText(), containsString("Accept"));
        headers.setText("Accept: application/json");
        headers.fireEvent("change");
        JENKINS.submit(form);
        ObjectNode expected = json(PIPELINE);
        ((ObjectNode) expected.at("/stages/4/customHeaders")).put("Accept", "application/json");
        assertEquals(expected, json(text()));
    }

    @Test
    public void unknownStagesAreEditedAsJson() throws Exception {
        HtmlForm form = form();
        HtmlTextArea odd = first(form, ".//textarea[@name='stage']");
        assertThat(odd.getText(), containsString("nobody-knows-it"));
        odd.setText(odd.getText().replace("Odd", "Even"));
        JENKINS.submit(form);
        ObjectNode expected = json(PIPELINE);
        ((ObjectNode) expected.at("/stages/1")).put("name", "Even");
        assertEquals(expected, json(text()));
    }

    @Test
    public void textAndFormFollowEachOther() throws Exception {
        HtmlForm form = form();
        HtmlInput name = first(form, ".//input[@name='_.name' and @value='Rest']");
        enter(name, "Sleep");
        HtmlButton toText = first(form, ".//button[@data-view='text']");
        toText.click();
        form.getPage().getWebClient().waitForBackgroundJavaScript(20_000);
        HtmlTextArea text = first(form, ".//textarea[@name='_.text']");
        assertEquals("Sleep", json(text.getText()).at("/stages/0/name").asText());
        assertTrue(
                "only one view counts",
                form.getByXPath(".//div[@name='stages']").isEmpty());

        text.setText(text.getText().replace("Sleep", "Dream"));
        HtmlButton toForm = first(form, ".//button[@data-view='form']");
        toForm.click();
        form.getPage().getWebClient().waitForBackgroundJavaScript(20_000);
        assertEquals(
                1,
                form.getByXPath(".//input[@name='_.name' and @value='Dream']").size());
        JENKINS.submit(form);
        assertEquals("Dream", json(text()).at("/stages/0/name").asText());
    }

    @Test
    public void aTextThatCannotBeReadStaysInItsView() throws Exception {
        HtmlForm form = form();
        HtmlButton toText = first(form, ".//button[@data-view='text']");
        toText.click();
        form.getPage().getWebClient().waitForBackgroundJavaScript(20_000);
        HtmlTextArea text = first(form, ".//textarea[@name='_.text']");
        text.setText("{\"stages\": 3}");
        HtmlButton toForm = first(form, ".//button[@data-view='form']");
        toForm.click();
        form.getPage().getWebClient().waitForBackgroundJavaScript(20_000);
        DomElement problem = first(form, ".//p[contains(@class, 'spin-editor__problem')]");
        assertThat(problem.getTextContent(), containsString("has to be a list"));
        assertEquals("text", first(form, ".//input[@name='view']").getAttribute("value"));
        assertEquals("{\"stages\": 3}", text.getText());
    }

    @Test
    public void aStageThatIsAddedBeginsAfterTheOneBeforeIt() throws Exception {
        ObjectNode before = json(PIPELINE);
        StageFormDescriptor wait = StageFormDescriptors.get().all().stream()
                .filter(each -> each.type().equals("wait"))
                .findFirst()
                .orElseThrow();
        PipelineForm form = PipelineForm.of(PIPELINE, NO_JOBS);
        List<StageForm> stages = form.getStages();
        StageForm added = new StageForm(
                wait, "", "", stages.get(0).fields(), stages.get(0).getStep(), List.of());
        String text = PipelineForm.write(
                PIPELINE,
                NO_JOBS,
                form.fields(),
                form.getParameters(),
                List.of(stages.get(0), stages.get(1), stages.get(2), stages.get(3), stages.get(4), added),
                List.of(form.getTriggers(), form.getNotifications(), form.getExpectedArtifacts()));
        JsonNode stage = json(text).at("/stages/5");
        assertEquals("6", stage.path("refId").asText());
        assertEquals("wait", stage.path("type").asText());
        assertEquals("30", stage.path("waitTime").asText());
        before.withArray("stages").add(stage);
        assertEquals(before, json(text));
    }

    @Test
    public void everyKindOfStageHasAFormWithWordsInBothLanguages() throws Exception {
        List<StageFormDescriptor> all = StageFormDescriptors.get().all();
        assertTrue(all.size() > 10);
        for (StageFormDescriptor each : all) {
            assertFalse(each.getId(), each.getDisplayName().startsWith("editor."));
        }
        List<String> offered = PipelineForm.of("", NO_JOBS).getStageDescriptors().stream()
                .map(StageFormDescriptor::getDisplayName)
                .toList();
        assertEquals("each is offered once", new HashSet<>(offered).size(), offered.size());
        Set<String> types = new TreeSet<>();
        all.forEach(each -> types.add(each.type()));
        assertFalse("it can't run here", types.contains("waitUntil"));
        assertTrue(types.containsAll(Set.of("deployManifest", "manualJudgment", "bake", "webhook", "jenkins")));
    }

    @Test
    public void onlyConfigurersTurnTextsIntoFormsAndFormsIntoTexts() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
        for (String method : List.of("form", "text")) {
            assertEquals(403, status("reader", method, HttpMethod.POST));
            assertNotEquals(403, status("configurer", method, HttpMethod.POST));
            assertEquals("there is nothing to get", 404, status("configurer", method, HttpMethod.GET));
        }
    }

    private int status(String user, String method, HttpMethod verb) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
        // What is sent is a part of a page, whose scripts need the rest.
        client.getOptions().setJavaScriptEnabled(false);
        String url = job.getUrl() + "descriptorByName/" + DefinitionText.class.getName() + "/" + method;
        WebRequest request = new WebRequest(new URL(JENKINS.getURL(), url), verb);
        request.setRequestParameters(
                List.of(new NameValuePair("text", PIPELINE), new NameValuePair("form", "{\"text\": \"\"}")));
        Page page = client.getPage(verb == HttpMethod.POST ? client.addCrumb(request) : request);
        return page.getWebResponse().getStatusCode();
    }
}
