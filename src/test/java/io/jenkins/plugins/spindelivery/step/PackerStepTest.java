package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.EnvVars;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.DeliveryPublisher;
import io.jenkins.plugins.spindelivery.builder.SpinBakeBuilder;
import io.jenkins.plugins.spindelivery.builder.StepStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;

/** {@code spinBake packer:} with a Packer of our own, which does what its template says in shell. */
public class PackerStepTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String SECRET = "verySecretKeyOfTheAccount";
    private static final String MANIFEST =
            """
            {"builds": [{"artifact_id": "eu-central-1:ami-1,us-east-1:ami-2", "packer_run_uuid": "one"}], "last_run_uuid": "one"}""";

    private static Path told;

    @BeforeClass
    public static void agent() throws Exception {
        Path bin = FOLDER.newFolder("bin").toPath();
        told = FOLDER.newFolder("told").toPath();
        Path packer = bin.resolve("packer");
        Files.writeString(
                packer,
                """
                #!/bin/sh
                printf '%%s\\n' "$@" > %1$s/arguments
                env > %1$s/environment
                for template; do :; done
                . "./$template"
                """
                        .formatted(told));
        assertTrue(packer.toFile().setExecutable(true));
        JENKINS.createOnlineSlave(Label.get("images"), new EnvVars("PATH", bin + ":" + System.getenv("PATH")));
    }

    @Before
    public void account() throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", "AKIAOFTHEACCOUNT", Secret.fromString(SECRET)));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions("eu-central-1, us-east-1");
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    private static WorkflowJob job(String template, String bake) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                """
                node('images') {
                    writeFile file: 't/image.pkr.hcl', text: '''%s\\n'''
                    %s
                }
                """
                        .formatted(template, bake),
                true));
        return job;
    }

    private static WorkflowRun run(Result result, String template, String bake) throws Exception {
        return JENKINS.assertBuildStatus(result, job(template, bake).scheduleBuild2(0));
    }

    private static void assertGone(String pid) throws Exception {
        ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(process -> {
            try {
                process.onExit().get(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("still alive", e);
            }
        });
    }

    @Test
    public void packerGetsVariablesAndKeysAndItsImagesAreReturned() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                "echo \"the key is $AWS_SECRET_ACCESS_KEY\"; cat > packer-manifest.json <<E\n" + MANIFEST + "\nE",
                """
                def bake = spinBake account: 'cloud', regions: ['eu-central-1', 'us-east-1'], baseAmi: 'ami-0',
                    packages: 'web_0.1-3_all', packer: 't/image.pkr.hcl', packerVars: [colour: 'light blue', configDir: '']
                echo "made ${bake.images*.id} in ${bake.images*.region}, ${bake.appversion}, ${bake.status}"
                """);
        String log = JenkinsRule.getLog(run);
        String job = run.getParent().getName();
        assertThat(
                log,
                containsString(
                        "made [ami-1, ami-2] in [eu-central-1, us-east-1], web-0.1-h1/" + job + "/1, succeeded"));
        assertThat(log, containsString("the key is ****"));
        assertThat(log, not(containsString(SECRET)));
        assertThat(log, containsString("-var 'colour=light blue'"));
        List<String> arguments = Files.readAllLines(told.resolve("arguments"));
        assertEquals(List.of("build", "-color=false"), arguments.subList(0, 2));
        assertEquals("t/image.pkr.hcl", arguments.get(arguments.size() - 1));
        assertThat(
                arguments,
                hasItems(
                        "aws_region=eu-central-1", "aws_source_ami=ami-0", "copy_to_1=us-east-1", "colour=light blue"));
        assertThat(arguments, not(hasItem("configDir=t")));
        assertThat(arguments.toString(), not(containsString(SECRET)));
        assertThat(
                Files.readAllLines(told.resolve("environment")),
                hasItems(
                        "AWS_ACCESS_KEY_ID=AKIAOFTHEACCOUNT",
                        "AWS_SECRET_ACCESS_KEY=" + SECRET,
                        "AWS_REGION=eu-central-1"));
        assertTrue(
                run.getArtifacts().toString(), run.getArtifacts().stream().anyMatch(artifact -> artifact.getFileName()
                        .startsWith("bake-web-all-")));
        assertFalse(Files.list(run.getRootDir().toPath().resolve("spin-delivery-packer"))
                .findAny()
                .isPresent());
    }

    @Test
    public void aFailureIsOne() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "echo 'eu-central-1: ami-1'; exit 3",
                "spinBake account: 'cloud', amiName: 'web', packer: 't/image.pkr.hcl'");
        assertThat(JenkinsRule.getLog(run), containsString("Packer ended with exit code 3."));
    }

    @Test
    public void anImageMayBeMissingInARegion() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "echo 'eu-central-1: ami-1'",
                "spinBake account: 'cloud', regions: 'eu-central-1, us-east-1', amiName: 'web', packer: 't/image.pkr.hcl'");
        assertThat(JenkinsRule.getLog(run), containsString("there is no image of it in us-east-1:"));
    }

    @Test
    public void withoutAWorkspaceItIsSaid() throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(
                new CpsFlowDefinition("spinBake account: 'cloud', amiName: 'web', packer: 't/image.pkr.hcl'", true));
        WorkflowRun run = JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        assertThat(JenkinsRule.getLog(run), containsString("Put the step into node"));
    }

    @Test
    public void aReadOnlyAccountIsNotGivenAway() throws Exception {
        AwsAccountConfiguration cloud = (AwsAccountConfiguration)
                SpinDeliveryConfiguration.get().getAccounts().get(0);
        cloud.setReadOnly(true);
        Files.deleteIfExists(told.resolve("environment"));
        run(Result.FAILURE, "true", "spinBake account: 'cloud', amiName: 'web', packer: 't/image.pkr.hcl'");
        assertFalse(Files.exists(told.resolve("environment")));
    }

    @Test
    public void whatHangsIsEndedByTheTimeout() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "echo $$ > " + told + "/late; exec sleep 600",
                "spinBake account: 'cloud', amiName: 'web', packer: 't/image.pkr.hcl', timeout: '3s'");
        assertThat(JenkinsRule.getLog(run), containsString("Packer did not end within 3 s"));
        assertGone(Files.readString(told.resolve("late")));
    }

    @Test
    public void stoppingTheBuildEndsPacker() throws Exception {
        WorkflowRun run = job(
                        "echo $$ > " + told + "/stopped; echo hanging on; exec sleep 600",
                        "spinBake account: 'cloud', amiName: 'web', packer: 't/image.pkr.hcl'")
                .scheduleBuild2(0)
                .waitForStart();
        JENKINS.waitForMessage("hanging on", run);
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertGone(Files.readString(told.resolve("stopped")));
    }

    @Test
    public void packerIsNotRunAgainAfterARestart() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinBakeStep step = new SpinBakeStep("cloud");
        step.setAmiName("web");
        step.setPacker("image.json");
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws IOException {
                // That of another process.
                new PackerRuns().begin(build, step);
                return true;
            }
        });
        job.getBuildersList().add(new SpinBakeBuilder(step));
        assertThat(
                JenkinsRule.getLog(JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0))),
                containsString("Jenkins was restarted while Packer ran."));
    }

    private static SpinBakeStep withPacker() {
        SpinBakeStep step = new SpinBakeStep("cloud");
        step.setRegions("eu-central-1,us-east-1");
        step.setBaseAmi("ami-0");
        step.setAmiName("web");
        step.setPacker("image.json");
        return step;
    }

    @Test
    public void aBuildStepRunsPackerOnItsAgent() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.setAssignedLabel(Label.get("images"));
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws InterruptedException, IOException {
                build.getWorkspace()
                        .child("image.json")
                        .write("cat > packer-manifest.json <<E\n" + MANIFEST + "\nE", "UTF-8");
                return true;
            }
        });
        job.getBuildersList().add(new SpinBakeBuilder(withPacker()));
        JENKINS.buildAndAssertSuccess(job);
        List<String> arguments = Files.readAllLines(told.resolve("arguments"));
        assertEquals("image.json", arguments.get(arguments.size() - 1));
    }

    @Test
    public void aDeliveryAfterTheBuildHasNoAgentForPacker() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getPublishersList().add(new DeliveryPublisher(List.of(new StepStage(withPacker()))));
        assertThat(
                JenkinsRule.getLog(JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0))),
                containsString(
                        "The bake with image.json can't be handed over: Packer runs on an agent, in the workspace,"
                                + " and a delivery after the build has neither."));
    }
}
