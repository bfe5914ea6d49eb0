package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.FaultProxy;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** An extension API server that is down: its group is listed, and what it serves is not known. */
public class DiscoveryFaultsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
    private static final String GONE = "v1.down.example.com";
    private static final String WIDGET =
            "apiVersion: down.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {}\n---\n";

    private final FaultProxy proxy = FaultProxy.before(CLUSTER);
    private final FaultBench bench = FaultBench.at(CLUSTER, proxy::url);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(proxy).around(bench);

    @Before
    public void anExtensionWithoutAServer() {
        CLUSTER.api()
                .create(
                        SERVICES,
                        "{\"metadata\":{\"name\":\"" + GONE
                                + "\"},\"spec\":{\"group\":\"down.example.com\",\"version\":"
                                + "\"v1\",\"groupPriorityMinimum\":10,\"versionPriority\":10,\"insecureSkipTLSVerify\":true,"
                                + "\"service\":{\"namespace\":\"default\",\"name\":\"nobody\"}}}");
        CLUSTER.api().await(SERVICES + "/" + GONE, service -> service.at("/status/conditions/0/status")
                .asText()
                .equals("False"));
        CLUSTER.api().await("/apis", groups -> groups.toString().contains("down.example.com"));
    }

    @After
    public void remove() {
        CLUSTER.api().delete(SERVICES + "/" + GONE);
        CLUSTER.api().await("/apis", groups -> !groups.toString().contains("down.example.com"));
    }

    @Test(timeout = 60_000)
    public void othersAreDeployed() {
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of(), result.warnings());
    }

    @Test(timeout = 60_000)
    public void itsOwnKindsAreRefusedWithTheReason() {
        DeployResult result = bench.deploy(Manifests.SETTINGS + WIDGET);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of(unknown("test.yaml:6", "stale")), bench.told(result.errors()));
        assertEquals(List.of(), bench.names("configmaps"));
    }

    /** As an older server tells it, group by group. */
    @Test(timeout = 60_000)
    public void olderServersTellItGroupByGroup() {
        String older = "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
        proxy.when("GET", "^/api$").answer(200, "application/json", older);
        proxy.when("GET", "^/apis$")
                .answer(
                        200,
                        "application/json",
                        "{\"kind\":\"APIGroupList\",\"groups\":[" + group("apps") + "," + group("authorization.k8s.io")
                                + "," + group("down.example.com") + "]}");
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        DeployResult refused = bench.deploy(WIDGET);
        assertEquals(List.of(unknown("test.yaml:1", "HTTP 503")), bench.told(refused.errors()));
    }

    private static String group(String name) {
        String version = "{\"groupVersion\":\"" + name + "/v1\",\"version\":\"v1\"}";
        return "{\"name\":\"" + name + "\",\"versions\":[" + version + "],\"preferredVersion\":" + version + "}";
    }

    private static String unknown(String where, String why) {
        return where + ": Whether the cluster serves down.example.com/v1 for Widget w can't be told, because asking for"
                + " that API group failed: down.example.com/v1: " + why
                + ". Try again, or look at the APIService of that group.";
    }
}
