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
import hudson.util.FormValidation.Kind;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinDestroyBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinLoadBalancerBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinSecurityGroupBuilder;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Load balancers and security groups from builds, and their end by tags. */
public class NetworkStepsTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String GROUP =
            "{application: shop, stack: test, securityGroups: [{name: shop-web, ingress: [{ports: 80, cidr: 10.0.0.0/8}]}]}";

    private PeerAccount account;

    @Before
    public void accounts() throws Exception {
        account = AWS.account();
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", account.accessKey(), Secret.fromString(account.secret())));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(String.join(", ", PeerAccount.REGIONS));
        cloud.setEndpointUrl(account.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud, new KubernetesAccount("prod", "kubeconfig")));
    }

    private static String run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
        return JenkinsRule.getLog(run);
    }

    @Test
    public void aPipelineMakesABalancerAndDestroysItByTags() throws Exception {
        String log = run(
                Result.SUCCESS,
                """
                node {
                  writeFile file: 'net.yaml', text: '''
                    application: shop
                    stack: test
                    securityGroups: [{name: shop-lb, ingress: [{ports: 80, cidr: 0.0.0.0/0}]}]
                    targetGroups: [{name: shop, protocol: HTTP, port: 80}]
                    loadBalancers:
                      - name: shop
                        scheme: internal
                        subnets: [SUBNETS]
                        securityGroups: [shop-lb]
                        listeners: [{port: 80, protocol: HTTP, forward: shop}]
                    '''
                  def plan = spinLoadBalancer account: 'cloud', descriptionFile: 'net.yaml', dryRun: true
                  assert plan.changes.size() == 4
                  def made = spinLoadBalancer account: 'cloud', descriptionFile: 'net.yaml'
                  assert made.status == 'succeeded'
                  assert made.loadBalancers.shop.dnsName.contains('shop')
                  assert made.securityGroups['shop-lb'].startsWith('sg-')
                }
                def listed = spinDestroy account: 'cloud', tags: [application: 'shop', stack: 'test'], dryRun: true
                assert listed.objects.size() == 3
                def gone = spinDestroy account: 'cloud', tags: [application: 'shop', stack: 'test']
                assert gone.objects*.action.unique() == ['deleted']
                """
                        .replace(
                                "SUBNETS",
                                account.subnets().get(0) + ", "
                                        + account.subnets().get(1)));
        assertThat(log, containsString("SecurityGroup eu-central-1/shop-lb: + ingress tcp 80 0.0.0.0/0"));
        assertThat(log, not(containsString(account.secret())));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void wrongInputIsToldAndChangesNothing() throws Exception {
        assertThat(
                run(Result.FAILURE, "spinSecurityGroup account: 'cloud', description: [securityGruops: []]"),
                containsString("There is no field securityGruops. Did you mean securityGroups?"));
        assertThat(
                run(
                        Result.FAILURE,
                        "spinSecurityGroup account: 'cloud', description: 'targetGroups: [{name: a, protocol: TCP, port: 1}]'"),
                containsString("targetGroups has no place here: this is for security groups alone."));
        assertThat(
                run(Result.FAILURE, "spinLoadBalancer account: 'cloud'"),
                containsString("Give a description or its file, and not both."));
        String log = run(
                Result.FAILURE,
                "spinDestroy account: 'cloud', tags: [application: 'shop'], namespace: 'x', kinds: 'Deployment'");
        assertThat(log, containsString("namespace is for clusters."));
        assertThat(log, containsString("There is nothing called Deployment to destroy."));
        assertThat(
                run(Result.FAILURE, "spinDestroy account: 'cloud', tags: [application: '']"),
                containsString("application="));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void aFreestyleBuildDoesTheSame() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinSecurityGroupStep make = new SpinSecurityGroupStep("cloud");
        make.setRegion("eu-west-1");
        make.setDescription(GROUP);
        job.getBuildersList().add(new SpinSecurityGroupBuilder(make));
        SpinLoadBalancerStep same = new SpinLoadBalancerStep("cloud");
        same.setRegion("eu-west-1");
        same.setDescription(GROUP);
        job.getBuildersList().add(new SpinLoadBalancerBuilder(same));
        SpinDestroyStep destroy = new SpinDestroyStep("cloud");
        destroy.setTags("application=shop, stack=test");
        destroy.setKinds("securityGroups");
        destroy.setRegions("eu-west-1");
        job.getBuildersList().add(new SpinDestroyBuilder(destroy));
        FreeStyleBuild build = JENKINS.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(build), containsString("SecurityGroup eu-west-1/shop-web"));
        assertEquals(List.of(), account.leftovers("eu-west-1"));
    }

    @Test
    public void formsKeepWhatTheyWereGiven() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinLoadBalancerStep balancer = new SpinLoadBalancerStep("cloud");
        balancer.setRegion("eu-west-1");
        balancer.setDescriptionFile("net.yaml");
        balancer.setDryRun(true);
        balancer.setTimeout("5m");
        SpinSecurityGroupStep group = new SpinSecurityGroupStep("cloud");
        group.setDescription(GROUP);
        SpinDestroyStep destroy = new SpinDestroyStep("cloud");
        destroy.setTags(Map.of("application", "shop"));
        destroy.setRegions(List.of("eu-west-1", "us-east-1"));
        destroy.setKinds("images");
        job.getBuildersList().add(new SpinLoadBalancerBuilder(balancer));
        job.getBuildersList().add(new SpinSecurityGroupBuilder(group));
        job.getBuildersList().add(new SpinDestroyBuilder(destroy));
        FreeStyleProject again = JENKINS.configRoundtrip(job);
        SpinLoadBalancerStep kept =
                again.getBuildersList().get(SpinLoadBalancerBuilder.class).getStep();
        JENKINS.assertEqualDataBoundBeans(balancer, kept);
        JENKINS.assertEqualDataBoundBeans(
                group,
                again.getBuildersList().get(SpinSecurityGroupBuilder.class).getStep());
        SpinDestroyStep gone =
                again.getBuildersList().get(SpinDestroyBuilder.class).getStep();
        assertEquals("application=shop", TagValues.display(gone.getTags()));
        assertEquals(List.of("eu-west-1", "us-east-1"), Values.texts(gone.getRegions(), AwsPlaces.SEPARATOR));
        assertEquals("cloud", gone.getAccount());
    }

    @Test
    public void aFormSaysThatADescriptionIsMissing() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        NetworkStep.NetworkStepDescriptor form =
                JENKINS.jenkins.getDescriptorByType(SpinLoadBalancerStep.DescriptorImpl.class);
        assertEquals(Kind.ERROR, form.doCheckDescription(job, "", "").kind);
        assertEquals(Kind.ERROR, form.doCheckDescription(job, GROUP, "net.yaml").kind);
        assertEquals(Kind.OK, form.doCheckDescription(job, GROUP, "").kind);
    }
}
