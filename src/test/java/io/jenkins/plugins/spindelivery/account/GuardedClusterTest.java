package io.jenkins.plugins.spindelivery.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Items;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlanResult;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Clock;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** What an account's rules do to deploys and deletions on a real cluster, whose administrator the credential is. */
public class GuardedClusterTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final KubernetesAccount account = new KubernetesAccount("prod", "kubeconfig");
    private String namespace;
    private int count;

    @Before
    public void account() throws Exception {
        namespace = CLUSTER.newNamespace("guarded");
        if (Accounts.visible(null).isEmpty()) {
            Stored.add(Stored.kubeconfig("kubeconfig", CLUSTER.kubeconfigText()));
        }
        Stored.accounts(account);
    }

    private Cluster cluster() {
        // Accounts do not change in Jenkins: they are replaced.
        KubernetesAccount copy = (KubernetesAccount) Items.XSTREAM2.fromXML(Items.XSTREAM2.toXML(account));
        Stored.accounts(copy);
        return AccountClusters.get().in(null).cluster("prod");
    }

    private OperationContext context(OperationFile file) {
        return new OperationContext(
                Clock.systemUTC(),
                Runnable::run,
                EventSink.NONE,
                AccountClusters.get().in(null),
                file);
    }

    private OperationFile file() {
        return OperationRunner.file(folder.getRoot().toPath().resolve("run-" + count++));
    }

    private DeployRequest request() {
        PreparationOptions preparation = PreparationOptions.DEFAULTS.withNamespace(namespace);
        return new DeployRequest("prod", preparation, DeployOptions.DEFAULT);
    }

    private static List<Manifest> manifests(String yaml) {
        return ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
    }

    private DeployResult deploy(String yaml) {
        cluster();
        OperationFile file = file();
        OperationContext context = context(file);
        return OperationRunner.run(
                new Deploy(), Deploy.start(request(), manifests(yaml), context), context, file, state -> {});
    }

    private PlanResult plan(String yaml) {
        cluster();
        return Deploy.plan(request(), manifests(yaml), context(file()));
    }

    private DeleteResult delete(String kind, String name, boolean dryRun) {
        cluster();
        OperationFile file = file();
        OperationContext context = context(file);
        DeleteRequest request =
                new DeleteRequest("prod", List.of(kind), name, "", namespace, null, null, dryRun, true, 60);
        return OperationRunner.run(new Delete(), Delete.start(request, context), context, file, state -> {});
    }

    private static String configMap(String name) {
        return "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name
                + "\n  annotations:\n    strategy.spinnaker.io/versioned: 'false'\ndata:\n  key: value\n";
    }

    private static String role() {
        return "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: all\nrules: []\n";
    }

    private boolean exists(String name) {
        return !CLUSTER.api()
                .get("/api/v1/namespaces/" + namespace + "/configmaps/" + name)
                .isMissingNode();
    }

    private List<String> told(List<Problem> problems) {
        return problems.stream()
                .map(problem -> (problem.where() + ": " + problem.message())
                        .replace(namespace, "NS")
                        .replaceAll("http\\S*/manage/configure", "PAGE"))
                .toList();
    }

    @Test
    public void aKindThatIsNotAllowedIsRefusedInThePlanAndNothingIsWritten() {
        account.setKinds("ConfigMap");
        DeployResult result = deploy(configMap("settings") + role());
        assertEquals(Status.REFUSED, result.status());
        List<String> told = List.of("Role NS/all: The account \"prod\" does not allow the kind Role. Allowed are:"
                + " ConfigMap. That is configured at PAGE.");
        assertEquals(told, told(result.errors()));
        assertFalse(exists("settings"));
        assertEquals(told, told(plan(configMap("settings") + role()).errors()));
        assertEquals(Status.SUCCEEDED, deploy(configMap("settings")).status());
        assertTrue(exists("settings"));
    }

    @Test
    public void aNamespaceThatIsNotAllowedIsRefused() {
        account.setNamespaces("shop");
        assertEquals(
                List.of(
                        "ConfigMap NS/settings: The account \"prod\" does not allow the namespace NS. Allowed are: shop."
                                + " That is configured at PAGE."),
                told(deploy(configMap("settings")).errors()));
        account.setNamespaces(namespace);
        assertEquals(Status.SUCCEEDED, deploy(configMap("settings")).status());
    }

    @Test
    public void aReadOnlyAccountPlansButDoesNotDo() {
        deploy(configMap("there"));
        account.setReadOnly(true);
        PlanResult plan = plan(configMap("settings"));
        assertEquals(List.of(), told(plan.errors()));
        assertEquals(1, plan.changes().size());
        String refused = "The account \"prod\" is read-only: it allows looking and dry runs, but no changes. That is"
                + " configured at PAGE.";
        assertEquals(
                List.of("ConfigMap NS/settings: " + refused),
                told(deploy(configMap("settings")).errors()));
        assertEquals(Status.SUCCEEDED, delete("ConfigMap", "there", true).status());
        assertEquals(
                List.of("ConfigMap NS/there: " + refused),
                told(delete("ConfigMap", "there", false).errors()));
        assertTrue(exists("there"));
    }

    @Test
    public void aKindThatIsLeftOutIsNotDeletedEither() {
        deploy(configMap("settings"));
        account.setOmitKinds("cm");
        assertEquals(
                List.of(
                        "ConfigMap NS/settings: The account \"prod\" does not allow the kind ConfigMap. It is left out at"
                                + " PAGE."),
                told(delete("ConfigMap", "settings", false).errors()));
        assertTrue(exists("settings"));
    }

    @Test
    public void whoeverDoesNotAskIsRefusedAtEachWrite() {
        deploy(configMap("there"));
        account.setReadOnly(true);
        Cluster cluster = cluster();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", "there").put("namespace", namespace);
        ObjectRef ref = ObjectRef.of(object);
        for (Runnable write : List.<Runnable>of(
                () -> cluster.apply(object, WriteOptions.DEFAULT),
                () -> cluster.create(object, WriteOptions.DEFAULT),
                () -> cluster.replace(object, WriteOptions.DEFAULT),
                () -> cluster.patch(
                        ref,
                        "application/merge-patch+json",
                        JsonNodeFactory.instance.objectNode(),
                        WriteOptions.DEFAULT),
                () -> cluster.delete(ref, new DeleteOptions("Background", null, null, false)))) {
            ProblemException refused = assertThrows(ProblemException.class, write::run);
            assertEquals("account.read-only", refused.problems().get(0).code());
            assertEquals(ref.toString(), refused.problems().get(0).where());
        }
        assertTrue(exists("there"));
        assertEquals(
                "there",
                cluster.apply(object, WriteOptions.DEFAULT.withDryRun(true))
                        .object()
                        .at("/metadata/name")
                        .asText());
    }

    @Test
    public void anObjectWithoutANamespaceCountsAsOneOfTheDefaultNamespace() {
        account.setDefaultNamespace("kube-public");
        account.setNamespaces(namespace);
        ObjectRef ref = new ObjectRef("v1", "ConfigMap", "", "x");
        assertEquals(
                "account.namespace-not-allowed",
                cluster().forbids("create", ref, true).orElseThrow().code());
        account.setDefaultNamespace(namespace);
        assertTrue(cluster().forbids("create", ref, true).isEmpty());
    }

    @Test
    public void nobodyClosesTheConnectionOfOthers() {
        cluster().close();
        assertTrue(cluster().version().startsWith("v1."));
    }
}
