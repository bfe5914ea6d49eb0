package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.PasswordParameterValue;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.aws.change.TestGroups;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Variables and preconditions in a real Jenkins. */
public class FlowStepsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("tag"), new PasswordParameterDefinition("password", "", "")));
        job.setDefinition(new CpsFlowDefinition(script, true));
        ParametersAction parameters = new ParametersAction(
                new StringParameterValue("tag", "1.5"), new PasswordParameterValue("password", "hush-hush"));
        WorkflowRun run = JENKINS.assertBuildStatus(result, job.scheduleBuild2(0, parameters));
        JENKINS.assertLogNotContains("\tat ", run);
        return run;
    }

    private static StageRecord only(WorkflowRun run) {
        return StageRecords.get().of(run).get(0);
    }

    @Test
    public void variablesSeeThoseBeforeThemAndAreReturned() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                """
                def got = spinVariables variables: [
                    [key: 'image', value: 'shop/web'],
                    [key: 'reference', value: '${ image + ":" + parameters.tag }'],
                    [key: 'replicas', value: '${ reference.length() }'],
                    [key: 'all', value: [list: ['${ image }', 2], none: null]]]
                assert got.reference == 'shop/web:1.5'
                assert got.replicas == 12
                assert got.all.list == ['shop/web', 2] && got.all.none == null
                def mapped = spinVariables variables: [a: '${ 1 + 1 }', b: '${ a * 2 }']
                assert mapped == [a: 2, b: 4]
                """);
        assertEquals("image, reference, replicas, all", only(run).subject());
    }

    @Test
    public void variablesThatCannotBeAreRefused() throws Exception {
        WorkflowRun run = run(Result.FAILURE, "spinVariables variables: [[key: 'a', value: '${ parameters.tga }']]");
        JENKINS.assertLogContains("variables.a", run);
        assertEquals(StageStatus.REFUSED, only(run).status());
        run = run(
                Result.FAILURE,
                "spinVariables variables: [[key: 'fine', value: 1], [key: 'p', value: ['${ parameters.password }']]]");
        JENKINS.assertLogContains("The variable p holds a secret of the build", run);
        JENKINS.assertLogNotContains("hush-hush", run);
        JENKINS.assertLogContains("There are no variables", run(Result.FAILURE, "spinVariables()"));
    }

    @Test
    public void preconditionsThatAreMetLetThePipelineOn() throws Exception {
        run(
                Result.SUCCESS,
                """
                def got = spinPreconditions preconditions: [
                    [type: 'expression', context: [expression: "parameters.tag == '1.5'"]],
                    [type: 'expression', context: [expression: '${ parameters.tag != "latest" }']],
                    [type: 'expression', context: [expression: true]]]
                assert got == [checked: 3, failed: [], failPipeline: false]
                """);
    }

    @Test
    public void allThatIsNotMetIsToldAtOnce() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                """
                spinPreconditions preconditions: [
                    [type: 'expression', context: [expression: 'parameters.tag.startsWith("2")',
                                                   failureMessage: 'Version 2, not ${ parameters.tag }.']],
                    [type: 'expression', context: [expression: 'true']],
                    [type: 'expression', failPipeline: false, context: [expression: '1 > 2']]]
                """);
        JENKINS.assertLogContains("preconditions[0]: Version 2, not 1.5.", run);
        JENKINS.assertLogContains("preconditions[2]: The precondition 1 > 2 is not met", run);
        StageRecord record = only(run);
        assertFalse(
                PreconditionResult.stopsBranchOnly(new StageResult(record.status(), record.value(), record.errors())));
        run = run(
                Result.FAILURE,
                "spinPreconditions preconditions: '[{type: expression, failPipeline: false, context: {expression: false}}]'");
        record = only(run);
        assertEquals(StageStatus.FAILED, record.status());
        assertTrue(
                PreconditionResult.stopsBranchOnly(new StageResult(record.status(), record.value(), record.errors())));
    }

    @Test
    public void aPreconditionThatCannotBeLookedAtIsAMistake() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                """
                spinPreconditions preconditions: [
                    [type: 'expression', failPipeline: false, context: [expression: 'parameters.tga == 1']],
                    [type: 'expression', context: [expression: '${ 1 } == 1']],
                    [type: 'stageStatus', context: [stageName: 'Bake', stageStatus: 'SUCCEEDED']]]
                """);
        JENKINS.assertLogContains("preconditions[0]", run);
        JENKINS.assertLogContains("The expression has to come to true or false", run);
        JENKINS.assertLogContains("works in a Delivery pipeline only", run);
        assertEquals(StageStatus.REFUSED, only(run).status());
    }

    private static String size(String account, String region, String cluster, String more) {
        return "[type: 'clusterSize', context: [account: '" + account + "', regions: ['" + region + "'], cluster: '"
                + cluster + "'" + more + "]]";
    }

    private static String preconditions(String... all) {
        return "spinPreconditions preconditions: [" + String.join(", ", all) + "]";
    }

    @Test
    public void serverGroupsOfAwsAreCounted() throws Exception {
        PeerAccount peer = AWS.account();
        Capacity one = new Capacity(1, 1, 1);
        new TestGroups(peer).add("shop-web-v000", one).add("shop-web-v001", one).add("shop-api-v000", one);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", peer.accessKey(), Secret.fromString(peer.secret())));
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(PeerAccount.REGION);
        cloud.setEndpointUrl(peer.endpoint());
        List<Account> accounts = new ArrayList<>(SpinDeliveryConfiguration.get().getAccounts());
        accounts.add(cloud);
        SpinDeliveryConfiguration.get().setAccounts(accounts);
        String region = PeerAccount.REGION;
        run(
                Result.SUCCESS,
                preconditions(
                        size("cloud", region, "shop-web", ", expected: 2"),
                        size("cloud", region, "shop-none", ", comparison: '<'")));
        run(Result.SUCCESS, "spinDisableServerGroup account: 'cloud', serverGroup: 'shop-web-v000'");
        WorkflowRun run = run(
                Result.FAILURE,
                preconditions(
                        size("cloud", region, "shop-web", ", expected: 2, onlyEnabledServerGroups: true"),
                        size("cloud", "mars-1", "shop-web", "")));
        JENKINS.assertLogContains("mars-1", run);
        run = run(
                Result.FAILURE,
                preconditions(size(
                        "cloud",
                        region,
                        "shop-web",
                        ", expected: 2, comparison: '>=', onlyEnabledServerGroups: true")));
        JENKINS.assertLogContains(
                "The cluster shop-web has 1 server groups in " + region
                        + ", and the precondition wants >= 2. Found: shop-web-v001.",
                run);
    }

    private static String replicaSet(String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: %1$s, annotations: {strategy.spinnaker.io/versioned: "false"}}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: main, image: "web:1"}]}
                ---
                """
                .formatted(name, replicas);
    }

    @Test
    public void serverGroupsOfKubernetesAreCounted() throws Exception {
        AtCluster at = new AtCluster(JENKINS, CLUSTER, "preconditions");
        run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', application: 'shop', cluster: 'replicaSet shop-web', manifest: '''"
                        + replicaSet("shop-web-a", 1) + replicaSet("shop-web-b", 0) + "'''");
        run(
                Result.SUCCESS,
                preconditions(
                        size("prod", at.namespace(), "shop-web", ", expected: 2"),
                        size("prod", at.namespace(), "replicaSet shop-web", ", expected: 1, comparison: '>'"),
                        size("prod", at.namespace(), "shop-web", ", onlyEnabledServerGroups: true"),
                        size("prod", at.namespace(), "other", ", application: 'shop', expected: 0")));
        WorkflowRun run = run(Result.FAILURE, preconditions(size("prod", at.namespace(), "shop-web", "")));
        assertThat(JenkinsRule.getLog(run), containsString("shop-web-a"));
        assertThat(JenkinsRule.getLog(run), not(containsString("Exception")));
    }
}
