package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.FlagRule;
import org.jvnet.hudson.test.JenkinsRule;

/** docs/examples/register-test: the manifests lie in Git, beside the Jenkinsfile. */
public class RegisterTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    /** Jenkins clones no folder of its own machine unless told so. */
    @Rule
    public final FlagRule<Boolean> localClones =
            new FlagRule<>(() -> GitSCM.ALLOW_LOCAL_CHECKOUT, allowed -> GitSCM.ALLOW_LOCAL_CHECKOUT = allowed, true);

    /** One for all tests: each begins without jobs, and with namespaces of its own. */
    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Repository repository;
    private LiveNamespace live;
    private Examples examples;
    private WorkflowJob job;

    @Before
    public void aJobForARepository() throws Exception {
        examples = new Examples(JENKINS, CLUSTER);
        live = examples.test();
        repository =
                Repository.of(Examples.folder("register-test"), folder.getRoot().toPath());
        job = JENKINS.createProject(WorkflowJob.class, "register-test");
        GitSCM scm = new GitSCM(
                List.of(new UserRemoteConfig(repository.url(), null, null, null)),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
        job.setDefinition(new CpsScmFlowDefinition(scm, "Jenkinsfile"));
    }

    @Test
    public void whatIsInGitIsDeployedToTest() throws Exception {
        WorkflowRun run = examples.run(Result.SUCCESS, job);
        JENKINS.assertLogContains("ci-register-configmap-v000", run);
        JsonNode deployment = live.deployment("ci-register");
        assertEquals(1, deployment.at("/status/readyReplicas").asInt());
        assertEquals("hub.imgo.tv/spinnaker/register:1.0", live.image("ci-register"));
        assertEquals("ci-register-configmap-v000", mounted(deployment));
        assertThat(
                live.configMap("ci-register-configmap-v000")
                        .at("/data/application.yml")
                        .asText(),
                containsString("instanceId: ${spring.cloud.client.ipAddress}:${server.port}"));
        assertEquals(1, live.podsBehind("ci-register", "k8s-app", "ci-register"));
        assertEquals(Set.of(), examples.production().deployments());
    }

    @Test
    public void aBuildWithoutAChangeWritesNothing() throws Exception {
        examples.run(Result.SUCCESS, job);
        // A version is created, and owned by apply from when it is first used again.
        examples.run(Result.SUCCESS, job);
        TreeMap<String, String> before = live.writes();
        examples.run(Result.SUCCESS, job);
        assertEquals(before, live.writes());
    }

    @Test
    public void aChangeOfTheConfigurationMakesANewVersionAndRollsItOut() throws Exception {
        examples.run(Result.SUCCESS, job);
        repository.change("kubernetes/configmap.yaml", "port: 8111", "port: 8112");
        examples.run(Result.SUCCESS, job);
        assertEquals(Set.of("ci-register-configmap-v000", "ci-register-configmap-v001"), live.configMaps());
        assertEquals("ci-register-configmap-v001", mounted(live.deployment("ci-register")));
    }

    @Test
    public void aMistakeInAManifestIsFoundBeforeAnythingIsWritten() throws Exception {
        examples.run(Result.SUCCESS, job);
        TreeMap<String, String> before = live.writes();
        repository.change("kubernetes/configmap.yaml", "port: 8111", "port: 8112");
        repository.change("kubernetes/deployment.yaml", "replicas: 1", "replicas: many");
        WorkflowRun run = examples.run(Result.FAILURE, job);
        JENKINS.assertLogContains("replicas", run);
        assertEquals(before, live.writes());
        assertEquals("no new version either", Set.of("ci-register-configmap-v000"), live.configMaps());
    }

    private static String mounted(JsonNode deployment) {
        return deployment.at("/spec/template/spec/volumes/0/configMap/name").asText();
    }

    /** A Git repository on this machine. */
    private record Repository(Path folder) {

        /** Makes one of a folder's files. */
        static Repository of(Path files, Path parent) throws Exception {
            Repository repository = new Repository(Files.createDirectory(parent.resolve("register")));
            try (var all = Files.walk(files)) {
                for (Path each : all.filter(Files::isRegularFile).toList()) {
                    Path copy = repository.folder.resolve(files.relativize(each).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(each, copy);
                }
            }
            repository.git("init", "--quiet", "--initial-branch=main");
            repository.commit();
            return repository;
        }

        String url() {
            return folder.toUri().toString();
        }

        void change(String file, String text, String by) throws Exception {
            Path path = folder.resolve(file);
            String before = Files.readString(path);
            assertThat(before, containsString(text));
            Files.writeString(path, before.replace(text, by));
            commit();
        }

        private void commit() throws Exception {
            git("add", "--all");
            git("-c", "user.name=Developer", "-c", "user.email=developer@example.com", "commit", "--quiet", "-m", "x");
        }

        private void git(String... arguments) throws Exception {
            ProcessBuilder builder =
                    new ProcessBuilder("git").directory(folder.toFile()).inheritIO();
            builder.command().addAll(List.of(arguments));
            assertEquals(0, builder.start().waitFor());
        }
    }
}
