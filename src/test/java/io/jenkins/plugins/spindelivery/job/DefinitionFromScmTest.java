package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Definitions that are files of a Git repository. */
public class DefinitionFromScmTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path repository;

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @TestExtension
    public static ScriptedStages stages() {
        return new ScriptedStages();
    }

    @Before
    public void repository() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        repository = folder.newFolder("repository").toPath();
        git("init", "--initial-branch=main");
        Script.named("1").becomesReady();
    }

    @After
    public void nothingStaysBehind() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        Deliveries.awaitNothingOpen();
        Script.reset();
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com"));
        Collections.addAll(command, arguments);
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.newFile())
                .start();
        assertEquals(String.join(" ", command), 0, process.waitFor());
    }

    private void commit(String parameter) throws Exception {
        Path file = repository.resolve("delivery/main.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"parameterConfig\": [{\"name\": \"" + parameter + "\"}], \"limitConcurrent\": true, \"stages\": ["
                        + stage("1", "", "") + "]}");
        Files.writeString(repository.resolve("secret.txt"), "outside of nothing");
        git("add", ".");
        git("commit", "-m", parameter);
    }

    private WorkflowJob job(String path, boolean lightweight) throws Exception {
        GitSCM scm = new GitSCM(
                List.of(new UserRemoteConfig(repository.toUri().toString(), null, null, null)),
                List.of(new BranchSpec("main")),
                null,
                null,
                List.of());
        DefinitionFromScm source = new DefinitionFromScm(scm, path);
        source.setLightweight(lightweight);
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new DeliveryDefinition(source));
        return job;
    }

    private static WorkflowRun ended(WorkflowJob job, Result result) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Deliveries.await("the end of " + run, () -> !run.isBuilding() && !run.isLogUpdated());
        return JENKINS.assertBuildStatus(result, run);
    }

    private static List<String> parameters(WorkflowJob job) {
        return List.copyOf(job.getProperty(ParametersDefinitionProperty.class).getParameterDefinitionNames());
    }

    @Test
    public void eachRunReadsItAnewAndTheJobAsksForItsParameters() throws Exception {
        commit("first");
        WorkflowJob job = job("delivery/main.json", true);
        DeliveryDefinition definition = DeliveryDefinition.of(job).orElseThrow();
        assertTrue(definition.lastKnown(job).isEmpty());
        assertEquals(1, definition.getSCMs().size());
        WorkflowRun run = ended(job, Result.SUCCESS);
        JENKINS.assertLogContains("Read delivery/main.json from git", run);
        assertEquals(List.of("first"), parameters(job));
        assertTrue(definition.lastKnown(job).orElseThrow().limitConcurrent());
        commit("second");
        ended(job, Result.SUCCESS);
        assertEquals(List.of("second"), parameters(job));
        // Known without a run after a restart, too.
        job.doReload();
        DeliveryDefinition again = DeliveryDefinition.of(job).orElseThrow();
        assertEquals(
                "second",
                again.lastKnown(job)
                        .orElseThrow()
                        .parameterConfig()
                        .get(0)
                        .path("name")
                        .asText());
        JENKINS.configRoundtrip(job);
        DefinitionFromScm source =
                (DefinitionFromScm) DeliveryDefinition.of(job).orElseThrow().getSource();
        assertEquals("delivery/main.json", source.getPath());
        assertTrue(source.isLightweight());
        assertEquals(GitSCM.class, source.getScm().getClass());
    }

    @Test
    public void aCheckoutTellsPollingWhatWasSeen() throws Exception {
        commit("first");
        WorkflowJob job = job("delivery/main.json", false);
        WorkflowRun run = ended(job, Result.SUCCESS);
        JENKINS.assertLogContains("to read delivery/main.json", run);
        assertFalse(job.poll(JENKINS.createTaskListener()).hasChanges());
        commit("second");
        assertTrue(job.poll(JENKINS.createTaskListener()).hasChanges());
    }

    @Test
    public void whatIsNotThereOrOutsideIsRefused() throws Exception {
        commit("first");
        Files.createSymbolicLink(
                repository.resolve("link.json"), folder.newFile().toPath());
        git("add", ".");
        git("commit", "-m", "a link out of the repository");
        for (boolean lightweight : List.of(true, false)) {
            JENKINS.assertLogContains(
                    "There is no file other.json", ended(job("other.json", lightweight), Result.FAILURE));
            JENKINS.assertLogContains(
                    "does not lead to a file within the repository",
                    ended(job("../main.json", lightweight), Result.FAILURE));
        }
        JENKINS.assertLogContains(
                "does not lead to a file within the repository", ended(job("link.json", false), Result.FAILURE));
        JENKINS.assertLogContains("secret.txt:1: This is no pipeline", ended(job("secret.txt", true), Result.FAILURE));
        WorkflowJob none = JENKINS.createProject(WorkflowJob.class);
        none.setDefinition(new DeliveryDefinition(new DefinitionFromScm(null, "a.json")));
        JENKINS.assertLogContains("No repository is chosen", ended(none, Result.FAILURE));
    }
}
