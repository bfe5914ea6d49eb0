package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Objects that kubectl, Spinnaker, a person or another tool had before us. */
public class DeployOwnershipTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DeployOptions DEFAULT = DeployOptions.DEFAULT;
    private static final DeployOptions ROLL_BACK =
            new DeployOptions(Check.FULL, false, false, false, true, true, false, 30);

    /** Comes after whatever stands before it, and fails the deploy. */
    private static final String BAD_POD =
            """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: bad, annotations: {strategy.spinnaker.io/versioned: 'false'}}
            spec: {restartPolicy: Never, containers: [{name: bad, image: 'bad:1-pullfail'}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DeployBench bench;

    @Before
    public void bench() {
        bench = new DeployBench(LIVE, "owner", folder.getRoot().toPath());
    }

    private static String settings(String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, annotations: "
                + "{strategy.spinnaker.io/versioned: 'false'}}\ndata: {" + data + "}\n";
    }

    /** As {@code kubectl apply}, and with it Spinnaker, creates an object. */
    private void kubectlApply(String data) throws JsonProcessingException {
        ObjectNode manifest = (ObjectNode) JSON.readTree(
                """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"%s"},"data":%s}"""
                        .formatted(bench.namespace(), data));
        ObjectNode annotated = manifest.deepCopy();
        ((ObjectNode) annotated.get("metadata"))
                .putObject("annotations")
                .put(SpinnakerAnnotations.LAST_APPLIED, manifest.toString());
        LIVE.cluster().create(annotated, new WriteOptions("kubectl-client-side-apply", false, false));
    }

    private ObjectNode live() {
        return bench.live("v1", "ConfigMap", "settings");
    }

    @Test
    public void whatKubectlAppliedBecomesOursAndADroppedFieldDisappears() throws JsonProcessingException {
        kubectlApply("{\"kept\":\"1\",\"changed\":\"1\",\"dropped\":\"1\"}");
        DeployResult result = bench.deploy(DEFAULT, settings("kept: '1', changed: '2'"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals("{\"changed\":\"2\",\"kept\":\"1\"}", live().path("data").toString());
        assertFalse(live().toString().contains("kubectl-client-side-apply"));
        assertFalse(live().path("metadata").path("annotations").has(SpinnakerAnnotations.LAST_APPLIED));
    }

    @Test
    public void rollingBackRestoresWhatKubectlHadApplied() throws JsonProcessingException {
        kubectlApply("{\"key\":\"before\"}");
        DeployResult result = bench.deploy(ROLL_BACK, settings("key: after, more: x") + BAD_POD);
        assertEquals(Status.FAILED, result.status());
        assertEquals("{\"key\":\"before\"}", live().path("data").toString());
        assertFalse(bench.exists("v1", "Pod", "bad"));
    }

    @Test
    public void rollingBackLeavesAndNamesWhatNobodyDeclared() throws JsonProcessingException {
        ObjectNode helm = (ObjectNode) JSON.readTree(
                """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"%s"},"data":{"a":"1"}}"""
                        .formatted(bench.namespace()));
        LIVE.cluster().create(helm, new WriteOptions("helm", false, false));
        DeployResult result = bench.deploy(ROLL_BACK, settings("b: '2'") + BAD_POD);
        assertEquals(Status.FAILED, result.status());
        assertEquals(
                List.of("kubernetes.deploy-not-restorable"),
                result.warnings().stream().map(Problem::code).toList());
        assertTrue(result.warnings().get(0).where().endsWith("/settings"));
        assertEquals("{\"a\":\"1\",\"b\":\"2\"}", live().path("data").toString());
    }

    @Test
    public void aFieldThatSomebodyChangedIsPutRightAndTheirOwnFieldsStay() {
        bench.deploy(DEFAULT, settings("ours: '1'"));
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("data").put("theirs", "x");
        LIVE.cluster()
                .patch(
                        io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef.of(live()),
                        "application/merge-patch+json",
                        patch,
                        new WriteOptions("somebody", false, false));
        DeployResult result = bench.deploy(DEFAULT, settings("ours: '2'"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals("{\"ours\":\"2\",\"theirs\":\"x\"}", live().path("data").toString());
    }

    @Test
    public void aFieldDroppedFromTheManifestDisappears() {
        bench.deploy(DEFAULT, settings("a: '1', b: '1'"));
        DeployResult result = bench.deploy(DEFAULT, settings("a: '1'"));
        assertEquals("configured", result.objects().get(0).action().word());
        assertEquals("{\"a\":\"1\"}", live().path("data").toString());
    }

    /** Omitting replicas that we own would make them 1; they are sent as they are live. */
    @Test
    public void ourOwnReplicasAreSentAgainUnderUseSourceCapacity() {
        String web =
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, annotations: {strategy.spinnaker.io/use-source-capacity: '%s'}}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: 'web:%d'}]}
                """;
        bench.deploy(DEFAULT, web.formatted("false", 4, 1));
        DeployResult result = bench.deploy(DEFAULT, web.formatted("true", 2, 2));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(
                4,
                bench.live("apps/v1", "Deployment", "web").at("/spec/replicas").asInt());
    }

    @Test
    public void replaceAndRecreateWriteTheWholeObject() {
        bench.deploy(DEFAULT, settings("a: '1', b: '1'"));
        String uid = live().at("/metadata/uid").asText();
        bench.deploy(
                DEFAULT,
                settings("a: '2'").replace("annotations: {", "annotations: {strategy.spinnaker.io/replace: 'true', "));
        assertEquals("{\"a\":\"2\"}", live().path("data").toString());
        assertEquals(uid, live().at("/metadata/uid").asText());
        bench.deploy(
                DEFAULT,
                settings("a: '3'").replace("annotations: {", "annotations: {strategy.spinnaker.io/recreate: 'true', "));
        assertEquals("{\"a\":\"3\"}", live().path("data").toString());
        assertFalse(uid.equals(live().at("/metadata/uid").asText()));
    }

    @Test
    public void forceConflictsMayBeAskedForByAnnotation() {
        bench.deploy(DEFAULT, settings("key: ours"));
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("data").put("key", "theirs");
        LIVE.cluster()
                .patch(
                        io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef.of(live()),
                        "application/merge-patch+json",
                        patch,
                        new WriteOptions("somebody", false, false));
        String forced = settings("key: ours")
                .replace(
                        "annotations: {", "annotations: {strategy.spinnaker.io/server-side-apply: 'force-conflicts', ");
        assertEquals(Status.SUCCEEDED, bench.deploy(DEFAULT, forced).status());
        assertEquals("{\"key\":\"ours\"}", live().path("data").toString());
    }
}
