package io.jenkins.plugins.spindelivery.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.builder.SpinDeployBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinFindBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRollbackBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRunJobBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinFind}, {@code spinRunJob} and {@code spinRollback} of a whole deploy, on a real cluster. */
public class FindJobRollbackTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private AtCluster at;

    @Before
    public void account() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "find-job");
    }

    private static String web(String tag) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: conf}
                data: {key: "%1$s"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: login, annotations: {strategy.spinnaker.io/versioned: "false"}}
                stringData: {password: "hidden-%1$s"}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "web:%1$s", envFrom: [{configMapRef: {name: conf}}]}]}
                """
                .formatted(tag);
    }

    private static String deploy(String tag) {
        return "spinDeploy account: 'prod', manifest: '''" + web(tag) + "'''\n";
    }

    private static String job(String image, String log) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  backoffLimit: 0
                  template:
                    metadata: {annotations: {testcluster.spin-delivery.io/log: "%s"}}
                    spec: {restartPolicy: Never, containers: [{name: main, image: "%s"}]}
                """
                .formatted(log, image);
    }

    private String image() {
        return at.apps("deployments/web")
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    private boolean hasJob() {
        return CLUSTER.api()
                        .send(
                                "GET",
                                "/apis/batch/v1/namespaces/" + at.namespace() + "/jobs/migrate",
                                "application/json",
                                "")
                        .code()
                == 200;
    }

    @Test
    public void findsWhatAnObjectIsMadeOf() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("1") + "def w = spinFind(account: 'prod', kinds: 'deploy', name: 'web')[0]\n"
                        + "echo \"found ${w.name} ${w.images} ${w.replicas} ${w.status} ${w.manifest.spec.replicas}\"\n"
                        + "echo \"mentions ${w.artifacts.collect { it.name + '@' + it.version }}\"\n"
                        + "def s = spinFind(account: 'prod', kinds: 'Secret', name: 'login')[0]\n"
                        + "echo \"secret ${s.manifest.data}\"\n"
                        + "def c = spinFind(account: 'prod', kinds: 'cm', cluster: 'conf', criterion: 'newest')[0]\n"
                        + "echo \"newest ${c.name} ${c.version}\"\n"
                        + "echo \"none ${spinFind(account: 'prod', kinds: 'cm', name: 'nobody', optional: true)}\"");
        JENKINS.assertLogContains("found web [web:1] 1 stable 1", run);
        JENKINS.assertLogContains("mentions [web@1, conf@v000]", run);
        JENKINS.assertLogContains("secret [password:(hidden, 8 bytes)]", run);
        JENKINS.assertLogContains("newest conf-v000 v000", run);
        JENKINS.assertLogContains("none []", run);
        JENKINS.assertLogNotContains("hidden-1", run);
        run = at.run(Result.FAILURE, "spinFind account: 'prod', kinds: 'cm', name: 'nobody'");
        JENKINS.assertLogContains("There is no cm nobody in namespace " + at.namespace(), run);
        run = at.run(Result.FAILURE, "spinFind account: 'prod', kinds: 'cm', criterion: 'best', cluster: 'conf'");
        JENKINS.assertLogContains("best is no criterion", run);
        JENKINS.assertLogNotContains("\tat ", run);
    }

    @Test
    public void destroysTheOldestVersion() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("1") + deploy("2")
                        + "def r = spinDestroy account: 'prod', kinds: 'cm', cluster: 'conf', criterion: 'oldest'\n"
                        + "echo \"deleted ${r.objects*.name}\"\n"
                        + "spinDestroy account: 'prod', kinds: 'cm', cluster: 'nobody', criterion: 'oldest'");
        JENKINS.assertLogContains("deleted [conf-v000]", run);
        assertTrue(at.has("configmaps/conf-v001"));
        JENKINS.assertLogContains("Nothing was found to delete.", run);
        run = at.run(Result.FAILURE, "spinDestroy account: 'prod', kinds: 'cm', criterion: 'oldest'");
        JENKINS.assertLogContains("give the cluster", run);
    }

    @Test
    public void aJobGivesItsLogAndOutputs() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "def j = spinRunJob account: 'prod', outputs: 'main', cleanup: 'always', manifest: '''"
                        + job("migrate:1", "working\\\\nSPINNAKER_PROPERTY_Rows=17=x") + "'''\n"
                        + "echo \"rows ${j.outputs.rows} code ${j.containers[0].exitCode} tail ${j.log[0]}\"");
        JENKINS.assertLogContains("/main | working", run);
        JENKINS.assertLogContains("rows 17=x code 0 tail working", run);
        assertFalse(hasJob());
        assertEquals("run-job", StageRecords.get().of(run).get(0).type());
    }

    @Test
    public void aJobThatFailsTellsWhy() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                "spinRunJob account: 'prod', manifest: '''" + job("migrate:1-failed", "table locked") + "'''");
        JENKINS.assertLogContains("Container main ended with exit code 1 (Error)", run);
        JENKINS.assertLogContains("table locked", run);
        JENKINS.assertLogNotContains("\tat ", run);
        run = at.run(Result.FAILURE, "spinRunJob account: 'prod', manifest: '''" + web("1") + "'''");
        JENKINS.assertLogContains("exactly one manifest", run);
        assertFalse(at.has("secrets/login"));
    }

    @Test
    public void anAbortedJobIsDeleted() throws Exception {
        WorkflowJob project = JENKINS.createProject(WorkflowJob.class);
        project.setDefinition(new CpsFlowDefinition(
                "spinRunJob account: 'prod', manifest: '''" + job("migrate:1-neverready", "waiting") + "'''", true));
        WorkflowRun run = project.scheduleBuild2(0).waitForStart();
        JENKINS.waitForMessage("/main | waiting", run);
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        CLUSTER.api().await("/apis/batch/v1/namespaces/" + at.namespace() + "/jobs", jobs -> jobs.path("items")
                .isEmpty());
        assertEquals(StageStatus.CANCELLED, StageRecords.get().of(run).get(0).status());
    }

    @Test
    public void aWholeDeployGoesBack() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("1") + "def second = " + deploy("2")
                        + "def r = spinRollback deploy: second\n"
                        + "echo \"back ${r.status} ${r.objects.collect { it.kind + ' ' + it.action }}\"");
        JENKINS.assertLogContains("back succeeded [ConfigMap deleted, Secret rolledBack, Deployment rolledBack]", run);
        assertEquals("web:1", image());
        assertFalse(at.has("configmaps/conf-v001"));
        assertTrue(at.has("configmaps/conf-v000"));
        // What is kept beside the records is sealed.
        int points = 0;
        for (StageFolder folder : StageFolder.all(run)) {
            if (Files.exists(folder.rollback())) {
                points++;
                assertFalse(text(folder.rollback()).contains("conf-v00"));
            }
        }
        assertEquals(2, points);
    }

    private static String text(Path file) throws Exception {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    public void anEarlierBuildGoesBackUnlessSomethingCameAfterIt() throws Exception {
        WorkflowJob project = JENKINS.createProject(WorkflowJob.class);
        build(project, Result.SUCCESS, deploy("1"));
        build(project, Result.SUCCESS, deploy("2"));
        build(project, Result.SUCCESS, deploy("3"));
        WorkflowRun refused = build(project, Result.FAILURE, "spinRollback build: 2");
        JENKINS.assertLogContains("It has been changed since that deploy", refused);
        assertEquals("web:3", image());
        build(project, Result.SUCCESS, "spinRollback build: '3'");
        assertEquals("web:2", image());
        JENKINS.assertLogContains("There is no build 99", build(project, Result.FAILURE, "spinRollback build: '99'"));
        JENKINS.assertLogContains(
                "has no deploy that changed anything", build(project, Result.FAILURE, "spinRollback build: '4'"));
        JENKINS.assertLogContains("There is no deploy x", build(project, Result.FAILURE, "spinRollback deploy: 'x'"));
        JENKINS.assertLogContains(
                "That deploy went to account prod",
                build(project, Result.FAILURE, "spinRollback account: 'other', build: '2'"));
    }

    private static WorkflowRun build(WorkflowJob project, Result result, String script) throws Exception {
        project.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(result, project.scheduleBuild2(0));
    }

    @Test
    public void freestyleJobsDoTheSame() throws Exception {
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        SpinDeployStep deploy = new SpinDeployStep("prod");
        deploy.setManifest(web("1"));
        SpinRunJobStep runJob = new SpinRunJobStep("prod");
        runJob.setManifest(job("migrate:1", "working"));
        SpinFindStep find = new SpinFindStep("prod");
        find.setKinds("deploy");
        find.setName("web");
        project.getBuildersList().add(new SpinDeployBuilder(deploy));
        project.getBuildersList().add(new SpinRunJobBuilder(runJob));
        project.getBuildersList().add(new SpinFindBuilder(find));
        FreeStyleBuild first = JENKINS.buildAndAssertSuccess(project);
        JENKINS.assertLogContains("/main | working", first);
        project.getBuildersList().clear();
        SpinRollbackStep back = new SpinRollbackStep("prod");
        back.setBuild("1");
        project.getBuildersList().add(new SpinRollbackBuilder(back));
        JENKINS.buildAndAssertSuccess(project);
        assertFalse(at.has("secrets/login"));
        assertTrue("the Job belongs to no deploy", hasJob());
    }
}
