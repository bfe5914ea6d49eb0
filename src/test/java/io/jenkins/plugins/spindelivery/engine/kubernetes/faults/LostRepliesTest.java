package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.FaultProxy;
import java.time.Duration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** A network that breaks at bad moments: before the server acted, after it, and in the middle of what it says. */
public class LostRepliesTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private final FaultProxy proxy = FaultProxy.before(CLUSTER);
    private final FaultBench bench = FaultBench.at(CLUSTER, proxy::url);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(proxy).around(bench);

    @Test(timeout = 60_000)
    public void nothingIsMadeTwiceWhenRepliesAreLost() {
        var create = proxy.when("POST", "/configmaps").forReal().times(1).dropAfter();
        var apply = proxy.when("PATCH", "/deployments/web").forReal().times(1).dropAfter();
        var generated = proxy.when("POST", "/jobs").forReal().times(1).dropAfter();
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB + Manifests.JOB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of(1, 1, 1), List.of(create.played(), apply.played(), generated.played()));
        assertEquals(List.of("settings-v000"), bench.names("configmaps"));
        assertEquals(List.of("web"), bench.names("deployments"));
        assertEquals(1, bench.names("jobs").size());
        assertEquals(
                List.of("created", "created", "created"),
                result.objects().stream().map(object -> object.action().word()).toList());
        assertEquals(
                List.of(
                        Sentences.cut("ConfigMap NAMESPACE/settings-v000", "EOF reached while reading"),
                        Sentences.cut("Deployment NAMESPACE/web", "EOF reached while reading")),
                bench.retrying());
    }

    @Test(timeout = 60_000)
    public void nothingIsLostWhenRequestsAre() {
        proxy.when("POST", "/configmaps").times(2).dropBefore();
        proxy.when("PATCH", "/deployments/web").forReal().times(1).dropBefore();
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("settings-v000"), bench.names("configmaps"));
        assertEquals(3, bench.retries().size());
    }

    @Test(timeout = 60_000)
    public void bodiesThatAreCutAreAskedForAgain() {
        var list = proxy.when("GET", "/configmaps").times(1).cutBody();
        var created = proxy.when("POST", "/configmaps").forReal().times(1).cutBody();
        var patched = proxy.when("PATCH", "/deployments/web").forReal().times(1).cutBody();
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of(1, 1, 1), List.of(list.played(), created.played(), patched.played()));
        assertEquals(List.of("settings-v000"), bench.names("configmaps"));
        assertEquals(
                List.of(
                        Sentences.cut("configmaps in namespace NAMESPACE", "EOF reached while reading"),
                        Sentences.cut("ConfigMap NAMESPACE/settings-v000", "EOF reached while reading"),
                        Sentences.cut("Deployment NAMESPACE/web", "EOF reached while reading")),
                bench.retrying());
    }

    @Test(timeout = 60_000)
    public void aDeleteWhoseReplyIsLostIsNoError() {
        assertEquals(Status.SUCCEEDED, bench.deploy(Manifests.PLAIN).status());
        proxy.when("DELETE", "configmaps/plain").times(1).dropAfter();
        DeleteResult result = bench.delete("ConfigMap", "plain", 60);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("ConfigMap plain deleted stable"), FaultBench.actions(result.objects()));
        assertEquals(
                List.of(Sentences.cut("ConfigMap NAMESPACE/plain", "EOF reached while reading")), bench.retrying());
    }

    /** The name is taken by another object with the same name: it is not ours to delete. */
    @Test(timeout = 60_000)
    public void aSuccessorIsNotDeletedWhenTheReplyWasLost() {
        assertEquals(Status.SUCCEEDED, bench.deploy(Manifests.PLAIN).status());
        proxy.when("DELETE", "configmaps/plain").times(1).dropAfter();
        bench.onEvent(event -> {
            if (event.toString().startsWith("Retrying")) {
                CLUSTER.api().create(bench.path("configmaps"), "{\"metadata\":{\"name\":\"plain\"}}");
            }
        });
        DeleteResult result = bench.delete("ConfigMap", "plain", 60);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("plain"), bench.names("configmaps"));
    }

    @Test(timeout = 60_000)
    public void aReplyThatIsLostForEverIsLookedUpAtTheEnd() {
        proxy.when("PATCH", "configmaps/plain").forReal().dropAfter();
        DeployResult result = bench.deploy(FaultBench.options(60, false), Manifests.PLAIN);
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("ConfigMap plain created stable"), FaultBench.actions(result.objects()));
        assertEquals(
                List.of(
                        Sentences.cut("ConfigMap NAMESPACE/plain", "EOF reached while reading"),
                        Sentences.patienceLost()),
                bench.told(result.errors()));
    }

    @Test(timeout = 60_000)
    public void whatCantEvenBeLookedUpIsSaidToBeUnknown() {
        proxy.when("PATCH", "configmaps/plain")
                .forReal()
                .doing(() -> proxy.when("GET", "configmaps").dropBefore())
                .dropAfter();
        DeployResult result = bench.deploy(FaultBench.options(20, false), Manifests.PLAIN);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of("ConfigMap plain skipped unknown"), FaultBench.actions(result.objects()));
        assertEquals(
                List.of(
                        Sentences.cut("ConfigMap NAMESPACE/plain", "EOF reached while reading"),
                        Sentences.patienceLost(),
                        Sentences.unknown("ConfigMap NAMESPACE/plain")),
                bench.told(result.errors()));
        assertEquals("one", bench.live("configmaps/plain").at("/data/key").asText());
        proxy.calm();
        DeployResult again = bench.deploy(Manifests.PLAIN);
        assertEquals(List.of("ConfigMap plain unchanged stable"), FaultBench.actions(again.objects()));
    }

    @Test(timeout = 60_000)
    public void aServerThatIsNotThereIsToldBeforeAnythingIsWritten() {
        proxy.refuse();
        DeployResult result = bench.deploy(Manifests.SETTINGS);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(4, bench.retries().size());
        assertEquals(List.of(Sentences.refused("/api"), Sentences.patienceLostEarly()), bench.told(result.errors()));
        DeleteResult deleted = bench.delete("ConfigMap", "settings", 60);
        assertEquals(Status.REFUSED, deleted.status());
        assertEquals(
                List.of(
                        Sentences.refused("/api"),
                        "The cluster was asked N times in vain, so the delete ends. Nothing was deleted. Delete again when the cause is"
                                + " gone."),
                bench.told(deleted.errors()));
    }

    @Test(timeout = 60_000)
    public void aServerThatGoesAwayWhileADeployWaitsEndsItInTime() {
        bench.whenWaiting(() -> proxy.refuse());
        DeployResult result = bench.deploy(FaultBench.options(60, false), Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web created progressing"),
                FaultBench.actions(result.objects()));
        assertEquals(
                List.of(Sentences.refused("deployments in namespace NAMESPACE"), Sentences.patienceLost()),
                bench.told(result.errors()));
        assertTrue(result.durationMillis() + " ms", result.durationMillis() < 65_000);
        proxy.accept();
        bench.onEvent(event -> {});
        DeployResult again = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(
                List.of("ConfigMap settings-v000 unchanged stable", "Deployment web unchanged stable"),
                FaultBench.actions(again.objects()));
    }

    @Test(timeout = 60_000)
    public void aRequestThatHangsIsGivenUpAndMadeAgain() {
        bench.callTimeout(Duration.ofSeconds(1));
        proxy.when("GET", "/api$").times(1).hang();
        proxy.when("PATCH", "/deployments/web").forReal().times(1).hangAfter();
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(Sentences.late("/api", 1), Sentences.late("Deployment NAMESPACE/web", 1)), bench.retrying());
    }

    @Test(timeout = 60_000)
    public void aQuestionWithoutAWholeAnswerWhileWaitingIsAskedAgain() {
        bench.callTimeout(Duration.ofSeconds(1));
        bench.whenWaiting(() -> {
            proxy.when("GET", "/deployments").times(1).hang();
            proxy.when("GET", "/deployments").times(1).cutBody();
        });
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        Sentences.late("deployments in namespace NAMESPACE", 1),
                        Sentences.cut("deployments in namespace NAMESPACE", "EOF reached while reading")),
                bench.retrying());
    }
}
