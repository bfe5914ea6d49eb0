package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** Reading and writing on the real API server. */
public class FabricClusterTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static FabricCluster cluster;

    private String namespace;

    @BeforeClass
    public static void connect() {
        cluster = new FabricCluster(config(CLUSTER.kubeconfig()));
    }

    @AfterClass
    public static void disconnect() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Before
    public void makeNamespace() {
        namespace = CLUSTER.newNamespace("api");
    }

    @Test
    public void tokenAndCertificateBothGetIn() {
        assertTrue(cluster.version(), cluster.version().startsWith("v1."));
        try (FabricCluster other = new FabricCluster(config(CLUSTER.certificateKubeconfig()))) {
            assertEquals(cluster.version(), other.version());
            assertTrue(other.may("create", resource("apps/v1", "Deployment"), namespace, ""));
        }
    }

    @Test
    public void wrongTokenIsUnauthorized() {
        Config wrong = new ConfigBuilder(config(CLUSTER.kubeconfig()))
                .withOauthToken("wrong")
                .build();
        try (FabricCluster other = new FabricCluster(wrong)) {
            ApiException e = assertThrows(ApiException.class, other::resources);
            assertProblem(e, "api-unauthorized");
            assertEquals(Category.ACCESS, e.category());
            assertFalse(e.passing());
        }
    }

    @Test
    public void discoveryKnowsTypesAndShortNames() {
        ApiResources resources = cluster.resources();
        assertEquals(List.of(), resources.incomplete());
        ApiResource deployment = resources.named("deploy").orElseThrow();
        assertEquals("apps/v1", deployment.apiVersion());
        assertEquals("deployments", deployment.plural());
        assertTrue(deployment.namespaced());
        assertTrue(deployment.verbs().contains("patch"));
        assertFalse(resource("v1", "Namespace").namespaced());
        assertEquals(
                Optional.empty(),
                resources.resources().stream()
                        .filter(r -> r.plural().contains("/"))
                        .findAny());
    }

    @Test
    public void applyCreatesOnceAndOwnsItsFields() {
        assertTrue(
                cluster.apply(configMap("settings", "1"), WriteOptions.DEFAULT).created());
        ApplyResult again = cluster.apply(configMap("settings", "2"), WriteOptions.DEFAULT);
        assertFalse(again.created());
        assertEquals("2", again.object().path("data").path("a").asText());
        ObjectNode live = cluster.get(ref("settings")).orElseThrow();
        assertEquals(
                "spin-delivery",
                live.path("metadata")
                        .path("managedFields")
                        .path(0)
                        .path("manager")
                        .asText());
        assertEquals(
                "Apply",
                live.path("metadata")
                        .path("managedFields")
                        .path(0)
                        .path("operation")
                        .asText());
    }

    @Test
    public void dryRunsStoreNothing() {
        WriteOptions ask = WriteOptions.DEFAULT.withDryRun(true);
        assertTrue(cluster.apply(configMap("settings", "1"), ask).created());
        assertTrue(cluster.create(configMap("settings", "1"), ask).created());
        assertEquals(Optional.empty(), cluster.get(ref("settings")));
        cluster.apply(configMap("settings", "1"), WriteOptions.DEFAULT);
        cluster.replace(configMap("settings", "2"), ask);
        cluster.patch(ref("settings"), "application/merge-patch+json", json("{'data':{'a':'3'}}"), ask);
        assertTrue(cluster.delete(ref("settings"), new DeleteOptions("Background", null, null, true)));
        assertEquals(
                "1",
                cluster.get(ref("settings"))
                        .orElseThrow()
                        .path("data")
                        .path("a")
                        .asText());
    }

    @Test
    public void misspeltFieldIsNamedWithTheOneThatWasMeant() {
        ObjectNode applied = deployment("'replica':1,", "");
        ApiException e = refused(() -> cluster.apply(applied, WriteOptions.DEFAULT), "api-unknown-field-near");
        assertEquals(
                List.of("Deployment", "spec.replica", "spec.replicas"),
                e.problems().get(0).arguments());
        assertEquals(Category.INPUT, e.category());
        assertFalse("the server calls it an internal error", e.passing());
        ObjectNode created = deployment("", ",'imag':'x'");
        e = refused(() -> cluster.create(created, WriteOptions.DEFAULT), "api-unknown-field-near");
        assertEquals(
                List.of(
                        "Deployment",
                        "spec.template.spec.containers[0].imag",
                        "spec.template.spec.containers[0].image"),
                e.problems().get(0).arguments());
        e = refused(() -> cluster.apply(deployment("", ",'xyzzy':1"), WriteOptions.DEFAULT), "api-unknown-field");
        assertEquals(
                "spec.template.spec.containers[name=\"web\"].xyzzy",
                e.problems().get(0).arguments().get(1));
    }

    @Test
    public void wrongTypesAndQuantitiesAreInputErrors() {
        refusedAsInput(deployment("'replicas':'three',", ""), "api-wants-number");
        refusedAsInput(deployment("", ",'env':[{'name':'A','value':1}]"), "api-wants-text");
        refusedAsInput(deployment("", ",'tty':'yes'"), "api-wants-boolean");
        refusedAsInput(deployment("", ",'args':'run'"), "api-wants-list");
        refusedAsInput(deployment("", ",'resources':{'requests':{'cpu':'1x'}}"), "api-bad-quantity");
        refusedAsInput(
                deployment("", ",'env':[{'name':'A','value':'1'},{'name':'A','value':'2'}]"), "api-duplicate-field");
    }

    @Test
    public void conflictNamesFieldAndOwnerAndCanBeForced() {
        cluster.apply(deployment("'replicas':1,", ""), new WriteOptions("autoscaler", false, false));
        ObjectNode ours = deployment("'replicas':2,", "");
        ApiException e = refused(() -> cluster.apply(ours, WriteOptions.DEFAULT), "api-conflict-fields");
        assertEquals(List.of("spec.replicas (autoscaler)"), e.problems().get(0).arguments());
        assertEquals(409, e.status());
        assertEquals(Category.REFUSED, e.category());
        ObjectNode forced =
                cluster.apply(ours, WriteOptions.DEFAULT.withForce(true)).object();
        assertEquals(2, forced.path("spec").path("replicas").asInt());
    }

    @Test
    public void takenNameAndStaleVersionAreToldApart() {
        ObjectNode first =
                cluster.create(configMap("settings", "1"), WriteOptions.DEFAULT).object();
        refused(() -> cluster.create(configMap("settings", "1"), WriteOptions.DEFAULT), "api-already-exists");
        cluster.apply(configMap("settings", "2"), WriteOptions.DEFAULT.withForce(true));
        ObjectNode stale = configMap("settings", "3");
        ((ObjectNode) stale.path("metadata"))
                .set("resourceVersion", first.path("metadata").path("resourceVersion"));
        refused(() -> cluster.replace(stale, WriteOptions.DEFAULT), "api-modified");
        ((ObjectNode) stale.path("metadata")).remove("resourceVersion");
        assertEquals(
                "3",
                cluster.replace(stale, WriteOptions.DEFAULT)
                        .object()
                        .path("data")
                        .path("a")
                        .asText());
    }

    @Test
    public void immutableFieldLeadsToRecreate() {
        cluster.apply(deployment("", ""), WriteOptions.DEFAULT);
        ObjectNode other = json(deployment("", "").toString().replace("\"app\":\"web\"", "\"app\":\"other\""));
        ApiException e = refused(() -> cluster.apply(other, WriteOptions.DEFAULT), "api-immutable");
        assertTrue(e.getMessage(), e.getMessage().contains("spec.selector"));
    }

    @Test
    public void deletionMindsTheUid() {
        ObjectNode object =
                cluster.create(configMap("settings", "1"), WriteOptions.DEFAULT).object();
        assertFalse(cluster.delete(ref("settings"), new DeleteOptions("Background", null, "another", false)));
        assertTrue(cluster.get(ref("settings")).isPresent());
        String uid = object.path("metadata").path("uid").asText();
        assertTrue(cluster.delete(ref("settings"), new DeleteOptions("Background", null, uid, false)));
        assertFalse(cluster.delete(ref("settings"), DeleteOptions.DEFAULT));
        assertEquals(Optional.empty(), cluster.get(ref("settings")));
    }

    @Test
    public void listsAreWholeHoweverLong() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 520; i++) {
            expected.add("item-" + i);
            cluster.create(configMap("item-" + i, "1"), WriteOptions.DEFAULT);
        }
        ApiResource configMaps = resource("v1", "ConfigMap");
        Set<String> found = new HashSet<>();
        for (ObjectNode object : cluster.list(configMaps, namespace, "")) {
            assertEquals(ref(object.path("metadata").path("name").asText()), ObjectRef.of(object));
            found.add(object.path("metadata").path("name").asText());
        }
        found.remove("kube-root-ca.crt");
        assertEquals(expected, found);
        assertEquals(List.of(), cluster.list(configMaps, namespace, "app=nothing"));
    }

    @Test
    public void namespacesThatAreMissingOrGoingAreNamed() {
        ObjectNode lost = configMap("settings", "1");
        ((ObjectNode) lost.path("metadata")).put("namespace", "no-such-namespace");
        ApiException e = refused(() -> cluster.apply(lost, WriteOptions.DEFAULT), "api-namespace-missing");
        assertEquals(List.of("no-such-namespace"), e.problems().get(0).arguments());
        ObjectNode keeper = configMap("keeper", "1");
        ((ObjectNode) keeper.path("metadata")).putArray("finalizers").add("example.com/keep");
        cluster.create(keeper, WriteOptions.DEFAULT);
        cluster.delete(new ObjectRef("v1", "Namespace", "", namespace), DeleteOptions.DEFAULT);
        refused(() -> cluster.create(configMap("late", "1"), WriteOptions.DEFAULT), "api-namespace-terminating");
        cluster.patch(
                ref("keeper"),
                "application/merge-patch+json",
                json("{'metadata':{'finalizers':null}}"),
                WriteOptions.DEFAULT);
    }

    @Test
    public void quotaIsARefusalAndNoMatterOfRights() {
        ObjectNode quota = json("{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'name':'few','namespace':'"
                + namespace + "'},'spec':{'hard':{'secrets':'0'}}}");
        cluster.create(quota, WriteOptions.DEFAULT);
        CLUSTER.api().await("/api/v1/namespaces/" + namespace + "/resourcequotas/few", live -> live.path("status")
                .path("hard")
                .has("secrets"));
        ObjectNode secret = json("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'login','namespace':'"
                + namespace + "'},'stringData':{'password':'hunter2'}}");
        ApiException e = refused(() -> cluster.apply(secret, WriteOptions.DEFAULT), "api-quota");
        assertEquals("few", e.problems().get(0).arguments().get(0));
        assertEquals(Category.REFUSED, e.category());
        assertEquals(403, e.status());
    }

    @Test
    public void secretsValuesAreNeverInRefusals() {
        for (String data :
                List.of("{'password':'hunter2!'}", "{'password':['hunter2!']}", "['hunter2!']", "'hunter2!'")) {
            ObjectNode secret = json("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'login','namespace':'"
                    + namespace + "'},'data':" + data + "}");
            for (ApiException e : List.of(
                    assertThrows(ApiException.class, () -> cluster.apply(secret, WriteOptions.DEFAULT)),
                    assertThrows(ApiException.class, () -> cluster.create(secret, WriteOptions.DEFAULT)))) {
                assertEquals(data, Category.INPUT, e.category());
                assertFalse(e.toString(), (e + e.details().toString()).contains("hunter2"));
            }
        }
    }

    @Test
    public void warningsOfTheServerAreHandedOn() {
        ObjectNode endpoints = json(
                "{'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'old','namespace':'" + namespace + "'}}");
        List<String> warnings = cluster.apply(endpoints, WriteOptions.DEFAULT).warnings();
        assertEquals(warnings.toString(), 1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).contains("Endpoints is deprecated"));
    }

    @Test
    public void customResourcesAreKnownAsSoonAsTheyAreServed() {
        String group = namespace + ".example.com";
        ObjectNode definition = json("{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',"
                + "'metadata':{'name':'widgets." + group + "'},'spec':{'group':'" + group + "','scope':'Namespaced',"
                + "'names':{'plural':'widgets','kind':'Widget'},'versions':[{'name':'v1','served':true,'storage':true,"
                + "'schema':{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object','properties':"
                + "{'colour':{'type':'string'}}}}}}}]}}");
        ObjectRef widget = new ObjectRef(group + "/v1", "Widget", namespace, "w");
        ApiException e = refused(() -> cluster.get(widget), "api-unknown-kind");
        assertEquals(Category.INPUT, e.category());
        cluster.create(definition, WriteOptions.DEFAULT);
        CLUSTER.api().await("/apis", groups -> groups.toString().contains("\"" + group + "\""));
        String text = "{'apiVersion':'" + group + "/v1','kind':'Widget','metadata':{'name':'w','namespace':'"
                + namespace + "'},'spec':{'%s':'red'}}";
        assertTrue(untilServed(json(text.formatted("colour"))).created());
        ApiException unknown = assertThrows(
                ApiException.class, () -> cluster.apply(json(text.formatted("color")), WriteOptions.DEFAULT));
        // The name that was meant is told as soon as the server has published the type's schema, which takes a moment.
        String code = unknown.problems().get(0).code();
        assertTrue(code, code.startsWith("kubernetes.api-unknown-field"));
        cluster.delete(ObjectRef.of(definition), DeleteOptions.DEFAULT);
        cluster.forgetResources();
    }

    @Test
    public void limitedAccountIsToldWhatItMayNot() {
        CLUSTER.api()
                .create(
                        "/api/v1/namespaces/" + namespace + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"nobody\"}}");
        String token = CLUSTER.api()
                .create(
                        "/api/v1/namespaces/" + namespace + "/serviceaccounts/nobody/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}")
                .path("status")
                .path("token")
                .asText();
        Config config = new ConfigBuilder(config(CLUSTER.kubeconfig()))
                .withOauthToken(token)
                .build();
        try (FabricCluster limited = new FabricCluster(config)) {
            ApiException e = assertThrows(
                    ApiException.class, () -> limited.apply(configMap("settings", "1"), WriteOptions.DEFAULT));
            assertProblem(e, "api-forbidden-in");
            assertEquals(
                    List.of("system:serviceaccount:" + namespace + ":nobody", "patch", "configmaps", namespace),
                    e.problems().get(0).arguments());
            assertEquals(Category.ACCESS, e.category());
            assertFalse(limited.may("patch", resource("v1", "ConfigMap"), namespace, "settings"));
        }
        assertTrue(cluster.may("patch", resource("v1", "ConfigMap"), namespace, "settings"));
    }

    @Test
    public void webhookThatIsDownIsNamed() {
        String name = namespace + ".example.com";
        ObjectNode webhook = json(
                "{'apiVersion':'admissionregistration.k8s.io/v1','kind':'ValidatingWebhookConfiguration',"
                        + "'metadata':{'name':'" + name + "'},'webhooks':[{'name':'" + name + "','sideEffects':'None',"
                        + "'failurePolicy':'Fail','admissionReviewVersions':['v1'],'clientConfig':{'url':'https://127.0.0.1:1/'},"
                        + "'namespaceSelector':{'matchLabels':{'kubernetes.io/metadata.name':'" + namespace
                        + "'}},'rules':"
                        + "[{'apiGroups':[''],'apiVersions':['v1'],'operations':['CREATE'],'resources':['configmaps']}]}]}");
        cluster.create(webhook, WriteOptions.DEFAULT);
        try {
            ApiException e = untilRefused(configMap("settings", "1"));
            assertProblem(e, "api-webhook-unreachable");
            assertEquals(name, e.problems().get(0).arguments().get(0));
            assertEquals(Category.REFUSED, e.category());
        } finally {
            cluster.delete(ObjectRef.of(webhook), DeleteOptions.DEFAULT);
        }
    }

    @Test
    public void policyIsNamedAndAsksAboutSecretsInSilence() {
        ObjectNode policy = json("{'apiVersion':'admissionregistration.k8s.io/v1','kind':'ValidatingAdmissionPolicy',"
                + "'metadata':{'name':'" + namespace
                + "'},'spec':{'failurePolicy':'Fail','matchConstraints':{'resourceRules':"
                + "[{'apiGroups':[''],'apiVersions':['v1'],'operations':['CREATE'],'resources':['configmaps','secrets']}]},"
                + "'validations':[{'expression':'false','messageExpression':'string(object.data.a)'}]}}");
        ObjectNode binding = json("{'apiVersion':'admissionregistration.k8s.io/v1','kind':"
                + "'ValidatingAdmissionPolicyBinding','metadata':{'name':'" + namespace + "'},'spec':{'policyName':'"
                + namespace + "','validationActions':['Deny'],'matchResources':{'namespaceSelector':{'matchLabels':"
                + "{'kubernetes.io/metadata.name':'" + namespace + "'}}}}}");
        cluster.create(policy, WriteOptions.DEFAULT);
        cluster.create(binding, WriteOptions.DEFAULT);
        try {
            ApiException e = untilRefused(configMap("settings", "hunter2"));
            assertProblem(e, "api-policy-denied");
            assertEquals(List.of(namespace, "hunter2"), e.problems().get(0).arguments());
            ObjectNode secret = json("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'login','namespace':'"
                    + namespace + "'},'stringData':{'a':'hunter2'}}");
            e = refused(() -> cluster.create(secret, WriteOptions.DEFAULT), "api-policy-denied-secret");
            assertEquals(List.of(namespace), e.problems().get(0).arguments());
        } finally {
            cluster.delete(ObjectRef.of(binding), DeleteOptions.DEFAULT);
            cluster.delete(ObjectRef.of(policy), DeleteOptions.DEFAULT);
        }
    }

    @Test
    public void logsOfAPodAreRead() {
        ObjectNode pod = json("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web','namespace':'" + namespace
                + "','annotations':{'testcluster.spin-delivery.io/log':'hello from web'}},"
                + "'spec':{'containers':[{'name':'web','image':'web:1'}]}}");
        cluster.create(pod, WriteOptions.DEFAULT);
        CLUSTER.api()
                .await(
                        "/api/v1/namespaces/" + namespace + "/pods/web",
                        live -> live.path("status").path("phase").asText().equals("Running"));
        List<String> lines = cluster.log(ObjectRef.of(pod), "web", false, 5);
        assertTrue(lines.toString(), lines.contains("hello from web"));
        assertEquals(List.of(), cluster.log(ObjectRef.of(pod), "no-such-container", false, 5));
    }

    private static Config config(Path kubeconfig) {
        return new Kubeconfigs(Policy.LOCAL, Map.of(), Clock.systemUTC()).load(kubeconfig, "");
    }

    private static ApiResource resource(String apiVersion, String kind) {
        return cluster.resources().find(apiVersion, kind).orElseThrow();
    }

    private ObjectRef ref(String name) {
        return new ObjectRef("v1", "ConfigMap", namespace, name);
    }

    private ObjectNode configMap(String name, String value) {
        return json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "','namespace':'" + namespace
                + "'},'data':{'a':'" + value + "'}}");
    }

    private ObjectNode deployment(String spec, String container) {
        return json("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'" + namespace
                + "'},'spec':{" + spec + "'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':"
                + "{'app':'web'}},'spec':{'containers':[{'name':'web','image':'web:1'" + container + "}]}}}}");
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text.replace('\'', '"').getBytes());
    }

    /** A new admission rule is obeyed a moment after it is stored. */
    private static ApiException untilRefused(ObjectNode object) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < end) {
            try {
                cluster.create(object, WriteOptions.DEFAULT.withDryRun(true));
            } catch (ApiException e) {
                return e;
            }
        }
        throw new AssertionError("was never refused");
    }

    /** A new type is announced a moment before it is served. */
    private static ApplyResult untilServed(ObjectNode object) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try {
                return cluster.apply(object, WriteOptions.DEFAULT);
            } catch (ApiException e) {
                assertNotEquals(Category.REFUSED, e.category());
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private static void refusedAsInput(ObjectNode object, String code) {
        ApiException e = refused(() -> cluster.apply(object, WriteOptions.DEFAULT), code);
        assertEquals(code, Category.INPUT, e.category());
        assertFalse(code, e.passing());
    }

    private static ApiException refused(ThrowingRunnable call, String code) {
        ApiException e = assertThrows(ApiException.class, call);
        assertProblem(e, code);
        return e;
    }

    private static void assertProblem(ApiException e, String code) {
        assertEquals(e.getMessage(), "kubernetes." + code, e.problems().get(0).code());
    }
}
