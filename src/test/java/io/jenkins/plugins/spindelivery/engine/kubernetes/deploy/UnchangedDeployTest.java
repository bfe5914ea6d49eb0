package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deploying what is there already: it costs a list for each type and namespace, and still notices what is not as it was. */
public class UnchangedDeployTest {
    private static final LiveCluster LIVE = new LiveCluster();
    private static final int COUNT = 20;
    private static final Set<String> WRITES = Set.of("apply", "create", "replace", "patch", "delete");

    @ClassRule
    public static final TestRule RULE = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private String namespace;

    @Before
    public void deployOnce() throws Exception {
        namespace = LIVE.testCluster().newNamespace("unchanged");
        assertEquals(List.of(Action.CREATED), actions(deploy(DeployOptions.DEFAULT, manifests("one"))));
        requests.clear();
    }

    @Test
    public void itCostsOneListForEachTypeAndNoWrite() throws Exception {
        assertEquals(List.of(Action.UNCHANGED), actions(deploy(DeployOptions.DEFAULT, manifests("one"))));
        assertEquals(List.of("list configmaps", "list services"), sorted());
    }

    @Test
    public void whatSomeoneChangedIsPutRight() throws Exception {
        patch("settings-3", "{\"data\":{\"value\":\"meddled with\"}}");
        patch("settings-4", "{\"data\":{\"added\":\"by someone\"}}");
        DeployResult again = deploy(DeployOptions.DEFAULT.withForceConflicts(true), manifests("one"));
        assertEquals(List.of("ConfigMap settings-3"), written(again));
        assertEquals("one", data("settings-3", "value"));
        assertEquals("what nobody asked us to have is left alone", "by someone", data("settings-4", "added"));
    }

    @Test
    public void whatSomeoneDeletedIsThereAgain() throws Exception {
        LIVE.testCluster().api().delete("/api/v1/namespaces/" + namespace + "/services/web-5");
        DeployResult again = deploy(DeployOptions.DEFAULT, manifests("one"));
        assertEquals(List.of("Service web-5"), written(again));
    }

    @Test
    public void aFieldThatIsGoneFromTheManifestDisappears() throws Exception {
        String without = manifests("one").replace("  extra: '7'\n", "");
        DeployResult again = deploy(DeployOptions.DEFAULT, without);
        assertEquals(List.of("ConfigMap settings-7"), written(again));
        assertEquals("", data("settings-7", "extra"));
        assertEquals("one", data("settings-7", "value"));
    }

    @Test
    public void everyObjectIsSentWhenThatIsWanted() throws Exception {
        DeployResult again = deploy(DeployOptions.DEFAULT.withApplyUnchanged(true), manifests("one"));
        assertEquals(List.of(Action.UNCHANGED), actions(again));
        long sent = requests.stream().filter(request -> request.equals("apply")).count();
        assertEquals("a dry run and a write for each", 2 * 2 * COUNT, sent);
    }

    private List<String> sorted() {
        return requests.stream().sorted().toList();
    }

    private static List<Action> actions(DeployResult result) {
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(2 * COUNT, result.objects().size());
        return result.objects().stream().map(ObjectOutcome::action).distinct().toList();
    }

    /** The objects that were written, if the cluster was asked for just those. */
    private List<String> written(DeployResult result) {
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        long lists =
                requests.stream().filter(request -> request.startsWith("list")).count();
        assertTrue(requests.toString(), lists <= 2);
        return result.objects().stream()
                .filter(object -> object.action() != Action.UNCHANGED)
                .map(object -> object.ref().kind() + " " + object.ref().name())
                .toList();
    }

    private DeployResult deploy(DeployOptions options, String yaml) throws Exception {
        InterferingCluster counting = (method, arguments) -> {
            if (method.equals("list")) {
                requests.add("list " + ((ApiResource) arguments.get(0)).plural());
            } else if (WRITES.contains(method)) {
                requests.add(method);
            }
            return Optional.empty();
        };
        return new DeployRun(
                        LIVE,
                        counting::around,
                        folder.newFolder().toPath(),
                        namespace,
                        PreparationOptions.DEFAULTS,
                        options,
                        yaml)
                .finish();
    }

    private void patch(String name, String patch) {
        LIVE.testCluster().api().patch("/api/v1/namespaces/" + namespace + "/configmaps/" + name, patch);
    }

    private String data(String name, String key) {
        ObjectRef ref = new ObjectRef("v1", "ConfigMap", namespace, name);
        return LIVE.cluster().get(ref).orElseThrow().path("data").path(key).asText();
    }

    private static String manifests(String value) {
        return IntStream.range(0, COUNT)
                .mapToObj(i ->
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: settings-%1$d
                          annotations: {strategy.spinnaker.io/versioned: 'false'}
                        data:
                          value: %2$s
                          extra: '%1$d'
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web-%1$d}
                        spec:
                          selector: {app: web}
                          ports: [{port: 80}]
                        """
                                .formatted(i, value))
                .collect(Collectors.joining("---\n"));
    }
}
