package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deploys that are stopped everywhere. */
public class ResumeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final DeployOptions PLAIN =
            new DeployOptions(Check.FULL, false, false, false, false, true, false, 60);
    private static final DeployOptions PRUNING =
            new DeployOptions(Check.FULL, false, false, true, false, true, false, 60);
    private static final DeployOptions ROLLING_BACK =
            new DeployOptions(Check.FULL, false, false, false, true, true, false, 60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    private DeployScenario deploy(DeployOptions options, String before, String yaml) {
        return new DeployScenario(LIVE, folder.getRoot().toPath(), options, before, namespace -> {}, yaml);
    }

    /** As {@code kubectl scale} and an autoscaler do it. */
    private static void scaleToThree(String namespace) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("replicas", 3);
        ObjectRef web = new ObjectRef("apps/v1", "Deployment", namespace, "web");
        LIVE.cluster().patch(web, "application/merge-patch+json", patch, new WriteOptions("kubectl", false, false));
    }

    private static String service(String image, String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, annotations: {strategy.spinnaker.io/max-version-history: '1'}}
                data: {key: %2$s}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: key}
                stringData: {password: %2$s}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, annotations: {strategy.spinnaker.io/use-source-capacity: 'true'}}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: web, image: '%1$s', envFrom: [{configMapRef: {name: app}}, {secretRef: {name: key}}]}
                """
                .formatted(image, value);
    }

    private static String job(String metadata, String image) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {%s}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: '%s'}]}}}
                """
                .formatted(metadata, image);
    }

    @Test
    public void aServiceWithVersionsAndHistory() {
        String outcome = property.survives(deploy(PLAIN, service("web:1", "one"), service("web:2", "two")));
        assertTrue(outcome, outcome.startsWith("succeeded\n"));
        assertTrue(outcome, outcome.contains("ConfigMap NAMESPACE/app-v000 deleted stable"));
        assertTrue(outcome, outcome.contains("--- ConfigMap app-v001"));
        assertFalse(outcome, outcome.contains("--- ConfigMap app-v000"));
    }

    @Test
    public void theCapacityThatSomebodyElseHasGivenIt() {
        String before = service("web:1", "one")
                .replace("spec:\n  selector: {matchLabels", "spec:\n  replicas: 1\n  selector: {matchLabels");
        String yaml = before.replace("web:1", "web:2");
        String outcome = property.survives(
                new DeployScenario(LIVE, folder.getRoot().toPath(), PLAIN, before, ResumeTest::scaleToThree, yaml));
        assertTrue(outcome, outcome.startsWith("succeeded\n"));
        assertTrue(outcome, outcome.contains("\n  replicas: 3\n"));
    }

    @Test
    public void aRollback() {
        String outcome =
                property.survives(deploy(ROLLING_BACK, service("web:1", "one"), service("web:2-pullfail", "two")));
        assertTrue(outcome, outcome.startsWith("failed\n"));
        assertTrue(outcome, outcome.contains("image: web:1"));
        assertFalse(outcome, outcome.contains("--- ConfigMap app-v001"));
    }

    @Test
    public void aRollbackToNothing() {
        String outcome = property.survives(deploy(ROLLING_BACK, "", service("web:1-pullfail", "one")));
        assertTrue(outcome, outcome.startsWith("failed\n"));
        assertFalse(outcome, outcome.contains("---"));
    }

    @Test
    public void aGeneratedName() {
        String outcome = property.survives(deploy(PLAIN, "", job("generateName: migrate-", "migrate:1")));
        assertEquals(outcome, 2, outcome.split("--- Job migrate-NAME", -1).length);
    }

    /** Of the same content, so that only this deploy knows that it was made anew. */
    @Test
    public void aRecreation() {
        String recreate =
                "annotations: {strategy.spinnaker.io/versioned: 'false', strategy.spinnaker.io/recreate: 'true'}";
        String yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, " + recreate
                + "}\ndata: {key: value}\n---\n" + job("name: import, " + recreate, "import:1");
        String outcome = property.survives(deploy(PLAIN, yaml, yaml));
        assertTrue(outcome, outcome.startsWith("succeeded\n"));
    }

    @Test
    public void aRecreationThatIsRolledBack() {
        survivesARollbackOf("recreate");
    }

    @Test
    public void aReplacementThatIsRolledBack() {
        survivesARollbackOf("replace");
    }

    private void survivesARollbackOf(String strategy) {
        String settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, annotations: "
                + "{strategy.spinnaker.io/versioned: 'false', strategy.spinnaker.io/" + strategy
                + ": 'true'}}\ndata: {%s}\n---\n";
        String bad = job("name: import", "import:1-pullfail");
        String outcome = property.survives(
                deploy(ROLLING_BACK, settings.formatted("a: '1', b: '1'"), settings.formatted("a: '2', c: '2'") + bad));
        assertTrue(outcome, outcome.startsWith("failed\n"));
        assertTrue(outcome, outcome.contains("  a: '1'\n  b: '1'\n"));
        assertFalse(outcome, outcome.contains("c: '2'"));
    }

    @Test
    public void aPrune() {
        String two = plain("settings", "app") + "---\n" + plain("old", "app");
        String outcome = property.survives(deploy(PRUNING, two, plain("settings", "app")));
        assertTrue(outcome, outcome.contains("ConfigMap NAMESPACE/old deleted stable"));
        assertFalse(outcome, outcome.contains("--- ConfigMap old"));
    }

    private static String plain(String name, String application) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  annotations: {strategy.spinnaker.io/versioned: 'false', moniker.spinnaker.io/application: %s}
                """
                .formatted(name, application);
    }

    @Test
    public void aPersonMayStopItAndGoOnADayLater() {
        String outcome =
                property.goesOnAfterItWasStopped(deploy(PLAIN, service("web:1", "one"), service("web:2", "two")));
        assertTrue(outcome, outcome.startsWith("succeeded\n"));
    }

    /** Whatever the step before which it is cancelled: all is as it was, or, once everything is stable, as it was to be. */
    @Test
    public void aCancelThatTakesBack() {
        List<String> outcomes = property.survivesWhileCancelling(
                deploy(ROLLING_BACK, service("web:1", "one"), service("web:2", "two")));
        for (String outcome : outcomes) {
            assertEquals(outcome, outcome.contains("--- ConfigMap app-v001"), outcome.contains("image: web:2"));
        }
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n"));
        assertTrue(outcomes.get(0), outcomes.get(0).contains("image: web:1"));
    }

    @Test
    public void aCancelThatReports() {
        String settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: '1'}\n---\n"
                + "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
        List<String> outcomes = property.survivesWhileCancelling(deploy(PLAIN, "", settings));
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n"));
        assertFalse(outcomes.get(0), outcomes.get(0).contains("---"));
    }
}
