package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.IdentityServer;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** What all steps at AWS have in common, shown by one that asks who it is. */
public class AwsStepTest {
    @ClassRule
    public static final IdentityServer AWS = new IdentityServer();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final AwsAccessKeyCredentials key = new AwsAccessKeyCredentials(
            CredentialsScope.GLOBAL, "key", "", "AKIAPROBEPROBEPROBE1", Secret.fromString("the-secret-of-the-probe"));

    @TestExtension
    public static AwsProbe.DescriptorImpl step() {
        return new AwsProbe.DescriptorImpl();
    }

    @TestExtension
    public static AwsProbe.Types operation() {
        return new AwsProbe.Types();
    }

    @Before
    public void accounts() throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials.getCredentials().add(key);
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions("eu-central-1, eu-west-1");
        cloud.setEndpointUrl(AWS.url());
        AwsAccountConfiguration anywhere = new AwsAccountConfiguration("anywhere");
        anywhere.setCredentialsId("key");
        anywhere.setEndpointUrl(AWS.url());
        AwsAccountConfiguration looking = new AwsAccountConfiguration("looking");
        looking.setCredentialsId("key");
        looking.setRegions("eu-central-1");
        looking.setEndpointUrl(AWS.url());
        looking.setReadOnly(true);
        SpinDeliveryConfiguration.get()
                .setAccounts(List.of(cloud, anywhere, looking, new KubernetesAccount("prod", "kubeconfig")));
    }

    private static WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    @Test
    public void itWorksInTheAccountsUsualRegionOutsideOfNode() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, "echo awsProbe('cloud').arns.toString()");
        assertThat(
                JenkinsRule.getLog(run),
                containsString("[eu-central-1 arn:aws:iam::123456789012:user/AKIAPROBEPROBEPROBE1]"));
        assertEquals(List.of("GetCallerIdentity AKIAPROBEPROBEPROBE1 eu-central-1"), AWS.calls());
        assertEquals(
                "the use of the credential is remembered",
                true,
                CredentialsProvider.getFingerprintOf(key)
                        .getRangeSet(run.getParent().getFullName())
                        .includes(run.getNumber()));
    }

    @Test
    public void regionsAreAListOrATextAndMayHoldExpressions() throws Exception {
        run(
                Result.SUCCESS,
                """
                withEnv(['PLACES=eu-west-1, eu-central-1']) {
                  def value = awsProbe(account: 'cloud', regions: '${ env[\\'PLACES\\'] }', timeout: '2m')
                  assert value.status == 'succeeded'
                  assert value.arns.size() == 2
                  assert value.arns[0].startsWith('eu-west-1 ') && value.arns[1].startsWith('eu-central-1 ')
                }
                assert awsProbe(account: 'anywhere', regions: ['us-east-1', 'us-east-1', 'eu-west-1']).arns.size() == 2
                """);
    }

    @Test
    public void allThatIsWrongWithRegionsAndTimeIsToldAtOnce() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "awsProbe account: 'cloud', regions: ['eu-west-3', 'eu-westt-1', 'a b/c'], timeout: 'soon'");
        String log = JenkinsRule.getLog(run);
        assertThat(log, containsString("timeout: \"soon\" is no duration"));
        assertThat(
                log,
                containsString("Account cloud may not be used in region eu-west-3, only in eu-central-1, eu-west-1."));
        assertThat(log, containsString("AWS has no region eu-westt-1. Did you mean eu-west-1?"));
        assertThat(log, containsString("AWS has no region b/c."));
        assertThat(
                JenkinsRule.getLog(run(Result.FAILURE, "awsProbe 'anywhere'")),
                containsString("No region is named, and the account \"anywhere\" names none either."));
        assertEquals("nothing was asked", List.of(), AWS.calls());
    }

    @Test
    public void aReadOnlyAccountRefusesWhatWouldChange() throws Exception {
        assertThat(
                JenkinsRule.getLog(run(Result.FAILURE, "awsProbe 'looking'")),
                containsString("The account \"looking\" is read-only"));
    }

    @Test
    public void anAccountOfTheOtherProviderIsAClearError() throws Exception {
        assertThat(
                JenkinsRule.getLog(run(Result.FAILURE, "awsProbe 'prod'")),
                containsString(
                        "The account \"prod\" is one of kubernetes, and this needs an AWS account. Name another account."));
        assertThat(
                JenkinsRule.getLog(run(Result.FAILURE, "spinScale account: 'cloud', kinds: 'Deployment', name: 'web'")),
                containsString("The account \"cloud\" is one of aws, and this needs a Kubernetes cluster. Name another"
                        + " account."));
    }
}
