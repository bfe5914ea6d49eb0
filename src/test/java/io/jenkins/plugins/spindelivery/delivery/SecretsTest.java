package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.PasswordParameterValue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.KubeconfigCredentials;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinDeployBuilder;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.step.SpinDeployStep;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** No secret value is anywhere below JENKINS_HOME, in a log or in an answer, while stages wait and after their end. */
public class SecretsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    /** A Secret with values from everywhere, beside a workload that never gets ready. */
    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: %1$s}
            stringData:
              parameter: "${parameters.PASS}"
              bound: "%2$s"
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: main, image: "web:1-neverready"}]}
            """;

    private final String namespace = CLUSTER.newNamespace("secrets");
    private final String parameter = "p4r&m<" + UUID.randomUUID() + ">'\"";
    private final String bound = "b0und&<" + UUID.randomUUID() + ">'";

    @Test
    public void noSecretIsLeftLyingAbout() throws Exception {
        configure();
        List<Run<?, ?>> runs = new ArrayList<>();
        for (String account : List.of("text", "file", "own", "token")) {
            runs.add(pipelineBuild(account));
        }
        runs.add(freestyleBuild());
        for (Run<?, ?> run : runs) {
            await("waiting: " + run, () -> StageRecords.get().of(run).stream()
                    .anyMatch(stage -> stage.objects().size() == 2
                            && stage.objects().get(1).desired() == 1));
        }
        assertDeployed("text");
        assertNowhere(runs);
        for (Run<?, ?> run : runs) {
            run.getExecutor().interrupt(Result.ABORTED);
            JENKINS.waitForCompletion(run);
        }
        awaitNothingOpen();
        assertNowhere(runs);
    }

    private void configure() throws Exception {
        String kubeconfig = CLUSTER.kubeconfigText();
        store(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(kubeconfig)),
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "file",
                        "",
                        "config",
                        SecretBytes.fromBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))),
                new KubeconfigCredentials(CredentialsScope.GLOBAL, "own", "", Secret.fromString(kubeconfig)),
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(token())),
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "bound", "", Secret.fromString(bound)));
        KubernetesAccount token = new KubernetesAccount("token", "token");
        token.setServerUrl(CLUSTER.server());
        token.setCaCertificate(
                new String(Base64.getDecoder().decode(field("certificate-authority-data")), StandardCharsets.UTF_8));
        SpinDeliveryConfiguration.get()
                .setAccounts(List.of(
                        new KubernetesAccount("text", "text"),
                        new KubernetesAccount("file", "file"),
                        new KubernetesAccount("own", "own"),
                        token));
    }

    private static void store(Credentials... credentials) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().addAll(List.of(credentials));
        SystemCredentialsProvider.getInstance().save();
    }

    private static String token() {
        return field("token");
    }

    private static String field(String name) {
        Matcher matcher = Pattern.compile(name + ": *\"?([^\"\\s]+)").matcher(CLUSTER.kubeconfigText());
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in the kubeconfig");
        }
        return matcher.group(1);
    }

    private WorkflowRun pipelineBuild(String account) throws Exception {
        String manifest = String.format(MANIFEST, account, "${parameters.passed} ${env.BOUND}");
        WorkflowJob job = pipeline(
                account,
                "withCredentials([string(credentialsId: 'bound', variable: 'BOUND')]) { spinDeploy(account: '"
                        + account + "', namespace: '" + namespace
                        + "', rollbackOnFailure: true, parameters: [passed: env.BOUND], manifest: '''" + manifest
                        + "''') }");
        job.addProperty(new ParametersDefinitionProperty(new PasswordParameterDefinition("PASS", "", "")));
        return job.scheduleBuild2(0, password()).waitForStart();
    }

    private Run<?, ?> freestyleBuild() throws Exception {
        SpinDeployStep step = new SpinDeployStep("text");
        step.setNamespace(namespace);
        step.setManifest(String.format(MANIFEST, "freestyle", "${env.PASS}"));
        step.setRollbackOnFailure(true);
        FreeStyleProject job = JENKINS.createFreeStyleProject("freestyle");
        job.addProperty(new ParametersDefinitionProperty(new PasswordParameterDefinition("PASS", "", "")));
        job.getBuildersList().add(new SpinDeployBuilder(step));
        return job.scheduleBuild2(0, password()).waitForStart();
    }

    private ParametersAction password() {
        return new ParametersAction(new PasswordParameterValue("PASS", parameter));
    }

    /** The values did come from where they were meant to come from. */
    private void assertDeployed(String name) {
        JsonNode data = CLUSTER.api()
                .get("/api/v1/namespaces/" + namespace + "/secrets/" + name + "-v000")
                .path("data");
        assertEquals(parameter, decoded(data.path("parameter")));
        assertEquals(bound + " " + bound, decoded(data.path("bound")));
    }

    private static String decoded(JsonNode value) {
        return new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
    }

    private void assertNowhere(List<Run<?, ?>> runs) throws Exception {
        List<String> needles = new ArrayList<>();
        for (String secret : List.of(parameter, bound, token())) {
            needles.addAll(disguises(secret));
        }
        String planted = Base64.getEncoder().encodeToString(("key: " + bound + "\n").getBytes(StandardCharsets.UTF_8));
        assertThrows(AssertionError.class, () -> assertNone(needles, "what is planted", planted));
        for (Path file : files()) {
            assertNone(needles, file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        List<String> pages = new ArrayList<>(List.of(
                "manage/configure", "api/json?depth=5", "manage/credentials/store/system/domain/_/api/json?depth=3"));
        for (Run<?, ?> run : runs) {
            pages.addAll(List.of(
                    run.getUrl(),
                    run.getUrl() + "api/json?depth=5",
                    run.getUrl() + "delivery/",
                    run.getUrl() + "delivery/api/json?depth=5",
                    run.getUrl() + "consoleText",
                    run.getParent().getUrl(),
                    run.getParent().getUrl() + "config.xml"));
        }
        try (JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false)) {
            for (String page : pages) {
                String text = client.goTo(page, null).getWebResponse().getContentAsString();
                assertNone(needles, page, text);
            }
        }
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(JENKINS.jenkins.getRootDir().toPath())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/plugins/")
                            && !file.toString().contains("/war/"))
                    .toList();
        }
    }

    private static void assertNone(List<String> needles, String where, String text) {
        for (String needle : needles) {
            int at = text.indexOf(needle);
            assertFalse(
                    where + " has a secret: "
                            + (at < 0
                                    ? ""
                                    : text.substring(Math.max(0, at - 200), at).replaceAll("\\s+", " ") + "…"),
                    at >= 0);
        }
    }

    /** As it is, as XML, HTML, JSON and URLs have it, and in Base64 at each place that it can have there. */
    private static List<String> disguises(String secret) {
        String bytes = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<String> disguises = new ArrayList<>(List.of(
                bytes,
                bytes.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                bytes.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("'", "&apos;")
                        .replace("\"", "&quot;"),
                bytes.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("'", "&#039;"),
                bytes.replace("\"", "\\\""),
                URLEncoder.encode(secret, StandardCharsets.UTF_8)));
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = ("x".repeat(offset) + secret).getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and the last characters depend on what stands beside the secret.
            disguises.add(base64.substring(offset == 0 ? 0 : 4, base64.length() - 4));
        }
        // The middle of each is random, so that no escaping at all can hide it.
        Matcher uuid =
                Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").matcher(secret.toLowerCase(Locale.ROOT));
        if (uuid.find()) {
            disguises.add(uuid.group());
        }
        return disguises;
    }
}
