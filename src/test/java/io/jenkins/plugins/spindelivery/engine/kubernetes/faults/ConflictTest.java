package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.web;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
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

/** Fields that belong to somebody else, whatever they wrote them with. */
public class ConflictTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final String TAKE_OVER =
            ". Drop them from the manifest to leave them to their owner, or take them over with"
                    + " --force-conflicts (in a Jenkinsfile forceConflicts: true).";

    /** All that the three others set, each to a value of its own. */
    private static final String OURS = web("web:2", "replicas: 1", "terminationGracePeriodSeconds: 7,")
            .replace("team: shop", "team: shop, owner: me");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "conflict", folder.getRoot().toPath());
    }

    /** A person with an editor, another with {@code kubectl scale}, and an operator by server-side apply. */
    private void threeOthers() {
        String path = bench.path("apps/v1/deployments") + "/web";
        update(path, "kubectl-edit", "{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":5}}}}");
        update(path + "/scale", "kubectl", "{\"spec\":{\"replicas\":2}}");
        bench.api()
                .apply(
                        path,
                        "operator",
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\","
                                + "\"annotations\":{\"owner\":\"operator\"}}}");
    }

    private void update(String path, String manager, String patch) {
        int code = bench.api()
                .send("PATCH", path + "?fieldManager=" + manager, ClusterApi.MERGE_PATCH, patch)
                .code();
        assertEquals(200, code);
    }

    private JsonNode spec() {
        return bench.live("apps/v1/deployments", "web").path("spec");
    }

    @Test
    public void eachFieldIsNamedWithItsOwnerAndNothingChanges() {
        bench.deploy(web("web:1"));
        threeOthers();
        JsonNode before = spec();
        DeployResult result = bench.deploy(OURS);
        String told = bench.told(result.errors()).get(0);
        String start =
                "kubernetes.api-conflict-fields | Deployment NS/web: Somebody else owns fields that this manifest sets: ";
        assertTrue(told, told.startsWith(start) && told.endsWith(TAKE_OVER));
        // The server names them in no certain order.
        assertEquals(
                List.of(
                        "metadata.annotations.owner (operator)",
                        "spec.replicas (kubectl)",
                        "spec.template.spec.terminationGracePeriodSeconds (kubectl-edit)"),
                List.of(told.substring(start.length(), told.length() - TAKE_OVER.length())
                                .split(", "))
                        .stream()
                        .sorted()
                        .toList());
        assertEquals(1, result.errors().size());
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.REFUSED, result.category());
        assertEquals(before, spec());
    }

    @Test
    public void forceTakesThemOver() {
        bench.deploy(web("web:1"));
        threeOthers();
        DeployResult result = bench.forcing().deploy(OURS);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(1, spec().path("replicas").asInt());
        assertEquals(
                7, spec().at("/template/spec/terminationGracePeriodSeconds").asInt());
        assertEquals(
                "me",
                bench.live("apps/v1/deployments", "web")
                        .at("/metadata/annotations/owner")
                        .asText());
    }

    @Test
    public void whatTheManifestLeavesOutStaysWithItsOwner() {
        bench.deploy(web("web:1"));
        threeOthers();
        DeployResult result = bench.deploy(web("web:2", "minReadySeconds: 0", ""));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(2, spec().path("replicas").asInt());
        assertEquals(
                5, spec().at("/template/spec/terminationGracePeriodSeconds").asInt());
        assertEquals("web:2", spec().at("/template/spec/containers/0/image").asText());
    }

    @Test
    public void whatHelmMadeIsHelms() {
        bench.api()
                .send(
                        "POST",
                        bench.path("configmaps") + "?fieldManager=helm",
                        ClusterApi.JSON_TYPE,
                        "{\"metadata\":{\"name\":\"chart\"},\"data\":{\"key\":\"helm\"}}");
        DeployResult result = bench.deploy(configMap("chart"));
        assertEquals(
                List.of(
                        "kubernetes.api-conflict-fields | ConfigMap NS/chart: Somebody else owns fields that this manifest"
                                + " sets: data.key (helm)" + TAKE_OVER),
                bench.told(result.errors()));
        assertEquals(
                List.of("清单设置的字段归他人所有：data.key (helm)。"),
                bench.inChinese(result.errors()).stream()
                        .map(text -> text.substring(0, text.indexOf('。') + 1))
                        .toList());
        assertEquals("helm", bench.live("configmaps", "chart").at("/data/key").asText());
    }
}
