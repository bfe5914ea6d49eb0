package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.recreating;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.web;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Fields that can't be changed: the text leads to recreating, which then works, unless data would go with it. */
public class ImmutableFieldTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "immutable", folder.getRoot().toPath());
    }

    private static String advice(String what) {
        return "What the manifest changes can't be changed on an object that exists (" + what + "). Give the new object"
                + " another name, or let it be deleted and made anew with the annotation strategy.spinnaker.io/recreate:"
                + " 'true'.";
    }

    private static String warning(String what) {
        return "What the manifest changes can't be changed on an object that exists (" + what
                + "). Deleting and making it anew"
                + " would also delete what it holds; give the new object another name and move the data.";
    }

    private void assertRefused(String yaml, String told) {
        DeployResult result = bench.deploy(yaml);
        assertEquals(List.of("kubernetes.api-immutable" + told), bench.told(result.errors()));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.REFUSED, result.category());
    }

    /** Deploys, is refused with a change, and deploys the change when the object is to be made anew. */
    private void recreates(String path, String yaml, String from, String to, String what) {
        DeployResult first = bench.deploy(yaml);
        assertEquals(first.errors().toString(), Status.SUCCEEDED, first.status());
        String uid = bench.api().get(path).at("/metadata/uid").asText();
        String changed = yaml.replace(from, to);
        assertRefused(
                changed,
                " | " + first.objects().get(0).ref().toString().replace(bench.namespace(), "NS") + ": " + advice(what));
        assertEquals(uid, bench.api().get(path).at("/metadata/uid").asText());
        DeployResult anew = bench.deploy(recreating(changed));
        assertEquals(anew.errors().toString(), Status.SUCCEEDED, anew.status());
        assertNotEquals(uid, bench.api().get(path).at("/metadata/uid").asText());
    }

    @Test
    public void aJobsTemplate() {
        recreates(
                bench.path("batch/v1/jobs") + "/once",
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once, annotations: {team: shop}}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: once, image: 'once:1'}]}}}
                """,
                "once:1",
                "once:2",
                "spec.template: Invalid value: …: field is immutable");
    }

    @Test
    public void aDeploymentsSelector() {
        recreates(
                bench.path("apps/v1/deployments") + "/web",
                web("web:1"),
                "app: web",
                "app: other",
                "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"other\"}}: field is immutable");
    }

    @Test
    public void aServicesAddress() {
        // Without asking for an address of one's own there is no telling which one is free.
        bench.api()
                .create(
                        bench.path("services"),
                        "{\"metadata\":{\"name\":\"front\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        String address = bench.live("services", "front").at("/spec/clusterIP").asText();
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: front, annotations: {team: shop}}\n"
                + "spec: {clusterIP: %s, ports: [{port: 80}]}\n";
        assertEquals(Status.SUCCEEDED, bench.deploy(service.formatted(address)).status());
        String other = address.endsWith(".9") ? "10.96.255.8" : "10.96.255.9";
        assertRefused(
                service.formatted(other),
                " | Service NS/front: "
                        + advice("spec.clusterIPs[0]: Invalid value: [\"" + other + "\"]: may not change once set"));
    }

    @Test
    public void aStatefulSetsClaims() {
        recreates(
                bench.path("apps/v1/statefulsets") + "/store",
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: store, annotations: {team: shop}}
                spec:
                  replicas: 0
                  serviceName: store
                  selector: {matchLabels: {app: store}}
                  template: {metadata: {labels: {app: store}}, spec: {containers: [{name: store, image: 'store:1'}]}}
                  volumeClaimTemplates:
                  - metadata: {name: disk}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """,
                "1Gi",
                "2Gi",
                "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                        + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                        + " 'minReadySeconds' are forbidden");
    }

    @Test
    public void aConfigMapThatSaysSo() {
        recreates(
                bench.path("configmaps") + "/fixed",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: fixed, annotations: {strategy.spinnaker.io/versioned: 'false'}}
                immutable: true
                data: {key: first}
                """,
                "first",
                "second",
                "data: Forbidden: field is immutable when `immutable` is set");
    }

    @Test
    public void aSecretThatSaysSoKeepsItsValuesToItself() {
        recreates(
                bench.path("secrets") + "/fixed",
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: fixed, annotations: {strategy.spinnaker.io/versioned: 'false'}}
                immutable: true
                stringData: {key: hunter2}
                """,
                "hunter2",
                "correct-horse",
                "data");
    }

    @Test
    public void aRoleBindingsRole() {
        recreates(
                bench.path("rbac.authorization.k8s.io/v1/rolebindings") + "/readers",
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: readers, annotations: {team: shop}}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                subjects: []
                """,
                "view",
                "edit",
                "roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"ClusterRole\",\"Name\":\"edit\"}:"
                        + " cannot change roleRef");
    }

    @Test
    public void aCsiDriver() {
        String name = bench.namespace() + ".example.com";
        String path = "/apis/storage.k8s.io/v1/csidrivers/" + name;
        try {
            recreates(
                    path,
                    "apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: {name: " + name
                            + ", annotations: {team: shop}}\nspec: {attachRequired: true}\n",
                    "attachRequired: true",
                    "attachRequired: false",
                    "spec.attachedRequired: Invalid value: false: field is immutable");
        } finally {
            bench.api().delete(path);
        }
    }

    @Test
    public void aVolumeHoldsData() {
        String volume = "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: " + bench.namespace() + "}\n"
                + "spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /srv/a}}\n";
        try {
            assertEquals(Status.SUCCEEDED, bench.deploy(volume).status());
            assertRefused(
                    volume.replace("/srv/a", "/srv/b"),
                    "-precious | PersistentVolume NS: "
                            + warning("spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable"
                                    + " after creation"));
        } finally {
            bench.api().delete("/api/v1/persistentvolumes/" + bench.namespace());
        }
    }

    @Test
    public void aClaimHoldsDataAndSaysInTimeThatItsClassIsMissing() {
        String claim =
                "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk}\nspec: {storageClassName: none,"
                        + " accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n";
        DeployResult pending = bench.timeout(1).deploy(claim);
        assertEquals(Status.TIMED_OUT, pending.status());
        assertFalse(bench.live("persistentvolumeclaims", "disk").isMissingNode());
        assertRefused(
                claim.replace("none", "other"),
                "-precious | PersistentVolumeClaim NS/disk: "
                        + warning("spec: Forbidden: spec is immutable after creation except resources.requests and"
                                + " volumeAttributesClassName for bound claims"));
    }
}
