package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import hudson.tasks.Builder;
import hudson.util.FormValidation.Kind;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.IdentityServer;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.verb.POST;

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

    @TestExtension
    public static AwsHereProbe.DescriptorImpl stepHere() {
        return new AwsHereProbe.DescriptorImpl();
    }

    @TestExtension
    public static AwsProbeBuilder.DescriptorImpl builder() {
        return new AwsProbeBuilder.DescriptorImpl();
    }

    @TestExtension
    public static AwsProbeBuilder.Here.DescriptorImpl builderHere() {
        return new AwsProbeBuilder.Here.DescriptorImpl();
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

    @Test
    public void theFormsKeepRegionsAndTimeAndABuildStepRunsThem() throws Exception {
        AwsProbe everywhere = new AwsProbe("cloud");
        everywhere.setRegions(List.of("eu-west-1", "eu-central-1"));
        everywhere.setTimeout("2m");
        AwsHereProbe here = new AwsHereProbe("anywhere");
        here.setRegion("us-east-1");
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new AwsProbeBuilder(everywhere));
        job.getBuildersList().add(new AwsProbeBuilder.Here(here));
        job.getBuildersList().add(new AwsProbeBuilder.Here(new AwsHereProbe("cloud")));
        List<Builder> kept = JENKINS.configRoundtrip(job).getBuildersList().toList();
        AwsProbe first = ((AwsProbeBuilder) kept.get(0)).getStep();
        assertEquals("eu-west-1, eu-central-1", first.getRegions());
        assertEquals("2m", first.getTimeout());
        assertEquals("cloud", first.getAccount());
        AwsHereProbe second = ((AwsProbeBuilder.Here) kept.get(1)).getStep();
        assertEquals("us-east-1", second.getRegion());
        assertEquals("anywhere", second.getAccount());
        AwsHereProbe third = ((AwsProbeBuilder.Here) kept.get(2)).getStep();
        assertNull(third.getRegion());
        assertNull(third.getTimeout());
        AWS.calls();
        JENKINS.buildAndAssertSuccess(job);
        assertEquals(
                List.of("eu-west-1", "eu-central-1", "us-east-1", "eu-central-1"),
                AWS.calls().stream().map(call -> call.split(" ")[2]).toList());
    }

    @Test
    public void aFormOffersAccountsOfAwsAndTheirRegionsToThoseWhoMaySeeIt() throws Exception {
        AwsHereProbe.DescriptorImpl form = stepDescriptor(AwsHereProbe.class, AwsHereProbe.DescriptorImpl.class);
        AwsProbe.DescriptorImpl several = stepDescriptor(AwsProbe.class, AwsProbe.DescriptorImpl.class);
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "form");
        assertEquals(List.of("cloud", "anywhere", "looking"), names(form.doFillAccountItems(job, "cloud")));
        SpinScaleStep.DescriptorImpl scale = stepDescriptor(SpinScaleStep.class, SpinScaleStep.DescriptorImpl.class);
        assertEquals(List.of("prod"), names(scale.doFillAccountItems(job, "prod")));
        assertThat(form.doCheckAccount(job, "prod").getMessage(), containsString("and this needs an AWS account."));
        assertThat(scale.doCheckAccount(job, "cloud").getMessage(), containsString("this needs a Kubernetes cluster."));
        assertEquals(Kind.OK, form.doCheckAccount(job, "cloud").kind);
        assertEquals(List.of("eu-central-1", "eu-west-1"), form.doFillRegionItems(job, "cloud"));
        assertTrue(form.doFillRegionItems(job, "anywhere").contains("sa-east-1"));
        assertThat(
                form.doCheckRegion(job, "us-east-1", "cloud").getMessage(),
                containsString("Account cloud may not be used in region us-east-1"));
        assertEquals(Kind.OK, form.doCheckRegion(job, "us-east-1", "anywhere").kind);
        assertEquals(Kind.OK, form.doCheckRegion(job, "${ parameters.region }", "cloud").kind);
        assertEquals(Kind.OK, form.doCheckRegion(job, "", "cloud").kind);
        assertThat(
                several.doCheckRegions(job, "eu-west-1, eu-westt-1", "cloud").getMessage(),
                containsString("AWS has no region eu-westt-1. Did you mean eu-west-1?"));
        assertEquals(Kind.OK, several.doCheckRegions(job, "${ a ? b : c }", "cloud").kind);
        assertEquals(
                List.of("cn-north-1"),
                several.doAutoCompleteRegions("cn-north-").getValues());
        assertThat(form.doCheckTimeout(job, "soon").getMessage(), containsString("is no duration"));
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone());
        try (ACLContext reader = ACL.as2(Jenkins.ANONYMOUS2)) {
            assertEquals(List.of("old"), names(form.doFillAccountItems(job, "old")));
            assertEquals(List.of(), form.doFillRegionItems(job, "cloud"));
            assertEquals(Kind.OK, form.doCheckRegion(job, "us-east-1", "cloud").kind);
            assertEquals(Kind.OK, several.doCheckRegions(job, "eu-westt-1", "cloud").kind);
            assertEquals(Kind.OK, form.doCheckTimeout(job, "soon").kind);
            assertEquals(Kind.OK, form.doCheckAccount(job, "prod").kind);
        } finally {
            JENKINS.jenkins.setAuthorizationStrategy(new AuthorizationStrategy.Unsecured());
        }
        for (Class<?> each : List.of(form.getClass(), several.getClass())) {
            for (Method method : each.getMethods()) {
                if (method.getName().matches("do(Check|Fill)[A-Z].*")) {
                    assertTrue(method.toString(), method.isAnnotationPresent(POST.class));
                }
            }
        }
    }

    private static <D> D stepDescriptor(Class<? extends Step> step, Class<D> type) {
        return type.cast(JENKINS.jenkins.getDescriptorOrDie(step));
    }

    private static List<String> names(ListBoxModel items) {
        return items.stream().map(option -> option.value).toList();
    }

    @Test
    public void whatABuildMayDoIsAskedBeforeAnythingElse() throws Exception {
        AwsAccountConfiguration restricted = new AwsAccountConfiguration("restricted");
        restricted.setCredentialsId("key");
        restricted.setRegions("eu-central-1");
        restricted.setEndpointUrl(AWS.url());
        restricted.setUsers("alice");
        SpinDeliveryConfiguration.get().setAccounts(List.of(restricted));
        AWS.calls();
        assertThat(
                JenkinsRule.getLog(run(Result.FAILURE, "awsHereProbe 'restricted'")),
                containsString("The account \"restricted\" is restricted to alice, but this build runs as SYSTEM"));
        assertEquals(List.of(), AWS.calls());
    }

    @Test
    public void nothingOfABuildHoldsTheSecret() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, "awsProbe 'cloud'");
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(file.toString(), text, not(containsString("the-secret-of-the-probe")));
            }
        }
    }
}
