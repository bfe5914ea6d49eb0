package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.job.ScriptedStages.pipeline;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.builder.SpinFindArtifactBuilder;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.step.SpinFindArtifactStep;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.TestExtension;

/** {@code spinFindArtifact}: what an earlier run of a pipeline made. */
public class FindArtifactTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

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

    private static final String IMAGE = "expectedArtifacts: [[matchArtifact: [type: 'docker/image', name: '.*web']]]";

    private static WorkflowJob maker;

    @Before
    public void aPipelineThatMakesImages() throws Exception {
        if (maker != null) {
            return;
        }
        maker = JENKINS.createProject(WorkflowJob.class);
        image("web:1");
        assertEquals(Result.SUCCESS, run(maker).getResult());
    }

    @After
    public void everybodyMayDoEverything() {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
    }

    private static WorkflowRun run(WorkflowJob job) throws Exception {
        return JENKINS.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }

    private static void image(String reference) {
        Script.named("m").becomesReady();
        maker.setDefinition(new DeliveryDefinition(new DefinitionText(pipeline(stage(
                "m",
                "",
                "\"makes\": {\"artifacts\": [{\"type\": \"docker/image\", \"name\": \"web\", \"reference\": \""
                        + reference + "\"}]}")))));
    }

    private static WorkflowRun script(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    private static String of(String more) {
        return "def f = spinFindArtifact job: '" + maker.getFullName() + "', " + IMAGE + more
                + "\necho \"found ${f.number} ${f.artifacts*.reference}"
                + " ${f.resolvedExpectedArtifacts[0].boundArtifact.name}\"";
    }

    @Test
    public void theNewestRunThatFitsCounts() throws Exception {
        image("web:2");
        Script.named("m").fails(1);
        assertEquals(Result.FAILURE, run(maker).getResult());
        JENKINS.assertLogContains("found 1 [web:1] web", script(Result.SUCCESS, of("")));
        JENKINS.assertLogContains(
                "No artifact matches the expected artifact other",
                script(Result.FAILURE, of(", failed: true").replace(".*web", "other")));
        WorkflowRun byName = script(
                Result.SUCCESS,
                "echo spinFindArtifact(pipeline: '" + maker.getName() + "', " + IMAGE + ").artifacts[0].reference");
        JENKINS.assertLogContains("web:1", byName);
    }

    @Test
    public void whatIsUnclearOrMissingIsRefused() throws Exception {
        refused("spinFindArtifact " + IMAGE, "Name either a job or a pipeline");
        refused("spinFindArtifact job: 'nowhere', " + IMAGE, "There is no job nowhere");
        refused("spinFindArtifact job: '" + maker.getFullName() + "'", "No artifacts are looked for");
        refused(of(", successful: false"), "so there is none");
        refused(of(", successful: false, running: true"), "None of the newest runs");
    }

    private static void refused(String script, String message) throws Exception {
        WorkflowRun run = script(Result.FAILURE, script);
        JENKINS.assertLogContains(message, run);
        JENKINS.assertLogNotContains("\tat ", run);
    }

    @Test
    public void whoMayNotSeeTheJobIsToldOfNothing() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(of(""), true));
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .onItems(job)
                .to("bob"));
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById("bob", true).impersonate2()));
        WorkflowRun run = JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        JENKINS.assertLogContains("There is no job " + maker.getFullName(), run);
    }

    @Test
    public void theFormKeepsEverythingAndAddsNothing() throws Exception {
        SpinFindArtifactStep full = new SpinFindArtifactStep();
        full.setApplication("shop");
        full.setPipeline("Deploy");
        full.setSuccessful(false);
        full.setFailed(true);
        full.setRunning(true);
        full.setExpectedArtifacts("[{matchArtifact: {name: web}}]");
        SpinFindArtifactStep small = new SpinFindArtifactStep();
        small.setJob("made");
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        project.getBuildersList().add(new SpinFindArtifactBuilder(full));
        project.getBuildersList().add(new SpinFindArtifactBuilder(small));
        var again = JENKINS.configRoundtrip(project).getBuildersList();
        assertEquals(arguments(full), arguments(((SpinFindArtifactBuilder) again.get(0)).getStep()));
        assertEquals(Map.of("job", "made"), arguments(((SpinFindArtifactBuilder) again.get(1)).getStep()));
        SpinFindArtifactStep.DescriptorImpl form =
                JENKINS.jenkins.getDescriptorByType(SpinFindArtifactStep.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.OK, form.doCheckExpectedArtifacts(project, "[{matchArtifact: {}}]").kind);
        assertThat(form.doCheckExpectedArtifacts(project, "a: b").getMessage(), containsString("list"));
    }

    private static Map<String, Object> arguments(SpinFindArtifactStep step) {
        return DescribableModel.uninstantiate2_(step).toMap();
    }
}
