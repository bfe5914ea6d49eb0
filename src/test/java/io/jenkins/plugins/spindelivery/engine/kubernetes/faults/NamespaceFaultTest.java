package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Namespaces that are not there, come with the request, or are on their way out. */
public class NamespaceFaultTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;
    private String other;
    private String inOther;
    private String itself;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "namespace", folder.getRoot().toPath());
        other = bench.namespace() + "-b";
        inOther = configMap("inside").replace("name: inside,", "name: inside, namespace: " + other + ",");
        itself = "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + other
                + ", finalizers: [example.com/hold]}\n---\n";
    }

    @After
    public void letGo() {
        String path = "/api/v1/namespaces/" + other;
        if (!bench.api().get(path).isMissingNode()) {
            bench.api().delete(path);
            bench.api().patch(path, "{\"metadata\":{\"finalizers\":null}}");
        }
    }

    @Test
    public void aMissingOneIsNamedBeforeAnythingIsWritten() {
        DeployResult result = bench.deploy(configMap("here") + inOther);
        assertEquals(
                List.of(
                        "kubernetes.deploy-namespace-missing | ConfigMap NS-b/inside: There is no namespace NS-b, and the"
                                + " request does not make it. Create it first, or put its manifest into the same request."),
                bench.told(result.errors()));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.REFUSED, result.category());
        assertFalse(bench.exists("configmaps", "here"));
    }

    @Test
    public void whatComesWithItsNamespaceIsCheckedOnceThatIsThere() {
        DeployResult result = bench.deploy(inOther + itself);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of("Namespace " + other + " created stable", "ConfigMap inside created stable"),
                RuleBench.outcomes(result.objects()));
        assertEquals(
                List.of("kubernetes.deploy-check-deferred | ConfigMap NS-b/inside: It could only be checked by its"
                        + " structure: it depends on something of the same request. The server checks it once that is"
                        + " there, before it is written."),
                bench.told(result.warnings()));
    }

    @Test
    public void oneThatIsGoingTakesNothingNew() {
        bench.deploy(itself);
        bench.api().delete("/api/v1/namespaces/" + other);
        String told =
                "kubernetes.deploy-namespace-ending | ConfigMap NS-b/inside: Namespace NS-b is being deleted and takes"
                        + " nothing new. Wait until it is gone, and create it again.";
        DeployResult result = bench.deploy(configMap("here") + inOther);
        assertEquals(List.of(told), bench.told(result.errors()));
        assertEquals(Status.REFUSED, result.status());
        assertFalse(bench.exists("configmaps", "here"));
        assertEquals(
                "also with its manifest",
                List.of(told),
                bench.told(bench.deploy(itself + inOther).errors()));
    }

    @Test
    public void oneThatDoesNotGoSaysWhatHoldsIt() {
        bench.deploy(itself);
        DeleteResult result = bench.timeout(1).delete("Namespace", other);
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(
                List.of(
                        "kubernetes.delete-not-gone | Namespace NS-b: It is not gone in time. Being deleted; waiting for its"
                                + " finalizers: example.com/hold. The cluster goes on with it; if it stays, look at the controllers"
                                + " that its finalizers belong to."),
                bench.told(result.errors()));
        assertTrue(
                bench.api().get("/api/v1/namespaces/" + other).at("/metadata").has("deletionTimestamp"));
    }
}
