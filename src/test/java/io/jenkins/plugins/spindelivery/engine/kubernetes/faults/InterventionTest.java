package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.recreating;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.web;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** What others do to an object while a deploy waits for it, or to keep a deploy from deleting it. */
public class InterventionTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;
    private String path;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "intervention", folder.getRoot().toPath());
        path = bench.path("apps/v1/deployments") + "/web";
    }

    private void patch(String patch) {
        bench.api().send("PATCH", path + "?fieldManager=somebody", ClusterApi.MERGE_PATCH, patch);
    }

    private String image() {
        return bench.api()
                .get(path)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    private void assertFailed(DeployResult result, String told) {
        assertEquals(List.of(told), bench.told(result.errors()));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.FAILED, result.category());
    }

    @Test
    public void whatSomebodyDeletesFailsTheDeploy() {
        bench.whenWaiting(() -> bench.api().delete(path));
        DeployResult result = bench.deploy(web("web:1-neverready"));
        assertFailed(
                result,
                "kubernetes.deploy-object-gone | Deployment NS/web: Somebody deleted it while the deploy was waiting for it."
                        + " Find out who, and deploy again.");
        assertEquals(List.of("Deployment web created failed"), RuleBench.outcomes(result.objects()));
        assertEquals(List.of("部署等待期间，它被他人删除。请查明是谁所为，然后重新部署。"), bench.inChinese(result.errors()));
    }

    @Test
    public void aRollbackBringsBackWhatSomebodyDeleted() {
        bench.deploy(web("web:1"));
        bench.rollingBack().whenWaiting(() -> bench.api().delete(path));
        DeployResult result = bench.deploy(web("web:2-neverready"));
        assertFailed(
                result,
                "kubernetes.deploy-object-gone | Deployment NS/web: Somebody deleted it while the deploy was waiting for it."
                        + " Find out who, and deploy again.");
        assertEquals(
                "Rolled back to what it was. Pods ready: 1 of 1.",
                result.objects().get(0).message());
        assertEquals("web:1", image());
    }

    @Test
    public void anotherObjectOfTheNameIsNotWhatWasDeployed() {
        bench.whenWaiting(() -> {
            bench.api().delete(path);
            bench.api()
                    .create(
                            bench.path("apps/v1/deployments"),
                            """
                            {"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"theirs"}},"template":
                             {"metadata":{"labels":{"app":"theirs"}},
                              "spec":{"containers":[{"name":"web","image":"theirs:1"}]}}}}""");
        });
        assertFailed(
                bench.deploy(web("web:1-neverready")),
                "kubernetes.deploy-object-replaced | Deployment NS/web: Somebody deleted it while the deploy was waiting for"
                        + " it, and made another of its name. Find out who, and deploy again.");
        assertEquals("theirs stays", "theirs:1", image());
    }

    /** The deploy did its work; but nobody should take what runs now for what was deployed. */
    @Test
    public void anotherImageIsAWarning() {
        bench.whenWaiting(() -> patch(
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"hotfix:1\"}]}}}}"));
        DeployResult result = bench.deploy(web("web:1-neverready"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        "kubernetes.deploy-object-changed | Deployment NS/web: Somebody changed what this deploy had written"
                                + " while it was waiting: spec.template.spec.containers[name=web].image (by somebody). What runs is"
                                + " not what the manifest says. To put it right deploy again with --force-conflicts (in a"
                                + " Jenkinsfile forceConflicts: true), or drop the fields from the manifest."),
                bench.told(result.warnings()));
        assertEquals(
                List.of("部署等待期间，有人修改了本次部署写入的内容：spec.template.spec.containers[name=web].image（修改者：somebody）。"
                        + "实际运行的与清单不符。要恢复，请用 --force-conflicts（在 Jenkinsfile 中为 forceConflicts: true）重新部署；"
                        + "或从清单中去掉这些字段。"),
                bench.inChinese(result.warnings()));
        assertEquals("hotfix:1", image());
    }

    @Test
    public void moreReplicasAreWaitedForAndNoMatterToWarnOf() {
        bench.whenWaiting(() -> patch("{\"spec\":{\"replicas\":3}}"));
        DeployResult result = bench.deploy(web("web:1"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals("Pods ready: 3 of 3.", result.objects().get(0).message());
        assertEquals(List.of(), result.warnings());
    }

    @Test
    public void aPausedRolloutIsNotWaitedFor() {
        bench.deploy(web("web:1"));
        bench.whenWaiting(() -> patch("{\"spec\":{\"paused\":true}}"));
        DeployResult result = bench.deploy(web("web:2-neverready"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("Deployment web configured paused"), RuleBench.outcomes(result.objects()));
        assertEquals(
                List.of(
                        "kubernetes.deploy-paused | Deployment NS/web: It is paused: nothing rolls out until somebody resumes"
                                + " it."),
                bench.told(result.warnings()));
    }

    @Test
    public void aFinalizerThatHoldsAnObjectIsNamed() {
        String held = configMap("held").replace("name: held,", "name: held, finalizers: [example.com/hold],");
        bench.deploy(held);
        try {
            DeployResult recreated =
                    bench.timeout(1).deploy(recreating(configMap("held").replace("value", "other")));
            assertEquals(
                    List.of(
                            "kubernetes.deploy-apply-timeout | ConfigMap NS/held: It could not be written within 1 s: An"
                                    + " object of this name is still there. Being deleted; waiting for its finalizers:"
                                    + " example.com/hold. If it stays, look at the controllers that its finalizers belong to."),
                    bench.told(recreated.errors()));
            assertEquals(Status.TIMED_OUT, recreated.status());
            DeleteResult deleted = bench.delete("ConfigMap", "held");
            assertEquals(
                    List.of(
                            "kubernetes.delete-not-gone | ConfigMap NS/held: It is not gone in time. Being deleted; waiting"
                                    + " for its finalizers: example.com/hold. The cluster goes on with it; if it stays, look at the"
                                    + " controllers that its finalizers belong to."),
                    bench.told(deleted.errors()));
            assertEquals(Status.TIMED_OUT, deleted.status());
        } finally {
            bench.api().patch(bench.path("configmaps") + "/held", "{\"metadata\":{\"finalizers\":null}}");
        }
    }
}
