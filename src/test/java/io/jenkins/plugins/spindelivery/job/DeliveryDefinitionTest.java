package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.Util;
import hudson.model.BooleanParameterDefinition;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.ParameterDefinition;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** The start of pipelines: parameters, what refuses a start, artifacts, replay. */
public class DeliveryDefinitionTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @TestExtension
    public static ScriptedStages stages() {
        return new ScriptedStages();
    }

    @After
    public void nothingStaysBehind() throws Exception {
        Deliveries.awaitNothingOpen();
        Script.reset();
    }

    private static WorkflowJob job(String fields, String... stages) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        define(job, fields, stages);
        return job;
    }

    private static void define(WorkflowJob job, String fields, String... stages) {
        List<String> managed = DeliveryDefinition.of(job)
                .map(DeliveryDefinition::getManagedParameters)
                .orElse(List.of());
        String separator = fields.isEmpty() ? "" : ", ";
        DeliveryDefinition definition = new DeliveryDefinition(
                new DefinitionText("{" + fields + separator + "\"stages\": [" + String.join(",\n", stages) + "]}"));
        definition.setManagedParameters(managed);
        job.setDefinition(definition);
        ItemListener.fireOnUpdated(job);
    }

    private static String parameters(String... parameters) {
        return "\"parameterConfig\": [" + String.join(", ", parameters) + "]";
    }

    private static List<String> names(WorkflowJob job) {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        return property == null ? List.of() : List.copyOf(property.getParameterDefinitionNames());
    }

    private static ParameterDefinition parameter(WorkflowJob job, String name) {
        return job.getProperty(ParametersDefinitionProperty.class).getParameterDefinition(name);
    }

    private static WorkflowRun ended(WorkflowJob job, Result result, StringParameterValue... values) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0, new ParametersAction(values)).waitForStart();
        Deliveries.await("the end of " + run, () -> !run.isBuilding() && !run.isLogUpdated());
        return JENKINS.assertBuildStatus(result, run);
    }

    @Test
    public void declaredParametersAreAskedForAndOthersStay() throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.addProperty(new ParametersDefinitionProperty(
                new BooleanParameterDefinition("mine", true, "by hand"),
                new StringParameterDefinition("both", "by hand", "by hand")));
        define(
                job,
                parameters(
                        "{\"name\": \"version\", \"label\": \"Version\", \"description\": \"of <b>it</b>\", \"default\": 1.50}",
                        "{\"name\": \"both\", \"default\": \"declared\"}",
                        "{\"name\": \"where\", \"pinned\": true, \"hasOptions\": true, \"default\": \"b\","
                                + " \"options\": [{\"value\": \"a\"}, {\"value\": \"b\"}]}"),
                stage("1", "", ""));
        assertEquals(List.of("where", "version", "mine", "both"), names(job));
        assertEquals(List.of("b", "a"), ((ChoiceParameterDefinition) parameter(job, "where")).getChoices());
        StringParameterDefinition version = (StringParameterDefinition) parameter(job, "version");
        assertEquals("1.50", version.getDefaultValue());
        assertEquals("Version: of <b>it</b>", version.getDescription());
        assertEquals("by hand", parameter(job, "both").getDescription());
        assertEquals(
                List.of("where", "version"),
                DeliveryDefinition.of(job).orElseThrow().getManagedParameters());

        define(job, parameters("{\"name\": \"version\", \"default\": \"2\"}"), stage("1", "", ""));
        assertEquals(List.of("version", "mine", "both"), names(job));
        assertEquals("2", ((StringParameterDefinition) parameter(job, "version")).getDefaultValue());

        // What can't be read changes nothing.
        define(job, parameters("{\"default\": \"nameless\"}"), stage("1", "", ""));
        assertEquals(List.of("version", "mine", "both"), names(job));
        JENKINS.configRoundtrip(job);
        assertEquals(
                List.of("version"), DeliveryDefinition.of(job).orElseThrow().getManagedParameters());
        define(job, "", stage("1", "", ""));
        assertEquals(List.of("mine", "both"), names(job));
        job.doReload();
        assertEquals(List.of(), DeliveryDefinition.of(job).orElseThrow().getManagedParameters());
    }

    @Test
    public void valuesAndDefaultsAreTheRunsParameters() throws Exception {
        Script.named("1.5 x").becomesReady();
        WorkflowJob job = job(
                parameters("{\"name\": \"tag\", \"required\": true}", "{\"name\": \"other\", \"default\": \"x\"}"),
                stage("1", "", "\"scripts\": [\"${parameters.tag} ${trigger.parameters.other}\"]"));
        WorkflowRun run = ended(job, Result.SUCCESS, new StringParameterValue("tag", "1.5"));
        assertEquals(
                "{\"tag\":\"1.5\",\"other\":\"x\"}",
                PipelineRuns.get()
                        .of(run)
                        .orElseThrow()
                        .state()
                        .trigger()
                        .path("parameters")
                        .toString());
    }

    @Test
    public void everythingThatIsWrongIsNamedAndNothingRuns() throws Exception {
        WorkflowJob job = job(
                parameters(
                        "{\"name\": \"tag\", \"required\": true}",
                        "{\"name\": \"day\", \"constraint\": \"date\"}",
                        "{\"name\": \"where\", \"hasOptions\": true, \"options\": [{\"value\": \"a\"}]}"),
                stage("1", "", ""),
                "{\"type\": \"gcb\", \"refId\": \"2\", \"name\": \"Cloud\", \"requisiteStageRefIds\": [\"1\"]}",
                "{\"type\": \"wercker\", \"refId\": \"3\", \"name\": \"Boxes\", \"requisiteStageRefIds\": [\"9\"]}",
                "{\"type\": \"travis\", \"refId\": \"4\", \"name\": \"Off\","
                        + " \"stageEnabled\": {\"type\": \"expression\", \"expression\": \"false\"}}");
        WorkflowRun run = ended(
                job,
                Result.FAILURE,
                new StringParameterValue("day", "soon"),
                new StringParameterValue("where", "s3cret"));
        String log = JenkinsRule.getLog(run);
        for (String words : List.of(
                "nothing has been changed",
                "parameter tag is required",
                "parameter day is no date",
                "parameter where is none of its options: a",
                "- Cloud (2): ",
                "gcb",
                "- Boxes (3): ",
                "wercker",
                "Boxes (3) waits for a stage with the refId 9")) {
            assertThat(log, containsString(words));
        }
        assertThat(log, not(containsString("travis")));
        assertThat(log, not(containsString("s3cret")));
        assertThat(log, not(containsString("\tat ")));
        assertEquals(List.of(), Script.named("1").told());
        assertTrue(PipelineRuns.get().of(run).isEmpty());
    }

    @Test
    public void aStageThatIsSwitchedOffDoesNotKeepTheOthersFromRunning() throws Exception {
        Script.named("1").becomesReady();
        ended(
                job(
                        "",
                        stage("1", "", ""),
                        "{\"type\": \"travis\", \"refId\": \"4\", \"name\": \"Off\", \"requisiteStageRefIds\": [\"1\"],"
                                + " \"stageEnabled\": {\"type\": \"expression\", \"expression\": \"false\"}}"),
                Result.SUCCESS);
        WorkflowRun disabled = ended(job("\"disabled\": true", stage("1", "", "")), Result.FAILURE);
        JENKINS.assertLogContains("disabled by its definition", disabled);
        WorkflowRun broken = ended(job("\"limitConcurrent\": \"perhaps\"", stage("1", "", "")), Result.FAILURE);
        JENKINS.assertLogContains("definition:1: limitConcurrent has to be true or false", broken);
    }

    @Test
    public void artifactsComeFromTheDefaultAndFromEarlierRuns() throws Exception {
        String made = "{\"type\": \"docker/image\", \"name\": \"web\", \"reference\": \"web:7\"}";
        String expected = "\"expectedArtifacts\": [{\"id\": \"image\", \"displayName\": \"the image\","
                + " \"matchArtifact\": {\"type\": \"docker/image\", \"name\": \"${parameters.name}\"}, %s}], "
                + parameters("{\"name\": \"name\", \"default\": \"web\"}");
        String byDefault = "\"useDefaultArtifact\": true, \"defaultArtifact\":"
                + " {\"type\": \"docker/image\", \"name\": \"base\", \"reference\": \"web:1\"}";
        Script.named("1").becomesReady();
        WorkflowJob job =
                job(String.format(expected, byDefault), stage("1", "", "\"makes\": {\"artifacts\": [" + made + "]}"));
        assertEquals("web:1", bound(ended(job, Result.SUCCESS)));
        define(job, String.format(expected, "\"usePriorArtifact\": true"), stage("1", "", ""));
        assertEquals("web:7", bound(ended(job, Result.SUCCESS)));
        WorkflowRun none =
                ended(job(String.format(expected, "\"usePriorArtifact\": true"), stage("1", "", "")), Result.FAILURE);
        JENKINS.assertLogContains("No artifact matches the expected artifact the image", none);
    }

    private static String bound(WorkflowRun run) {
        return PipelineRuns.get()
                .of(run)
                .orElseThrow()
                .state()
                .resolvedExpectedArtifacts()
                .get(0)
                .at("/boundArtifact/reference")
                .asText();
    }

    @Test
    public void aReplayRunsWhatTheOriginalRan() throws Exception {
        Script.named("old 1").becomesReady();
        WorkflowJob job =
                job(parameters("{\"name\": \"tag\"}"), stage("1", "", "\"scripts\": [\"old ${parameters.tag}\"]"));
        WorkflowRun original = ended(job, Result.SUCCESS, new StringParameterValue("tag", "1"));
        define(job, parameters("{\"name\": \"tag\"}"), stage("1", "", "\"scripts\": [\"new ${parameters.tag}\"]"));
        ReplayAction replay = original.getAction(ReplayAction.class);
        assertRepeats((WorkflowRun)
                replay.run2(replay.getOriginalScript(), Map.of()).getFuture().get());
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.getPage(new WebRequest(client.createCrumbedUrl(original.getUrl() + "replay/rebuild"), HttpMethod.POST));
        JENKINS.waitUntilNoActivity();
        assertEquals(3, job.getLastBuild().getNumber());
        assertRepeats(job.getLastBuild());
        assertEquals(List.of(), Script.named("new 1").told());
        // Its definition is gone, as it is with a build that was deleted while the repetition waited.
        Util.deleteRecursive(new File(original.getRootDir(), "spin-delivery-pipeline"));
        WorkflowRun orphan = (WorkflowRun)
                replay.run2(replay.getOriginalScript(), Map.of()).getFuture().get();
        JENKINS.assertBuildStatus(Result.FAILURE, orphan);
        JENKINS.assertLogContains("Nothing is known of the pipeline of build #1", orphan);
    }

    private static void assertRepeats(WorkflowRun again) throws Exception {
        JENKINS.assertBuildStatusSuccess(again);
        PipelineRun pipeline = PipelineRuns.get().of(again).orElseThrow();
        assertEquals("old 1", pipeline.progress("1").context().at("/scripts/0").asText());
    }

    @Test
    public void formAndFileKeepTheTextAsItIs() throws Exception {
        String text = "# kept\nname: '</textarea><script>alert(1)</script> ${x} &amp; \"'\n"
                + "stages:\n  - {type: scripted, refId: 1, name: '<img src=x onerror=alert(1)>', scripts: [a]}\n\n";
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new DeliveryDefinition(new DefinitionText(text)));
        JENKINS.configRoundtrip(job);
        assertEquals(text, text(job));
        job.doReload();
        assertEquals(text, text(job));
    }

    private static String text(WorkflowJob job) {
        return ((DefinitionText) DeliveryDefinition.of(job).orElseThrow().getSource()).getText();
    }

    /** As people and programs write it; a contract. */
    @Test
    public void aConfigurationThatSomebodyWroteIsUnderstood() throws Exception {
        String xml = "<flow-definition><definition class=\"" + DeliveryDefinition.class.getName()
                + "\"><source class=\"" + DefinitionText.class.getName()
                + "\"><text>{\"parameterConfig\": [{\"name\": \"tag\"}], \"stages\": []}</text></source></definition>"
                + "</flow-definition>";
        WorkflowJob job = (WorkflowJob) JENKINS.jenkins.createProjectFromXML(
                "written", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of("tag"), names(job));
        assertEquals(List.of("tag"), DeliveryDefinition.of(job).orElseThrow().getManagedParameters());
        String saved = Files.readString(job.getConfigFile().getFile().toPath());
        assertThat(saved, containsString("<managedParameters>"));
        assertThat(saved, not(containsString("<known")));
        JsonNode described = JSON.readTree(JENKINS.createWebClient()
                .goTo("job/written/api/json", "application/json")
                .getWebResponse()
                .getContentAsString());
        assertEquals("written", described.path("name").asText());
    }
}
