package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Webhook.Installation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Webhook.Settings;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Admission webhooks that refuse, change things, are down, are slow, or will not take part in a dry run. */
public class WebhookTest {
    private static final LiveCluster LIVE = new LiveCluster();
    private static final String NOTHING_APPLIED =
            "kubernetes.deploy-patience-lost-early | The cluster was asked 5 times in vain, so the deploy ends. Nothing was"
                    + " applied. Deploy again when the cause is gone.";

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @ClassRule
    public static final Webhook WEBHOOK = new Webhook();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "webhook", folder.getRoot().toPath());
    }

    private static String unreachable(String why) {
        return "kubernetes.api-webhook-unreachable | ConfigMap NS/one: The admission webhook NS.example.com has to admit this"
                + " object and does not answer: failed to call webhook: Post \"https://127.0.0.1:PORT/?timeout=" + why
                + ". Look at its pods and its service.";
    }

    @Test
    public void itsRefusalIsShownInItsOwnWords() {
        try (Installation installed = WEBHOOK.install(
                bench, Settings.VALIDATING, request -> Webhook.refused("every object needs a cost centre"))) {
            DeployResult result = bench.deploy(configMap("one"));
            assertEquals(
                    List.of(
                            "kubernetes.api-webhook-denied | ConfigMap NS/one: The admission webhook NS.example.com does not"
                                    + " admit this object: every object needs a cost centre"),
                    bench.told(result.errors()));
            assertEquals(Status.REFUSED, result.status());
            assertEquals(Category.REFUSED, result.category());
            assertEquals("no use in trying again", List.of(), bench.retried());
            assertFalse(bench.exists("configmaps", "one"));
        }
    }

    @Test
    public void whatItRefusesOnlyWhenItIsMeantIsTakenBack() {
        bench.deploy(configMap("one"));
        try (Installation installed = WEBHOOK.install(bench, Settings.VALIDATING, WebhookTest::refusingTheRealSecond)) {
            DeployResult result =
                    bench.rollingBack().deploy(configMap("one").replace("value", "other") + configMap("two"));
            assertEquals(
                    List.of(
                            "kubernetes.api-webhook-denied | ConfigMap NS/two: The admission webhook NS.example.com does not"
                                    + " admit this object: not today"),
                    bench.told(result.errors()));
            assertEquals(Status.FAILED, result.status());
            assertEquals(Category.REFUSED, result.category());
            assertEquals(
                    List.of("ConfigMap one configured stable", "ConfigMap two skipped unknown"),
                    RuleBench.outcomes(result.objects()));
            assertEquals(
                    "Rolled back to what it was. Nothing to wait for.",
                    result.objects().get(0).message());
            assertEquals(
                    "value", bench.live("configmaps", "one").at("/data/key").asText());
        }
    }

    private static ObjectNode refusingTheRealSecond(JsonNode request) {
        boolean meant = !request.path("dryRun").asBoolean();
        return meant && request.path("name").asText().equals("two")
                ? Webhook.refused("not today")
                : Webhook.allowed(request);
    }

    @Test
    public void oneThatIsDownIsWaitedForAndThenNamed() {
        try (Installation installed = WEBHOOK.install(bench, Settings.VALIDATING.down(), Webhook::allowed)) {
            DeployResult result = bench.deploy(configMap("one"));
            String told = unreachable("10s\": dial tcp 127.0.0.1:PORT: connect: connection refused");
            assertEquals(List.of(told, NOTHING_APPLIED), bench.told(result.errors()));
            assertEquals(List.of(told), bench.told(bench.retried()));
            assertEquals(Status.REFUSED, result.status());
            assertEquals(Category.REFUSED, result.category());
            assertEquals(
                    List.of(
                            "此对象须由准入 webhook NS.example.com 批准，但它没有应答：failed to call webhook: Post"
                                    + " \"https://127.0.0.1:PORT/?timeout=10s\": dial tcp 127.0.0.1:PORT: connect: connection"
                                    + " refused。请查看它的 Pod 和 Service。",
                            "已请求集群 5 次均未成功，部署到此结束。没有应用任何内容。请在排除原因后重新部署。"),
                    bench.inChinese(result.errors()));
            assertFalse(bench.exists("configmaps", "one"));
        }
    }

    /** As its own rollout has it. */
    @Test
    public void oneThatComesBackLetsTheDeployGoOn() {
        AtomicInteger failures = new AtomicInteger(1);
        try (Installation installed = WEBHOOK.install(bench, Settings.VALIDATING, request -> {
            if (request.path("name").asText().equals("one") && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("breaks the connection off");
            }
            return Webhook.allowed(request);
        })) {
            DeployResult result = bench.deploy(configMap("one"));
            assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
            assertEquals(List.of(unreachable("10s\": EOF")), bench.told(bench.retried()));
        }
    }

    @Test
    public void oneThatMayBeIgnoredIs() {
        try (Installation installed = WEBHOOK.install(bench, Settings.VALIDATING.ignored(), request -> {
            throw new IllegalStateException("breaks the connection off");
        })) {
            DeployResult result = bench.deploy(configMap("one"));
            assertEquals(Status.SUCCEEDED, result.status());
            assertEquals(List.of(), result.warnings());
        }
    }

    @Test
    public void oneThatIsTooSlowIsNamed() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (Installation installed = WEBHOOK.install(bench, Settings.VALIDATING.within(1), request -> {
            awaitQuietly(over, request);
            return Webhook.allowed(request);
        })) {
            DeployResult result = bench.deploy(configMap("one"));
            assertEquals(
                    List.of(unreachable("1s\": context deadline exceeded"), NOTHING_APPLIED),
                    bench.told(result.errors()));
            assertEquals(Status.REFUSED, result.status());
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch over, JsonNode request) {
        try {
            if (request.path("name").asText().equals("one")) {
                over.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The API takes no webhook with such side effects any more, but clusters have old ones. */
    @Test
    public void oneThatRefusesDryRunsIsAWarning() {
        InterferingCluster old = (method, arguments) -> {
            if (method.equals("apply") && ((WriteOptions) arguments.get(1)).dryRun()) {
                throw new ApiException(
                        Category.REFUSED,
                        Problem.of("kubernetes.api-webhook-no-dry-run", "ConfigMap one", "old.example.com"),
                        400,
                        "BadRequest",
                        MissingNode.getInstance(),
                        null,
                        null);
            }
            return Optional.empty();
        };
        DeployResult result = bench.as(old.around(LIVE.cluster())).deploy(configMap("one"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        "kubernetes.api-webhook-no-dry-run | ConfigMap one: The admission webhook old.example.com can't take"
                                + " part in a dry run, so this object was not checked on the server."),
                bench.told(result.warnings()));
        assertTrue(bench.exists("configmaps", "one"));
    }

    @Test
    public void whatItAddsIsNoDifferenceToTheNextDeploy() {
        try (Installation installed = WEBHOOK.install(bench, Settings.VALIDATING.mutating(), Webhook::labelling)) {
            String yaml =
                    configMap("one") + "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {key: value}\n";
            assertEquals(Status.SUCCEEDED, bench.deploy(yaml).status());
            assertEquals(
                    "yes",
                    bench.live("configmaps", "one")
                            .at("/metadata/labels/injected")
                            .asText());
            DeployResult again = bench.deploy(yaml);
            assertEquals(
                    List.of("ConfigMap app-v000 unchanged stable", "ConfigMap one unchanged stable"),
                    RuleBench.outcomes(again.objects()).stream().sorted().toList());
            assertEquals(List.of(), again.warnings());
        }
    }

    /** Such as one that pins image tags to digests: the manifest's own field has another value, and is still ours. */
    @Test
    public void whatItOverridesIsWrittenAgainAndStaysOverridden() {
        try (Installation installed = WEBHOOK.install(
                bench, Settings.VALIDATING.mutating(), request -> Webhook.setting(request, "/data/key", "pinned"))) {
            assertEquals(Status.SUCCEEDED, bench.deploy(configMap("one")).status());
            DeployResult again = bench.deploy(configMap("one"));
            assertEquals(List.of("ConfigMap one unchanged stable"), RuleBench.outcomes(again.objects()));
            assertEquals(
                    "pinned", bench.live("configmaps", "one").at("/data/key").asText());
        }
    }
}
