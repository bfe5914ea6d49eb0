package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** What the cluster answers now and then, and what it refuses for a while or for good. */
public class DeployFaultTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final InterferingCluster NONE = (method, arguments) -> Optional.empty();
    private static final PreparationOptions SHOP =
            PreparationOptions.builder().application("shop").build();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String namespace;
    private int count;

    @Before
    public void namespace() {
        namespace = LIVE.testCluster().newNamespace("fault");
    }

    private static DeployOptions options(Check check, boolean prune) {
        return new DeployOptions(check, false, false, prune, false, true, false, 60);
    }

    private DeployResult deploy(String yaml) {
        return deploy(NONE, options(Check.FULL, false), yaml);
    }

    private DeployResult deploy(InterferingCluster interference, DeployOptions options, String yaml) {
        return new DeployRun(
                        LIVE,
                        interference::around,
                        folder.getRoot().toPath().resolve("run-" + count++),
                        namespace,
                        SHOP,
                        options,
                        yaml)
                .finish();
    }

    private static String configMap(String name, String more) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name
                + ", annotations: {strategy.spinnaker.io/versioned: 'false'" + more + "}}\ndata: {key: value}\n---\n";
    }

    private static String pod(String metadata, String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: probe, annotations: "
                + "{strategy.spinnaker.io/versioned: 'false'}" + metadata + "}\nspec: {" + spec
                + "containers: [{name: probe, image: 'probe:1'}]}\n---\n";
    }

    private boolean exists(String kind, String name) {
        return LIVE.cluster().get(new ObjectRef("v1", kind, namespace, name)).isPresent();
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    private static List<String> actions(DeployResult result) {
        return result.objects().stream()
                .map(object -> object.name() + " " + object.action().word())
                .toList();
    }

    @Test
    public void questionsThatFailTogetherForAPassingReasonAreAskedAgain() {
        Set<ObjectRef> failed = ConcurrentHashMap.newKeySet();
        InterferingCluster busy = (method, arguments) -> {
            if (method.equals("apply") && failed.add(ObjectRef.of((ObjectNode) arguments.get(0)))) {
                throw Faults.passing();
            }
            return Optional.empty();
        };
        DeployResult result = deploy(busy, options(Check.FULL, false), configMap("a", "") + configMap("b", ""));
        assertEquals(2, failed.size());
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
    }

    /** Its default service account comes a moment after the namespace. */
    @Test
    public void aPodMayComeWithItsNamespace() {
        for (Check check : Check.values()) {
            String made = namespace + "-" + check.name().toLowerCase(java.util.Locale.ROOT);
            String yaml = "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + made + "}\n---\n"
                    + pod(", namespace: " + made, "");
            AtomicInteger early = new AtomicInteger();
            InterferingCluster slow = (method, arguments) -> {
                boolean pod = method.equals("apply")
                        && ((ObjectNode) arguments.get(0)).path("kind").asText().equals("Pod");
                if (pod && early.getAndIncrement() < 2) {
                    throw Faults.noServiceAccount();
                }
                return Optional.empty();
            };
            DeployResult result = deploy(slow, options(check, false), yaml);
            assertTrue("the Pod was tried again", early.get() > 2);
            LIVE.cluster().delete(new ObjectRef("v1", "Namespace", "", made), DeleteOptions.DEFAULT);
            assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        }
    }

    @Test
    public void aPodMayComeWithItsServiceAccount() {
        String yaml = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n---\n"
                + pod("", "serviceAccountName: robot, ");
        DeployResult result = deploy(yaml);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("kubernetes.deploy-check-deferred"), codes(result.warnings()));
    }

    @Test
    public void aServiceAccountThatNobodyMakesIsNamed() {
        DeployResult result = deploy(pod("", "serviceAccountName: nobody, "));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.api-service-account-missing"), codes(result.errors()));
        assertTrue(result.errors().get(0).message().contains("nobody"));
        assertEquals("Pod " + namespace + "/probe", result.errors().get(0).where());
    }

    /** A disruption budget takes no replacement that does not say what it replaces. */
    @Test
    public void replacingSaysWhatItReplaces() {
        String budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, annotations: "
                + "{strategy.spinnaker.io/replace: 'true'}}\n"
                + "spec: {maxUnavailable: %d, selector: {matchLabels: {app: web}}}\n";
        deploy(budget.formatted(1));
        DeployResult result = deploy(budget.formatted(2));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("web configured"), actions(result));
    }

    @Test
    public void oldVersionsThatMayNotBeDeletedAreAWarning() {
        String app = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, annotations: "
                + "{strategy.spinnaker.io/max-version-history: '1'}}\ndata: {key: %s}\n";
        deploy(app.formatted("one"));
        InterferingCluster blind = (method, arguments) -> {
            if (method.equals("list") && ((ApiResource) arguments.get(0)).kind().equals("CronJob")) {
                throw Faults.lasting();
            }
            return Optional.empty();
        };
        DeployResult result = deploy(blind, options(Check.FULL, false), app.formatted("two"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(List.of("kubernetes.deploy-history-kept"), codes(result.warnings()));
        assertTrue("nobody knows whether it is in use", exists("ConfigMap", "app-v000"));
    }

    /** A role may name the objects that it is about. */
    @Test
    public void aRightToOneObjectIsEnoughForIt() {
        deploy(configMap("mine", ""));
        String changed = configMap("mine", "").replace("value", "other");
        InterferingCluster narrow = (method, arguments) ->
                method.equals("may") ? Optional.of("mine".equals(arguments.get(3))) : Optional.empty();
        assertEquals(
                Status.SUCCEEDED,
                deploy(narrow, options(Check.FULL, false), changed).status());
        DeployResult other = deploy(narrow, options(Check.FULL, false), configMap("theirs", ""));
        assertEquals(Category.ACCESS, other.category());
        assertEquals(Set.of("kubernetes.deploy-forbidden"), Set.copyOf(codes(other.errors())));
    }

    /** The annotation still names the object that the manifest was copied from. */
    @Test
    public void aPruneNeverDeletesWhatItsOwnDeployHas() {
        String copied = configMap(
                "copy",
                ", artifact.spinnaker.io/name: original, artifact.spinnaker.io/type: " + "kubernetes/configMap");
        deploy(NONE, options(Check.FULL, true), copied);
        DeployResult again = deploy(NONE, options(Check.FULL, true), copied);
        assertEquals(List.of("copy unchanged"), actions(again));
        assertTrue(exists("ConfigMap", "copy"));
    }

    @Test
    public void aPruneKeepsWhatTheRequestMentions() {
        deploy(configMap("settings", "") + configMap("old", ""));
        DeployResult result =
                deploy(NONE, options(Check.FULL, true), pod("", "volumes: [{name: s, configMap: {name: settings}}], "));
        assertEquals(List.of("probe created", "old deleted"), actions(result));
        assertTrue(exists("ConfigMap", "settings"));
    }

    @Test
    public void aPruneNamesTheTypesThatItMayNotLookAt() {
        deploy(configMap("a", "") + configMap("old", ""));
        InterferingCluster blind = (method, arguments) -> {
            boolean looking = method.equals("list") && !((String) arguments.get(2)).isEmpty();
            if (looking && ((ApiResource) arguments.get(0)).plural().matches("secrets|services")) {
                throw Faults.lasting();
            }
            return Optional.empty();
        };
        DeployResult result = deploy(blind, options(Check.FULL, true), configMap("a", ""));
        assertEquals(List.of("a unchanged", "old deleted"), actions(result));
        assertEquals(List.of("kubernetes.deploy-prune-unseen"), codes(result.warnings()));
        assertEquals(List.of("secrets, services"), result.warnings().get(0).arguments());
    }

    /** The server speaks of apps/v1, which the manifest does not name. */
    @Test
    public void aRefusalKeepsTheWarningThatMayExplainIt() {
        String noSuchStrategy =
                """
                apiVersion: apps/v1beta1
                kind: Deployment
                metadata: {name: web}
                spec:
                  strategy: {type: Sometimes}
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: 'web:1'}]}
                """;
        DeployResult result = deploy(noSuchStrategy);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(1, result.warnings().size());
        assertTrue(result.warnings().get(0).code().startsWith("kubernetes.version-moved"));
    }

    @Test
    public void aPruneLeavesWhatHoldsDataToAPerson() {
        String claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n"
                + "spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}\n";
        DeployOptions noWait = new DeployOptions(Check.FULL, false, false, false, false, false, false, 60);
        deploy(NONE, noWait, claim);
        DeployResult result = deploy(NONE, options(Check.FULL, true), configMap("a", ""));
        assertEquals(List.of("a created"), actions(result));
        assertEquals(List.of("kubernetes.deploy-prune-kept"), codes(result.warnings()));
        assertEquals(
                "PersistentVolumeClaim " + namespace + "/data",
                result.warnings().get(0).where());
        assertTrue(exists("PersistentVolumeClaim", "data"));
    }

    @Test
    public void aPruneKeepsEarlierObjectsOfAGeneratedName() {
        String job = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: migrate-}\n"
                + "spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: 'migrate:1'}]}}}\n";
        deploy(job);
        DeployResult result = deploy(NONE, options(Check.FULL, true), job);
        assertEquals(result.objects().toString(), 1, result.objects().size());
    }

    @Test
    public void whatIsLeftBecauseNobodyDeclaredItSaysSo() {
        ObjectNode theirs = LIVE.cluster()
                .get(new ObjectRef("v1", "ConfigMap", namespace, "kube-root-ca.crt"))
                .orElseThrow()
                .objectNode();
        theirs.put("apiVersion", "v1").put("kind", "ConfigMap");
        theirs.putObject("metadata").put("name", "a").put("namespace", namespace);
        LIVE.cluster().create(theirs, new WriteOptions("helm", false, false));
        DeployOptions rollBack = new DeployOptions(Check.FULL, false, false, false, true, true, false, 60);
        DeployResult result = deploy(
                NONE,
                rollBack,
                configMap("a", "") + pod("", "restartPolicy: Never, ").replace("probe:1", "probe:1-pullfail"));
        assertEquals(List.of("a configured", "probe deleted"), actions(result));
        assertTrue(
                result.objects().get(0).message(),
                result.objects().get(0).message().startsWith("It can't be put back"));
        assertEquals("stable", result.objects().get(1).status());
    }

    @Test
    public void whatWasLeftAloneSaysWhy() {
        DeployResult result = deploy(configMap("a", "") + pod("", "serviceAccountName: nobody, "));
        assertEquals(List.of("a skipped", "probe skipped"), actions(result));
        assertEquals(
                "Not written: the deploy ended before it was its turn.",
                result.objects().get(0).message());
        assertEquals(result.errors().get(0).message(), result.objects().get(1).message());
        assertFalse(exists("ConfigMap", "a"));
    }
}
