package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.PasswordParameterValue;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.User;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinDeploy} in Pipelines, on a real cluster. */
public class SpinDeployStepTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String CONFIG_MAP =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: web-conf
            data:
              tag: "${ parameters.tag }"
            """;

    private AtCluster at;

    @Before
    public void account() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "step-deploy");
    }

    private static String deployment(String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: web
                        image: "%s"
                        envFrom: [{configMapRef: {name: web-conf}}]
                """
                .formatted(image);
    }

    private static String configMap(String name, String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, annotations: {strategy.spinnaker.io/versioned: 'false'}}
                data: {value: '%s'}
                """
                .formatted(name, value);
    }

    private static String inGroovy(String text) {
        return "'''" + text + "'''";
    }

    private static List<StageRecord> records(WorkflowRun run) {
        return StageRecords.get().of(run);
    }

    @Test
    public void deploysOutsideOfNodeAndReturnsWhatItDid() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "def r = spinDeploy account: 'prod', parameters: [tag: '1.5'], manifest: "
                        + inGroovy(CONFIG_MAP + "---\n" + deployment("web:${ parameters.tag }"))
                        + "\necho \"${r.status} ${r.objects.collect { it.kind + ' ' + it.name + ' ' + it.action + ' '"
                        + " + it.status }}\"\n"
                        + "echo \"artifacts ${r.artifacts.collect { it.type + ' ' + it.name + ' ' + it.reference }}\"");
        JENKINS.assertLogContains(
                "succeeded [ConfigMap web-conf-v000 created stable, Deployment web created stable]", run);
        JENKINS.assertLogContains(
                "artifacts [kubernetes/configMap web-conf web-conf-v000, kubernetes/deployment web web]", run);
        assertEquals("1.5", at.core("configmaps/web-conf-v000").at("/data/tag").asText());
        JsonNode live = at.apps("deployments/web");
        assertEquals(
                "web:1.5", live.at("/spec/template/spec/containers/0/image").asText());
        assertEquals(2, live.at("/status/readyReplicas").asInt());

        StageRecord record = records(run).get(0);
        assertEquals("deploy", record.type());
        assertEquals("prod", record.account());
        assertEquals(StageStatus.SUCCEEDED, record.status());
        ObjectRecord web = record.objects().stream()
                .filter(object -> object.ref().kind().equals("Deployment"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("web:1.5"), web.images());
        assertThat(web.diff(), containsString("+        image: web:1.5"));
    }

    @Test
    public void readsFilesOfTheWorkspaceInDeclarative() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "pipeline {\n agent any\n stages { stage('Deploy') { steps {\n"
                        + "writeFile file: 'k8s/b.yaml', text: " + inGroovy(configMap("b", "2")) + "\n"
                        + "writeFile file: 'k8s/a.yml', text: " + inGroovy(configMap("a", "1")) + "\n"
                        + "writeFile file: 'k8s/deep/c.yaml', text: " + inGroovy(configMap("c", "3")) + "\n"
                        + "writeFile file: 'k8s/notes.txt', text: 'no manifest'\n"
                        + "spinDeploy account: 'prod', manifestFile: 'k8s', timeout: 60\n"
                        + "spinDeploy account: 'prod', manifestFile: ['k8s/**/c.yaml', 'k8s/a.yml'], timeout: '1m'\n"
                        + "} } } }");
        assertEquals("1", at.core("configmaps/a").at("/data/value").asText());
        assertTrue(at.has("configmaps/c"));
        assertEquals(List.of("a", "b"), names(records(run).get(0)));
        assertEquals(List.of("c", "a"), names(records(run).get(1)));
        assertEquals("k8s/**/c.yaml, k8s/a.yml", records(run).get(1).subject());
    }

    private static List<String> names(StageRecord record) {
        return record.objects().stream().map(object -> object.ref().name()).toList();
    }

    @Test
    public void filesNeedAWorkspace() throws Exception {
        WorkflowRun run = at.run(Result.FAILURE, "spinDeploy account: 'prod', manifestFile: 'k8s/a.yaml'");
        JENKINS.assertLogContains(
                "ERROR: k8s/a.yaml is to be read from a workspace, and here is none. Put the step into node", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(StageStatus.REFUSED, records(run).get(0).status());
    }

    @Test
    public void nothingOutsideOfTheWorkspaceIsRead() throws Exception {
        Path secret = JENKINS.jenkins.getRootDir().toPath().resolve("secret.yaml");
        Files.writeString(secret, configMap("stolen", "1"));
        for (String path : List.of("../secret.yaml", "a/../../secret.yaml", secret.toString(), "~/secret.yaml")) {
            WorkflowRun run =
                    at.run(Result.FAILURE, "node { spinDeploy account: 'prod', manifestFile: '" + path + "' }");
            JENKINS.assertLogContains(path + " leads out of the workspace", run);
        }
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        Path workspace = Path.of(JENKINS.jenkins.getWorkspaceFor(job).getRemote());
        Files.createDirectories(workspace.resolve("real"));
        Files.createSymbolicLink(workspace.resolve("link.yaml"), secret);
        Files.createSymbolicLink(
                workspace.resolve("folder"), JENKINS.jenkins.getRootDir().toPath());
        Files.writeString(workspace.resolve("real/a.yaml"), configMap("inside", "1"));
        Files.createSymbolicLink(workspace.resolve("inside.yaml"), workspace.resolve("real/a.yaml"));
        for (String path : List.of("link.yaml", "*.yaml", "folder/secret.yaml", "folder/*.yaml", "folder")) {
            job.setDefinition(
                    new CpsFlowDefinition("node { spinDeploy account: 'prod', manifestFile: '" + path + "' }", true));
            WorkflowRun run = JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            JENKINS.assertLogContains("is a link that leads out of the workspace", run);
        }
        assertFalse(at.has("configmaps/stolen"));
        job.setDefinition(
                new CpsFlowDefinition("node { spinDeploy account: 'prod', manifestFile: 'inside.yaml' }", true));
        JENKINS.buildAndAssertSuccess(job);
        assertTrue("links within the workspace are fine", at.has("configmaps/inside"));
    }

    @Test
    public void missingFilesAreNamed() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                "node { writeFile file: 'x', text: ''\nspinDeploy account: 'prod', manifestFile: 'k8s/*.yaml' }");
        JENKINS.assertLogContains("There is no file k8s/*.yaml in the workspace", run);
    }

    @Test
    public void expressionsSeeTheBuild() throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "expressions");
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("tag", ""), new StringParameterDefinition("name", "")));
        String manifest =
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: "seen-${ parameters.name }", annotations: {strategy.spinnaker.io/versioned: 'false'}}
                data:
                  tag: "${ parameters.tag }"
                  both: "${ parameters.both }"
                  user: "${ trigger.user } ${ trigger.type } ${ #currentUser() }"
                  env: "${ env.STAGE } ${ env.JOB_NAME }"
                  execution: "${ execution.name } ${ execution.number }"
                  foreign: "${spring.application.name}"
                """;
        job.setDefinition(new CpsFlowDefinition(
                "withEnv(['STAGE=blue']) {\n"
                        + "spinDeploy account: 'prod', parameters: [tag: 'own', both: '${ parameters.name }!'], manifest: "
                        + inGroovy(manifest) + "\n}",
                true));
        User.getById("alice", true);
        WorkflowRun run = JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(
                0,
                new CauseAction(new Cause.UserIdCause("alice")),
                new ParametersAction(
                        new StringParameterValue("tag", "of-build"), new StringParameterValue("name", "x"))));
        JsonNode data = at.core("configmaps/seen-x").path("data");
        assertEquals("own", data.path("tag").asText());
        assertEquals("x!", data.path("both").asText());
        assertEquals("alice manual alice", data.path("user").asText());
        assertEquals("blue expressions", data.path("env").asText());
        assertEquals("expressions " + run.getNumber(), data.path("execution").asText());
        assertEquals("${spring.application.name}", data.path("foreign").asText());
    }

    @Test
    public void expressionsSeeTheBuildThatStartedThisOne() throws Exception {
        FreeStyleBuild upstream = JENKINS.buildAndAssertSuccess(JENKINS.createFreeStyleProject("images"));
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        String manifest = configMap(
                "seen",
                "${ trigger.type } ${ trigger.job } ${ trigger.buildNumber } "
                        + "${ trigger.parentExecution.name } ${ trigger.buildInfo.number }");
        job.setDefinition(new CpsFlowDefinition(
                "spinDeploy account: 'prod', manifest: " + inGroovy(manifest.replace("'", "\"")), true));
        JENKINS.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new CauseAction(new Cause.UpstreamCause((hudson.model.Run<?, ?>) upstream))));
        assertEquals(
                "jenkins images 1 images 1",
                at.core("configmaps/seen").at("/data/value").asText());
    }

    @Test
    public void fieldsMayHoldExpressions() throws Exception {
        String other = CLUSTER.newNamespace("step-deploy-other");
        at.run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', parameters: [where: '" + other
                        + "'], namespace: '${ parameters.where }', manifest: "
                        + inGroovy(configMap("a", "1").replace("'", "\"")));
        assertEquals(
                200,
                CLUSTER.api()
                        .send("GET", "/api/v1/namespaces/" + other + "/configmaps/a", "application/json", "")
                        .code());
    }

    @Test
    public void misspeltParametersAreRefusedWithAllProblems() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                "spinDeploy account: 'prod', parameters: [tg: '1'], timeout: 'soon', strategy: 'blue', manifest: "
                        + inGroovy(CONFIG_MAP));
        JENKINS.assertLogContains("timeout: \"soon\" is no duration", run);
        JENKINS.assertLogContains(
                "strategy: \"blue\" is none of the words for this field: apply, replace, recreate.", run);
        JENKINS.assertLogNotContains("\tat ", run);
        run = at.run(
                Result.FAILURE, "spinDeploy account: 'prod', parameters: [tg: '1'], manifest: " + inGroovy(CONFIG_MAP));
        JENKINS.assertLogContains(
                "manifest:6: ${ parameters.tag }: parameters has no entry \"tag\". Did you mean \"tg\"?", run);
        assertFalse(at.has("configmaps/web-conf-v000"));
    }

    @Test
    public void laterDeploysBindWhatEarlierOnesMade() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', parameters: [tag: '1'], manifest: " + inGroovy(CONFIG_MAP)
                        + "\nspinDeploy account: 'prod', parameters: [tag: '2'], manifest: " + inGroovy(CONFIG_MAP)
                        + "\nspinDeploy account: 'prod', dryRun: true, parameters: [tag: '3'], manifest: "
                        + inGroovy(CONFIG_MAP)
                        + "\nspinDeploy account: 'prod', manifest: " + inGroovy(deployment("web:1")));
        assertEquals(
                "the newest that is there",
                "web-conf-v001",
                at.apps("deployments/web")
                        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
        assertEquals(4, records(run).size());
    }

    @Test
    public void givenArtifactsGoFirst() throws Exception {
        at.run(
                Result.SUCCESS,
                "def first = spinDeploy account: 'prod', parameters: [tag: '1'], manifest: " + inGroovy(CONFIG_MAP)
                        + "\nspinDeploy account: 'prod', parameters: [tag: '2'], manifest: " + inGroovy(CONFIG_MAP)
                        + "\nspinDeploy account: 'prod', artifacts: first.artifacts, requiredArtifacts: [[type: 'docker/image',"
                        + " name: 'web', reference: 'web:9']], manifest: " + inGroovy(deployment("web:1")));
        JsonNode container = at.apps("deployments/web").at("/spec/template/spec/containers/0");
        assertEquals(
                "web-conf-v000", container.at("/envFrom/0/configMapRef/name").asText());
        assertEquals("web:9", container.path("image").asText());
    }

    @Test
    public void mapsOfGroovyAreManifests() throws Exception {
        at.run(
                Result.SUCCESS,
                "def value = 'from Groovy'\nspinDeploy account: 'prod', manifest: [[apiVersion: 'v1', kind: 'ConfigMap',"
                        + " metadata: [name: 'a'], data: [value: \"${value}\"]]], versioned: false");
        assertEquals("from Groovy", at.core("configmaps/a").at("/data/value").asText());
    }

    @Test
    public void dryRunChangesNothing() throws Exception {
        KubernetesAccount account = new KubernetesAccount("prod", "kubeconfig");
        account.setReadOnly(true);
        at.account(account);
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "def r = spinDeploy account: 'prod', dryRun: true, manifest: "
                        + inGroovy(configMap("a", "1").replace("'", "\""))
                        + "\necho \"would be ${r.objects[0].action}\"");
        JENKINS.assertLogContains("would be created", run);
        assertFalse(at.has("configmaps/a"));
        run = at.run(
                Result.FAILURE,
                "spinDeploy account: 'prod', manifest: "
                        + inGroovy(configMap("a", "1").replace("'", "\"")));
        JENKINS.assertLogContains("ERROR", run);
        assertEquals(StageStatus.REFUSED, records(run).get(0).status());
    }

    @Test
    public void recreateIsForEverythingThatSaysNothingElse() throws Exception {
        String plain = configMap("plain", "1").replace("'", "\"");
        String own = configMap("own", "1")
                .replace("'", "\"")
                .replace("annotations: {", "annotations: {strategy.spinnaker.io/recreate: \"false\", ");
        at.run(Result.SUCCESS, "spinDeploy account: 'prod', manifest: " + inGroovy(plain + "---\n" + own));
        String plainUid = at.core("configmaps/plain").at("/metadata/uid").asText();
        String ownUid = at.core("configmaps/own").at("/metadata/uid").asText();
        at.run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', strategy: 'recreate', manifest: "
                        + inGroovy((plain + "---\n" + own).replace("value: \"1\"", "value: \"2\"")));
        assertThat(at.core("configmaps/plain").at("/metadata/uid").asText(), not(plainUid));
        assertEquals(ownUid, at.core("configmaps/own").at("/metadata/uid").asText());
    }

    @Test
    public void aFailingDeployTellsWhatToDo() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                "try { spinDeploy account: 'prod', rollbackOnFailure: true, manifest: "
                        + inGroovy(deployment("web:1-crash").replace("envFrom: [{configMapRef: {name: web-conf}}]", ""))
                        + " } catch (e) { echo \"caught ${e.class.simpleName}: ${e.message}\"; throw e }");
        JENKINS.assertLogContains("caught AbortException: Deployment " + at.namespace() + "/web: ", run);
        JENKINS.assertLogContains("CrashLoopBackOff", run);
        JENKINS.assertLogNotContains("\tat ", run);
        StageRecord record = records(run).get(0);
        assertEquals(StageStatus.FAILED, record.status());
        assertEquals("kubernetes.deploy-object-failed", record.errors().get(0).code());
    }

    @Test
    public void unknownAccountsAreNamedWithTheirLike() throws Exception {
        WorkflowRun run = at.run(Result.FAILURE, "spinDeploy account: 'prd', manifest: 'a: b'");
        JENKINS.assertLogContains("There is no account \"prd\" that this job can use. Did you mean \"prod\"?", run);
    }

    @Test
    public void exactlyOneSourceIsNeeded() throws Exception {
        WorkflowRun run = at.run(Result.FAILURE, "spinDeploy account: 'prod'");
        JENKINS.assertLogContains("Give one of manifest, manifestFile and artifact.", run);
        run = at.run(Result.FAILURE, "spinDeploy account: 'prod', manifest: 'a: b', artifact: 'https://example.com'");
        JENKINS.assertLogContains("Give just one of manifest, manifestFile and artifact.", run);
        run = at.run(Result.FAILURE, "spinDeploy account: 'prod', manifest: '# nothing'");
        JENKINS.assertLogContains("There is no manifest in what was read", run);
    }

    @Test
    public void localAddressesNeedAnAdministrator() throws Exception {
        Files.writeString(
                JENKINS.jenkins.getRootDir().toPath().resolve("userContent/a.yaml"), configMap("fetched", "1"));
        String script = "spinDeploy account: 'prod', parameters: [file: 'a.yaml'], artifact: '" + JENKINS.getURL()
                + "userContent/${ parameters.file }'";
        WorkflowRun run = at.run(Result.FAILURE, script);
        JENKINS.assertLogContains("An administrator can allow a host under Manage Jenkins", run);
        FetchConfiguration.get().setAllowedHosts("localhost:" + JENKINS.getURL().getPort());
        try {
            run = at.run(Result.SUCCESS, script);
        } finally {
            FetchConfiguration.get().setAllowedHosts("");
        }
        assertTrue(at.has("configmaps/fetched"));
    }

    @Test
    public void passwordsStayOutOfTheBuildsFiles() throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.addProperty(new ParametersDefinitionProperty(new PasswordParameterDefinition("password", "", "")));
        String manifest =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: db}
                stringData: {password: "${ parameters.password }"}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: leak}
                data: {url: "jdbc:${ parameters.password }@db"}
                """;
        job.setDefinition(new CpsFlowDefinition("spinDeploy account: 'prod', manifest: " + inGroovy(manifest), true));
        WorkflowRun run = JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(
                0, new ParametersAction(new PasswordParameterValue("password", "correct-horse-battery"))));
        assertEquals(
                "jdbc:correct-horse-battery@db",
                at.core("configmaps/leak-v000").at("/data/url").asText());
        JENKINS.assertLogContains("leak would hold a value that this build keeps secret", run);
        assertEquals("", records(run).get(0).objects().get(0).diff());
        assertNowhere("correct-horse-battery", run);
    }

    @Test
    public void credentialsStayOutOfTheBuildsFiles() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "db", "", Secret.fromString("staple-of-horses")));
        String manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: leak}, data: {url: \"${ env.DB }@db\"}}";
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "withCredentials([string(credentialsId: 'db', variable: 'DB')]) {\n"
                        + "spinPlan account: 'prod', manifest: " + inGroovy(manifest)
                        + "\nspinDeploy account: 'prod', manifest: " + inGroovy(manifest) + "\n}");
        assertEquals(
                "staple-of-horses@db",
                at.core("configmaps/leak-v000").at("/data/url").asText());
        JENKINS.assertLogContains("leak would hold a value that this build keeps secret", run);
        assertNowhere("staple-of-horses", run);
    }

    private static void assertNowhere(String secret, WorkflowRun run) throws IOException {
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(file.toString(), content, not(containsString(secret)));
            }
        }
    }
}
