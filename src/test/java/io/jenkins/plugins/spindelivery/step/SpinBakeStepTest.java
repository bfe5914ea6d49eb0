package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinBakeBuilder;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinBake} in a Pipeline and as a build step. */
public class SpinBakeStepTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final PeerAccount peer = AWS.account();

    @Before
    public void account() throws Exception {
        peer.rules().runUserData(true);
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", peer.accessKey(), Secret.fromString(peer.secret())));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(PeerAccount.REGION);
        cloud.setEndpointUrl(peer.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    private static WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    @Test
    public void aPipelineBakesAndUsesTheImageAgain() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                """
                def bake = spinBake account: 'cloud', baseOs: 'ubuntu', baseAmi: '%s', packages: 'web_0.1-3_all',
                    provision: 'echo "${HOME:-none} is fine"', tags: [team: 'blue']
                echo "first ${bake.images[0].id} ${bake.images[0].reused} ${bake.appversion}"
                def again = spinBake account: 'cloud', baseOs: 'ubuntu', baseAmi: '%s', packages: 'web_0.1-3_all',
                    provision: 'echo "${HOME:-none} is fine"'
                echo "second ${again.images[0].id} ${again.images[0].reused}"
                """
                        .formatted(PeerAccount.IMAGE, PeerAccount.IMAGE));
        var image =
                peer.aside().ec2().describeImages(each -> each.owners("self")).images();
        assertEquals(1, image.size());
        String id = image.get(0).imageId();
        String log = JenkinsRule.getLog(run);
        assertThat(
                log,
                containsString(
                        "first " + id + " false web-0.1-h1/" + run.getParent().getName() + "/1"));
        assertThat(log, containsString("second " + id + " true"));
        assertThat(log, containsString("is fine"));
        assertEquals(2, peer.leftovers(PeerAccount.REGION).size());
        assertTrue(
                run.getArtifacts().toString(), run.getArtifacts().stream().anyMatch(artifact -> artifact.getFileName()
                        .startsWith("bake-web-all-")));
    }

    @Test
    public void aBuildStepFailsWithTheReason() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinBakeStep step = new SpinBakeStep("cloud");
        step.setBaseAmi(PeerAccount.IMAGE);
        step.setAmiName("web");
        step.setProvision("echo broken; exit 3");
        job.getBuildersList().add(new SpinBakeBuilder(step));
        FreeStyleBuild build = JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        assertThat(JenkinsRule.getLog(build), containsString("The provisioning failed with exit code 3."));
        assertEquals(List.of(), peer.leftovers(PeerAccount.REGION));
    }

    @Test
    public void theFormKeepsAllFields() throws Exception {
        SpinBakeStep step = new SpinBakeStep("cloud");
        step.setRegions("eu-central-1");
        step.setBaseAmi("ami-1");
        step.setBaseOs("ubuntu");
        step.setPackages(List.of("web", "curl"));
        step.setProvision("#!/bin/sh\necho $HOME");
        step.setTags(new LinkedHashMap<>(Map.of("team", "blue")));
        step.setUpgrade(true);
        step.setExpires("30d");
        step.setPacker("image.pkr.hcl");
        step.setPackerVars(new LinkedHashMap<>(Map.of("colour", "blue")));
        step.setPackerVarFile("vars.hcl");
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinBakeBuilder(step));
        JENKINS.configRoundtrip(job);
        SpinBakeStep kept = job.getBuildersList().get(SpinBakeBuilder.class).getStep();
        assertEquals("ami-1", kept.getBaseAmi());
        assertEquals("web curl", kept.getPackages());
        assertEquals("#!/bin/sh\necho $HOME", kept.getProvision().replace("\r", ""));
        assertEquals("team=blue", kept.getTags());
        assertTrue(kept.isUpgrade());
        assertEquals("30d", kept.getExpires());
        assertEquals("image.pkr.hcl", kept.getPacker());
        assertEquals("colour=blue", kept.getPackerVars());
        assertEquals("vars.hcl", kept.getPackerVarFile());
    }
}
