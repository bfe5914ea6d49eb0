package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.EnvVars;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.builder.SpinBakeManifestBuilder;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinBakeManifest} with a Helm and a Kustomize of our own, which write down what they get. */
public class SpinBakeManifestStepTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static Path told;

    @BeforeClass
    public static void agent() throws Exception {
        Path bin = FOLDER.newFolder("bin").toPath();
        told = FOLDER.newFolder("told").toPath();
        for (String program : List.of("helm", "kustomize")) {
            Path script = bin.resolve(program);
            Files.writeString(
                    script,
                    """
                    #!/bin/sh
                    printf '%%s\\n' "${0##*/}" "$@" > %1$s/arguments
                    for last; do :; done
                    rm -rf %1$s/last
                    cp -r "${last#--values=}" %1$s/last 2> /dev/null
                    sh ./behaviour
                    """
                            .formatted(told));
            assertTrue(script.toFile().setExecutable(true));
        }
        JENKINS.createOnlineSlave(Label.get("charts"), new EnvVars("PATH", bin + ":" + System.getenv("PATH")));
    }

    private static WorkflowJob job(String behaviour, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                """
                node('charts') {
                    writeFile file: 'behaviour', text: '''%s\\n'''
                    writeFile file: 'web/Chart.yaml', text: 'name: web'
                    writeFile file: 'more.yaml', text: 'a: b'
                    %s
                }
                """
                        .formatted(behaviour, script),
                true));
        return job;
    }

    private static WorkflowRun run(Result result, String behaviour, String script) throws Exception {
        return JENKINS.assertBuildStatus(result, job(behaviour, script).scheduleBuild2(0));
    }

    @Test
    public void helmGetsItsArgumentsAndTestsAreLeftOut() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                """
                echo '---'; echo '# Source: web/templates/a.yaml'; echo 'kind: ConfigMap'
                echo '---'; echo '# Source: web/templates/tests/t.yaml'; echo 'kind: Pod'
                """,
                """
                def baked = spinBakeManifest inputs: [[file: 'web'], [file: 'more.yaml'],
                        [content: 'eDogeQ==', name: '../../x y.yaml']],
                    outputName: 'shop-web', namespace: 'shop', includeCRDs: true, apiVersions: 'v1, apps/v1',
                    kubeVersion: '1.29.0', overrides: ['image.tag': '${ 1 + 1 }', 'a.b\\\\.c': true, 'list[0].x': 'p,q']
                echo "<${baked.manifest}> [${baked.artifacts[0].reference}]"
                echo "${baked.status} ${baked.artifacts[0].type} ${baked.artifacts[0].name}"
                """);
        JENKINS.assertLogContains("succeeded embedded/base64 shop-web", run);
        String log = JenkinsRule.getLog(run);
        String rendered = "---\n# Source: web/templates/a.yaml\nkind: ConfigMap\n";
        assertThat(
                log,
                containsString("<" + rendered + "> ["
                        + Base64.getEncoder().encodeToString(rendered.getBytes(StandardCharsets.UTF_8)) + "]"));
        assertThat(log, not(containsString("kind: Pod")));
        List<String> line = Files.readAllLines(told.resolve("arguments"));
        assertEquals(List.of("helm", "template", "shop-web"), line.subList(0, 3));
        assertTrue(line.get(3), line.get(3).endsWith("/web"));
        assertEquals(
                List.of(
                        "--namespace=shop",
                        "--include-crds",
                        "--api-versions=v1",
                        "--api-versions=apps/v1",
                        "--kube-version=1.29.0"),
                line.subList(4, 9));
        assertTrue(line.get(9), line.get(9).endsWith("/more.yaml"));
        assertTrue(line.get(10), line.get(10).endsWith("/input-2/x_y.yaml"));
        assertTrue(line.get(11), line.get(11).endsWith("/overrides.yaml"));
        assertEquals(List.of("--set-string=list[0].x=p\\,q"), line.subList(12, line.size()));
        assertTrue(
                "nothing stays on the agent", !Files.exists(Path.of(line.get(10).replace("--values=", ""))));
    }

    @Test
    public void overridesAreTextsUnlessTheyAreRaw() throws Exception {
        String step =
                "spinBakeManifest inputs: [[chart: 'web', repository: 'https://charts.example.com', version: '1.2']],"
                        + " outputName: 'web', overrides: 'image.tag=2\\nimage.pull=true\\nzero=007'";
        run(Result.SUCCESS, "echo 'a: b'", step);
        assertEquals(
                "{\"image\":{\"tag\":\"2\",\"pull\":\"true\"},\"zero\":\"007\"}",
                Files.readString(told.resolve("last")));
        List<String> line = Files.readAllLines(told.resolve("arguments"));
        assertEquals(List.of("web", "--repo=https://charts.example.com", "--version=1.2"), line.subList(3, 6));
        run(Result.SUCCESS, "echo 'a: b'", step + ", rawOverrides: true");
        assertEquals("{\"image\":{\"tag\":2,\"pull\":true},\"zero\":\"007\"}", Files.readString(told.resolve("last")));
    }

    @Test
    public void kustomizeBuildsAFolderOrAnArchive() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                "echo 'kind: Service'",
                """
                echo spinBakeManifest(renderer: 'KUSTOMIZE', inputs: [[file: 'web']], outputName: 'web',
                    kustomizeFile: 'overlays/test/kustomization.yaml').manifest
                """);
        JENKINS.assertLogContains("kind: Service", run);
        List<String> line = Files.readAllLines(told.resolve("arguments"));
        assertEquals(List.of("kustomize", "build"), line.subList(0, 2));
        assertTrue(line.get(2), line.get(2).endsWith("/web/overlays/test"));
        run(
                Result.SUCCESS,
                "echo 'kind: Service'",
                """
                sh 'tar -czf k.tgz web && base64 k.tgz | tr -d "\\\\n" > k.base64'
                spinBakeManifest renderer: 'KUSTOMIZE4', outputName: 'web', kustomizeFile: 'web',
                    inputs: [[content: readFile('k.base64'), name: 'k.tar.gz']]
                """);
        assertEquals("name: web", Files.readString(told.resolve("last/Chart.yaml")));
    }

    @Test
    public void whatIsWrongIsToldWithoutAStackTrace() throws Exception {
        String web = "spinBakeManifest inputs: [[file: 'web']], outputName: 'web'";
        refused("true", web + ", renderer: 'HELM2'", "no longer maintained");
        refused("true", "spinBakeManifest outputName: 'web'", "There are no inputs");
        refused("true", "spinBakeManifest inputs: [[file: '../x']], outputName: 'web'", "../x");
        refused("true", "spinBakeManifest inputs: [[file: 'none']], outputName: 'web'", "none");
        refused("true", "spinBakeManifest inputs: [[chart: '--post-renderer']], outputName: 'web'", "Input 1");
        refused("true", "spinBakeManifest inputs: [[file: 'web']], outputName: '-x'", "\"-x\" is no name");
        refused("true", web + ", namespace: 'a b'", "\"a b\" is no value for namespace");
        refused("echo 'Error: no chart' >&2; exit 3", web, "helm ended with exit code 3: Error: no chart");
        refused("true", "withEnv(['PATH=/nowhere']) { " + web + " }", "The agent has no program helm. Install Helm 3");
        refused("sleep 600", web + ", timeout: 1", "did not end within 1 s");
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(web, true));
        JENKINS.assertLogContains(
                "Put the step into a node block", JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0)));
    }

    private static void refused(String behaviour, String script, String message) throws Exception {
        WorkflowRun run = run(Result.FAILURE, behaviour, script);
        JENKINS.assertLogContains(message, run);
        JENKINS.assertLogNotContains("\tat ", run);
    }

    @Test
    public void aBuildThatIsStoppedEndsTheProgram() throws Exception {
        Path pid = told.resolve("pid");
        WorkflowRun run = job(
                        "echo $$ > " + pid + "; exec sleep 600",
                        "spinBakeManifest inputs: [[file: 'web']], outputName: 'web'")
                .scheduleBuild2(0)
                .waitForStart();
        Deliveries.await(
                "the program runs", () -> Files.exists(pid) && pid.toFile().length() > 1);
        ProcessHandle program =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        program.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    public void theFormKeepsEverythingAndAddsNothing() throws Exception {
        SpinBakeManifestStep full = new SpinBakeManifestStep();
        full.setRenderer("KUSTOMIZE");
        full.setInputs("[{file: web}]");
        full.setOutputName("web");
        full.setNamespace("shop");
        full.setOverrides("a=b");
        full.setRawOverrides(true);
        full.setIncludeCRDs(true);
        full.setApiVersions("v1, apps/v1");
        full.setKubeVersion("1.29");
        full.setChartPath("charts/web");
        full.setKustomizeFile("kustomization.yaml");
        full.setTimeout("5m");
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        project.getBuildersList().add(new SpinBakeManifestBuilder(full));
        project.getBuildersList().add(new SpinBakeManifestBuilder(new SpinBakeManifestStep()));
        var again = JENKINS.configRoundtrip(project).getBuildersList();
        assertEquals(arguments(full), arguments(((SpinBakeManifestBuilder) again.get(0)).getStep()));
        assertEquals(Map.of(), arguments(((SpinBakeManifestBuilder) again.get(1)).getStep()));
        SpinBakeManifestStep.DescriptorImpl form =
                JENKINS.jenkins.getDescriptorByType(SpinBakeManifestStep.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckTimeout(project, "soon").kind);
        assertEquals(3, form.doFillRendererItems().size());
    }

    private static Map<String, Object> arguments(SpinBakeManifestStep step) {
        return DescribableModel.uninstantiate2_(step).toMap();
    }
}
