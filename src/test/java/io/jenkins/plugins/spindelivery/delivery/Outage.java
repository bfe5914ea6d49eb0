package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitStatus;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinDeployBuilder;
import io.jenkins.plugins.spindelivery.judge.Judgments;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.SpinDeployStep;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * One build in the middle of each long step, and what has to come of it after an outage of Jenkins. Runs inside the Jenkins
 * that goes out; the test keeps the cluster.
 */
public final class Outage {
    private static final String WORKLOAD =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: main, image: "web:%2$s"}]}
            """;

    private static final String VERSIONED =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {color: blue}
            ---
            """;

    /** What can't be deleted until somebody lets it go. */
    private static final String HELD =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %s
              labels: {held: "yes"}
              annotations: {strategy.spinnaker.io/versioned: "false"}
              finalizers: [test.spin-delivery.io/hold]
            ---
            """;

    private Outage() {}

    /** Makes the account {@code test}. */
    public static void configure(JenkinsRule jenkins, String kubeconfig) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "kubeconfig", "", Secret.fromString(kubeconfig)));
        SystemCredentialsProvider.getInstance().save();
        SpinDeliveryConfiguration.get().setAccounts(List.of(new KubernetesAccount("test", "kubeconfig")));
    }

    /** Starts the builds, and returns when each waits for what does not come. */
    public static void begin(JenkinsRule jenkins, String namespace) throws Exception {
        WorkflowRun deploy = started("deploy", deploy(namespace, VERSIONED + workload("web", "1-slow-25s"), ""));
        WorkflowRun rollback = started(
                "rollback",
                "pipeline { agent none; stages { stage('Deploy') { steps { "
                        + step(
                                namespace,
                                String.format(HELD, "made") + workload("bad", "1-neverready"),
                                ", rollbackOnFailure: true")
                        + " } } } }");
        WorkflowRun destroy = started(
                "destroy",
                "def got = spinDestroy(account: 'test', namespace: '" + namespace
                        + "', kinds: 'ConfigMap', labels: 'doomed=yes'); echo \"deleted ${got.objects.size()}\"");
        WorkflowRun judge = started("judge", "def got = spinJudge(message: 'Go on?'); echo \"judged ${got.approved}\"");
        FreeStyleBuild freestyle = freestyle(namespace);
        awaitStatus(judge, StageStatus.PAUSED);
        awaitObject(freestyle, "free");
        awaitObject(rollback, "bad");
        rollback.doStop();
        Deliveries.await("the stop on disk", () -> StageFolder.of(
                        rollback, stage(rollback).key())
                .read()
                .filter(record -> record.status() != StageStatus.RUNNING)
                .isPresent());
        awaitObject(deploy, "web");
        awaitObject(destroy, "");
    }

    /** Starts a build that does not survive a crash; what it made has to be taken back. */
    public static void beginWithoutDurability(JenkinsRule jenkins, String namespace) throws Exception {
        WorkflowJob job =
                pipeline("fast", deploy(namespace, workload("fast", "1-neverready"), ", rollbackOnFailure: true"));
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        awaitObject(run, "fast");
        jenkins.assertLogContains("what this stage has to take back is taken back without it", run);
    }

    /**
     * After the start each stage that waits is under way again, and none has ended. The rollback waits for nobody: it may
     * have ended just before the outage, or goes on; {@link StageRestartTest} holds one in the middle.
     */
    public static void goesOn(JenkinsRule jenkins) throws Exception {
        awaitStatus(build("destroy"), StageStatus.RUNNING);
        awaitStatus(build("judge"), StageStatus.PAUSED);
        assertTrue(build("destroy").isBuilding());
        Judgments.answer(build("judge"), stage(build("judge")).key(), true, "");
    }

    /** Each build ends as if nothing had happened. */
    public static void ends(JenkinsRule jenkins) throws Exception {
        WorkflowRun deploy = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("deploy")));
        jenkins.assertLogContains("deployed succeeded", deploy);
        WorkflowRun destroy = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("destroy")));
        jenkins.assertLogContains("deleted 1", destroy);
        jenkins.assertLogContains(
                "judged true", jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("judge"))));
        WorkflowRun rollback = jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("rollback")));
        assertEquals(StageStatus.CANCELLED, stage(rollback).status());
        for (WorkflowRun run : List.of(deploy, destroy, rollback)) {
            jenkins.assertLogNotContains("\tat ", run);
            assertFalse(stage(run).detached());
        }
        awaitNothingOpen();
    }

    /** The build is lost, and its stage went on without it. */
    public static void takesBackWhatIsLost(JenkinsRule jenkins) throws Exception {
        awaitStatus(build("fast"), StageStatus.CANCELLED);
        assertTrue(stage(build("fast")).detached());
        assertFalse(build("fast").isBuilding());
    }

    private static FreeStyleBuild freestyle(String namespace) throws Exception {
        SpinDeployStep step = new SpinDeployStep("test");
        step.setNamespace(namespace);
        step.setManifest(workload("free", "1-neverready"));
        step.setRollbackOnFailure(true);
        FreeStyleProject job = Jenkins.get().createProject(FreeStyleProject.class, "freestyle");
        job.getBuildersList().add(new SpinDeployBuilder(step));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static String deploy(String namespace, String yaml, String more) {
        return "def got = " + step(namespace, yaml, more) + "; echo \"deployed ${got.status}\"";
    }

    private static String step(String namespace, String yaml, String more) {
        return "spinDeploy(account: 'test', namespace: '" + namespace + "', timeout: '3m'" + more + ", manifest: '''"
                + yaml + "''')";
    }

    private static String workload(String name, String tag) {
        return String.format(WORKLOAD, name, tag);
    }

    private static void awaitObject(Run<?, ?> run, String name) throws Exception {
        Deliveries.await("work on " + name + " in " + run, () -> StageRecords.get().of(run).stream()
                .flatMap(stage -> stage.objects().stream())
                .anyMatch(object -> object.ref().name().startsWith(name) && object.action() != null));
    }
}
