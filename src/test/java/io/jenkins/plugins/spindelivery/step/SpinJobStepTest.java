package io.jenkins.plugins.spindelivery.step;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import hudson.model.Cause;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.User;
import hudson.model.labels.LabelAtom;
import hudson.security.ACL;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.spindelivery.builder.SpinJobBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DisableConcurrentBuildsJobProperty;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** Other jobs in a real Jenkins: started, waited for, stopped, read. */
public class SpinJobStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static int count;

    @Before
    public void everybody() {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
    }

    private static String name() {
        return "job" + count++;
    }

    private static WorkflowJob child(String script) throws Exception {
        return pipeline(name(), script);
    }

    private static WorkflowRun run(Result result, String script) throws Exception {
        WorkflowRun run = started(name(), script);
        JENKINS.assertBuildStatus(result, JENKINS.waitForCompletion(run));
        JENKINS.assertLogNotContains("\tat ", run);
        return run;
    }

    private static void assertRefused(String message, String script) throws Exception {
        WorkflowRun run = run(Result.FAILURE, script);
        JENKINS.assertLogContains(message, run);
        assertEquals(StageStatus.REFUSED, stage(run).status());
    }

    @Test
    public void parametersGoInAndPropertiesComeBack() throws Exception {
        WorkflowJob child = child(
                """
                node {
                  writeFile file: 'out/a.properties', text: "IMAGE=shop/web:${params.TAG}\\nSIZE=${params.SIZE}\\nE=x=y"
                  writeFile file: 'out/a.json', text: '{"a": {"b": [1, true]}}'
                  writeFile file: 'out/a.yaml', text: 'a: [1]'
                  writeFile file: 'out/empty.properties', text: '# nothing'
                  writeFile file: 'out/list.json', text: '[1]'
                  writeFile file: 'out/large.properties', text: 'a=' + 'x' * (1024 * 1024)
                  archiveArtifacts 'out/*'
                }
                """);
        child.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("TAG", "latest"),
                new ChoiceParameterDefinition("SIZE", new String[] {"small", "large"}, "")));
        String job = child.getName();
        WorkflowRun run = run(
                Result.SUCCESS,
                """
                def got = spinJob job: '%1$s', parameters: [TAG: '${ "1." + 5 }'], propertyFile: 'a.properties'
                assert got.properties == [E: 'x=y', IMAGE: 'shop/web:1.5', SIZE: 'small']
                assert got.buildInfo.result == 'SUCCESS' && got.buildInfo.number == 1 && got.job == '%1$s'
                assert got.buildInfo.artifacts.find { it.fileName == 'a.json' }.relativePath == 'out/a.json'
                assert spinJob(job: '%1$s', propertyFile: 'out/a.json').properties == [a: [b: [1, true]]]
                assert spinJob(job: '%1$s', propertyFile: 'a.yaml').properties == [a: [1]]
                """
                        .formatted(job));
        assertNotNull(child.getBuildByNumber(1).getCause(Cause.UpstreamCause.class));
        assertEquals(
                run.getParent().getFullName(),
                child.getBuildByNumber(1).getCause(Cause.UpstreamCause.class).getUpstreamProject());
        for (Map.Entry<String, String> wrong : Map.of(
                        "none.properties", "has archived no file none.properties. It has: out/a.json",
                        "../../build.xml", "has archived no file",
                        "empty.properties", "is empty",
                        "list.json", "is not what its name says",
                        "large.properties", "is larger than 1048576 bytes")
                .entrySet()) {
            WorkflowRun failed =
                    run(Result.FAILURE, "spinJob job: '" + job + "', propertyFile: '" + wrong.getKey() + "'");
            JENKINS.assertLogContains(wrong.getValue(), failed);
        }
        assertRefused("has no parameter TGA", "spinJob job: '" + job + "', parameters: [TGA: 1, SIZE: 'small']");
        assertRefused(
                "does not take the value of its parameter SIZE", "spinJob job: '" + job + "', parameters: 'SIZE=x'");
        assertEquals("no build for what is refused", 8, child.getLastBuild().getNumber());
    }

    @Test
    public void theOtherBuildsResultIsTheSteps() throws Exception {
        String unstable = child("unstable 'so so'").getName();
        run(Result.FAILURE, "spinJob '" + unstable + "'");
        run(
                Result.SUCCESS,
                "assert spinJob(job: '" + unstable + "', unstableIsSuccess: true).buildInfo.result == 'UNSTABLE'");
        run(
                Result.FAILURE,
                "spinJob '" + child("currentBuild.result = 'NOT_BUILT'").getName() + "'");
        WorkflowRun failed =
                run(Result.FAILURE, "spinJob '" + child("error 'no'").getName() + "'");
        JENKINS.assertLogContains("#1 ended as FAILURE. Look at its log", failed);
        run(
                Result.ABORTED,
                "spinJob '"
                        + child("currentBuild.result = 'ABORTED'; error 'x'").getName() + "'");
    }

    @Test
    public void stoppingStopsTheOtherBuildAndTheQueue() throws Exception {
        WorkflowJob child = child("try { spinWait seconds: 86400 } finally { echo 'tidied up' }");
        WorkflowRun parent = started(name(), "spinJob '" + child.getName() + "'");
        await(
                "the child",
                () -> child.getLastBuild() != null
                        && JenkinsRule.getLog(child.getLastBuild()).contains("Waits until"));
        parent.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(parent));
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(child.getLastBuild()));
        JENKINS.assertLogContains("tidied up", child.getLastBuild());

        FreeStyleProject queued = JENKINS.createFreeStyleProject(name());
        queued.setAssignedLabel(new LabelAtom("nowhere"));
        WorkflowRun waiting = started(name(), "spinJob '" + queued.getName() + "'");
        await("the item", queued::isInQueue);
        waiting.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(waiting));
        assertEquals(false, queued.isInQueue());

        WorkflowRun robbed = started(name(), "spinJob '" + queued.getName() + "'");
        await("the item", queued::isInQueue);
        Queue.getInstance().cancel(queued);
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(robbed));
        JENKINS.assertLogContains("Somebody took " + queued.getName() + " out of Jenkins' queue", robbed);
        assertNull(queued.getLastBuild());
        awaitNothingOpen();
    }

    @Test
    public void equalStartsGetBuildsOfTheirOwnAndNeedNoWaiting() throws Exception {
        FreeStyleProject child = JENKINS.createFreeStyleProject(name());
        child.setAssignedLabel(new LabelAtom("nowhere"));
        run(
                Result.SUCCESS,
                "for (int i = 0; i < 3; i++) { assert spinJob(job: '" + child.getName() + "', wait: false).job == '"
                        + child.getName() + "' }");
        assertEquals(3, Queue.getInstance().getItems(child).size());
        Queue.getInstance().clear();
    }

    @Test
    public void whatCannotBeStartedIsRefused() throws Exception {
        WorkflowJob disabled = child("echo 'x'");
        disabled.setDisabled(true);
        assertRefused("it is disabled", "spinJob '" + disabled.getName() + "'");
        assertRefused("There is no job nowhere", "spinJob 'nowhere'");
        assertRefused(
                "There is no property file yet",
                "spinJob job: '" + child("echo 'x'").getName() + "', wait: false, propertyFile: 'a.json'");
        WorkflowJob alone = child("");
        alone.addProperty(new DisableConcurrentBuildsJobProperty());
        WorkflowJob between = child("spinJob '" + alone.getName() + "'");
        alone.setDefinition(
                new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition("spinJob '" + between.getName() + "'", true));
        JENKINS.assertBuildStatus(Result.FAILURE, alone.scheduleBuild2(0));
        JENKINS.assertLogContains("runs one build at a time and waits for this one", between.getLastBuild());
        alone.setDefinition(
                new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition("spinJob '" + alone.getName() + "'", true));
        WorkflowRun itself = JENKINS.assertBuildStatus(Result.FAILURE, alone.scheduleBuild2(0));
        JENKINS.assertLogContains("runs one build at a time and waits for this one", itself);
    }

    @Test
    public void whoMayNotBuildTheOtherJobIsRefused() throws Exception {
        WorkflowJob child = child("echo 'x'");
        WorkflowJob parent = child("spinJob '" + child.getName() + "'");
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder"));
        for (String user : new String[] {"reader", "builder"}) {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
            QueueItemAuthenticatorConfiguration.get()
                    .getAuthenticators()
                    .add(new MockQueueItemAuthenticator()
                            .authenticate(
                                    parent.getFullName(),
                                    User.getOrCreateByIdOrFullName(user).impersonate2())
                            .authenticate(child.getFullName(), ACL.SYSTEM2));
            Result expected = user.equals("builder") ? Result.SUCCESS : Result.FAILURE;
            WorkflowRun run = JENKINS.assertBuildStatus(expected, parent.scheduleBuild2(0));
            if (expected == Result.FAILURE) {
                JENKINS.assertLogContains("reader, as whom the build ran, may not build", run);
                assertNull(child.getLastBuild());
            }
        }
    }

    @Test
    public void aBuildStepStartsAJob() throws Exception {
        FreeStyleProject child = JENKINS.createFreeStyleProject(name());
        FreeStyleProject parent = JENKINS.createFreeStyleProject(name());
        parent.getBuildersList().add(new SpinJobBuilder(new SpinJobStep(child.getName())));
        JENKINS.buildAndAssertSuccess(parent);
        JENKINS.assertBuildStatusSuccess(child.getLastBuild());
        assertEquals(1, child.getLastBuild().getNumber());
    }
}
