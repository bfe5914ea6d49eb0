package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinServerGroupBuilder;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinServerGroup} and {@code spinRollingServerGroup} in Pipelines, in a form, and as a build step. */
public class ServerGroupStepTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private final PeerAccount peer = AWS.account();

    @Before
    public void accounts() throws Exception {
        peer.rules().delay(Duration.ofMillis(20));
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", peer.accessKey(), Secret.fromString(peer.secret())));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions("eu-central-1, eu-west-1");
        cloud.setEndpointUrl(peer.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    private static WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    private List<String> groups() {
        return new ServerGroups(peer.aside(), Runnable::run)
                .all().stream().map(ServerGroupStepTest::line).toList();
    }

    private static String line(ServerGroup group) {
        return group.name() + (group.enabled() ? " in " : " out ") + group.capacity();
    }

    @Test
    public void aPipelineDeploysByRedBlackAndThenByPercentages() throws Exception {
        String first =
                """
                def first = spinServerGroup account: 'cloud', application: 'shop', stack: 'web', desired: 2, max: 4,
                    image: [[region: 'eu-west-1', id: 'ami-0'], [region: 'eu-central-1', id: '%s']],
                    instanceType: 't3.micro', userData: 'echo ${HOME} top-secret', strategy: 'redBlack', tags: [team: 'shop']
                assert first.status == 'succeeded' && first.serverGroup == 'shop-web-v000' && first.up == 2
                def seen = []
                def next = spinRollingServerGroup(account: 'cloud', application: 'shop', stack: 'web',
                        image: '%s', instanceType: 't3.micro', sourceCapacity: true, targetPercentages: [50]) {
                    seen << "${env.SPIN_SERVER_GROUP} ${env.SPIN_TRAFFIC_PERCENTAGE} ${env.SPIN_AWS_REGION}".toString()
                }
                assert seen == ['shop-web-v001 50 eu-central-1', 'shop-web-v001 100 eu-central-1']
                assert next.objects*.action == ['created', 'disabled']
                def found = spinFindImage(account: 'cloud', cluster: 'shop-web')
                assert found.images*.id == ['%s']
                def third = spinServerGroup account: 'cloud', application: 'shop', stack: 'found', desired: 1,
                    image: found.images, instanceType: 't3.micro'
                assert third.serverGroup == 'shop-found-v000'
                def copy = spinServerGroup account: 'cloud', copyFrom: 'shop-found-v000', stack: 'copy'
                assert copy.serverGroup == 'shop-copy-v000' && copy.imageId == third.imageId
                """
                        .formatted(PeerAccount.IMAGE, PeerAccount.IMAGE, PeerAccount.IMAGE);
        WorkflowRun run = run(Result.SUCCESS, first);
        assertThat(JenkinsRule.getLog(run), not(containsString("top-secret")));
        assertEquals(
                List.of(
                        "shop-copy-v000 in 1/1/1",
                        "shop-found-v000 in 1/1/1",
                        "shop-web-v001 in 2/2/4",
                        "shop-web-v000 out 2/2/4"),
                groups());
        // By it the page Clusters finds the build again.
        for (ServerGroup group : new ServerGroups(peer.aside(), Runnable::run).all()) {
            assertEquals(run, Run.fromExternalizableId(group.tags().get(AwsTags.MADE_FOR)));
        }
    }

    @Test
    public void aBuildStepDeploysAndItsFormKeepsAllFields() throws Exception {
        SpinServerGroupStep step = new SpinServerGroupStep("cloud");
        step.setRegion("eu-central-1");
        step.setApplication("shop");
        step.setCopyFrom(" shop-web ");
        assertEquals("shop-web", step.getCopyFrom());
        step.setCopyFrom("");
        step.setImage(PeerAccount.IMAGE);
        step.setInstanceType("t3.micro");
        step.setDesired(1);
        step.setStrategy("highlander");
        step.setTags(Map.of("team", "shop"));
        step.setUserData("echo one\necho two");
        step.setRollbackOnFailure(true);
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinServerGroupBuilder(step));
        JENKINS.configRoundtrip(job);
        SpinServerGroupStep shown =
                job.getBuildersList().get(SpinServerGroupBuilder.class).getStep();
        assertEquals("echo one\necho two", shown.getUserData());
        assertEquals("team=shop", shown.getTags());
        assertEquals("highlander", shown.getStrategy());
        assertEquals("1", shown.getDesired());
        assertEquals(true, shown.isRollbackOnFailure());
        FreeStyleBuild build = JENKINS.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(build), containsString("shop-v000"));
        assertEquals(List.of("shop-v000 in 1/1/1"), groups());
    }

    @Test
    public void whatIsWrongIsToldWithoutAStackTraceAndMakesNothing() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "spinServerGroup account: 'cloud', application: 'shop', image: 'ami-0', instanceType: '', desired: 1,"
                        + " strategy: 'purple', blockDevices: 'x', targetPercentages: [50]");
        String log = JenkinsRule.getLog(run);
        assertThat(log, containsString("There is no strategy purple."));
        assertThat(log, containsString("The volume \"x\" is not understood."));
        assertThat(log, containsString("The deploy lacks instanceType."));
        assertThat(log, not(containsString("\tat ")));
        assertEquals(0, peer.count(".*"));
        run = run(Result.FAILURE, "spinServerGroup account: 'cloud', copyFrom: 'shop-web'");
        assertThat(JenkinsRule.getLog(run), containsString("no server group and no cluster shop-web"));
        assertEquals(List.of(), groups());
    }
}
