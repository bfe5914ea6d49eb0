package io.jenkins.plugins.spindelivery.engine.manifest.version;

import static io.jenkins.plugins.spindelivery.engine.manifest.Trees.tree;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class VersionChooserTest {
    private static final String CONFIG_MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {a: one}}";
    private static final String OTHER = "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {a: two}}";
    private static final String REPLICA_SET =
            """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  nodeSelector: {}
                  containers: [{name: web, image: "nginx:1", env: [{name: A, value: b}], resources: {limits: {cpu: 1}}}]
            """;

    @Test
    public void theFirstVersionIsZero() {
        assertNext("v000", CONFIG_MAP);
    }

    @Test
    public void theNextVersionIsTheHighestPlusOneAndGapsStay() {
        assertNext("v008", CONFIG_MAP, ours(OTHER, 7), ours(OTHER, 2));
        assertNext("v1000", CONFIG_MAP, ours(OTHER, 999));
    }

    @Test
    public void equalContentIsReused() {
        assertReused("v003", CONFIG_MAP, ours(CONFIG_MAP, 3), ours(OTHER, 4));
    }

    @Test
    public void theOldestEqualVersionIsReused() {
        ObjectNode older = ours(CONFIG_MAP, 5);
        created(older, "2026-01-01T00:00:00Z");
        ObjectNode newer = ours(CONFIG_MAP, 1);
        created(newer, "2026-02-01T00:00:00Z");
        assertReused("v005", CONFIG_MAP, newer, older);
    }

    @Test
    public void liveDataThatSomeoneEditedIsNotReused() {
        for (String edit : List.of(
                "{data: {a: changed}}",
                "{data: {a: one, b: more}}",
                "{data: null}",
                "{binaryData: {c: eA==}}",
                "{immutable: true}")) {
            ObjectNode edited = ours(CONFIG_MAP, 0);
            edited.setAll(tree(edit));
            assertNext("v001", CONFIG_MAP, edited);
        }
    }

    @Test
    public void anotherFingerprintIsNotReused() {
        ObjectNode live = ours(CONFIG_MAP, 0);
        annotate(live, SpinnakerAnnotations.FINGERPRINT, "v1:0000");
        assertNext("v001", CONFIG_MAP, live);
    }

    @Test
    public void withoutFingerprintAndLastAppliedNothingIsReused() {
        ObjectNode live = ours(CONFIG_MAP, 0);
        ((ObjectNode) live.at("/metadata/annotations")).remove(SpinnakerAnnotations.FINGERPRINT);
        assertNext("v001", CONFIG_MAP, live);
    }

    @Test
    public void whatSpinnakerAppliedLastStandsForTheFingerprint() {
        assertReused("v002", CONFIG_MAP, spinnakers(CONFIG_MAP, 2, CONFIG_MAP));
        assertNext("v003", CONFIG_MAP, spinnakers(CONFIG_MAP, 2, OTHER));
        ObjectNode malformed = spinnakers(CONFIG_MAP, 2, CONFIG_MAP);
        annotate(malformed, SpinnakerAnnotations.LAST_APPLIED, "{not json");
        assertNext("v003", CONFIG_MAP, malformed);
    }

    @Test
    public void anEditOfWhatSpinnakerMadeIsNotReused() {
        assertNext("v003", CONFIG_MAP, spinnakers(OTHER, 2, CONFIG_MAP));
    }

    @Test
    public void whatIsBeingDeletedIsNotReusedButCounts() {
        ObjectNode dying = ours(CONFIG_MAP, 3);
        ((ObjectNode) dying.path("metadata")).put("deletionTimestamp", "2026-01-01T00:00:00Z");
        assertNext("v004", CONFIG_MAP, dying);
    }

    @Test
    public void anObjectUnderAnotherNameIsNotReused() {
        ObjectNode copy = ours(CONFIG_MAP, 3);
        ((ObjectNode) copy.path("metadata")).put("name", "copy");
        assertNext("v004", CONFIG_MAP, copy);
    }

    @Test
    public void aNameThatIsTakenByHandIsPassedOverWithoutCounting() {
        ObjectNode byHand = tree("{apiVersion: v1, kind: ConfigMap, metadata: {name: web-v007}, data: {a: one}}");
        assertNext("v000", CONFIG_MAP, byHand);
        ObjectNode next = tree("{apiVersion: v1, kind: ConfigMap, metadata: {name: web-v003}, data: {a: one}}");
        assertNext("v004", CONFIG_MAP, ours(OTHER, 2), next);
        ObjectNode shortForm = tree("{apiVersion: v1, kind: ConfigMap, metadata: {name: web-v3}, data: {a: one}}");
        assertNext("v003", CONFIG_MAP, ours(OTHER, 2), shortForm);
    }

    @Test
    public void secretsAreComparedByTheirData() {
        String plain = "{apiVersion: v1, kind: Secret, metadata: {name: web}, stringData: {password: hunter2}}";
        String encoded =
                "{apiVersion: v1, kind: Secret, metadata: {name: web}, type: Opaque, data: {password: aHVudGVyMg==}}";
        String wrapped =
                "{apiVersion: v1, kind: Secret, metadata: {name: web}, data: {password: \"aHVu\\ndGVyMg==\\n\"}}";
        ObjectNode live = secret(encoded, 1);
        assertReused("v001", plain, live);
        assertReused("v001", encoded, live);
        assertReused("v001", wrapped, live);
        assertNext(
                "v002", "{apiVersion: v1, kind: Secret, metadata: {name: web}, stringData: {password: other}}", live);
        assertNext(
                "v002",
                "{apiVersion: v1, kind: Secret, metadata: {name: web}, type: other, data: {password: aHVudGVyMg==}}",
                live);
        assertNext("v002", "{apiVersion: v1, kind: Secret, metadata: {name: web}}", live);
    }

    @Test
    public void stringDataBeatsDataAsOnTheServer() {
        String both =
                "{apiVersion: v1, kind: Secret, metadata: {name: web}, data: {p: eA==}, stringData: {p: hunter2}}";
        assertReused("v000", both, secret("{apiVersion: v1, kind: Secret, type: Opaque, data: {p: aHVudGVyMg==}}", 0));
    }

    @Test
    public void aTokenThatAControllerFilledInIsStillTheSameSecret() {
        String type = "type: kubernetes.io/service-account-token";
        assertReused(
                "v000",
                "{apiVersion: v1, kind: Secret, metadata: {name: web}, " + type + "}",
                secret("{apiVersion: v1, kind: Secret, " + type + ", data: {token: eA==}}", 0));
    }

    @Test
    public void defaultsOfTheServerDoNotMakeAReplicaSetDifferent() {
        assertReused("v000", REPLICA_SET, completed(ours(REPLICA_SET, 0)));
    }

    @Test
    public void anEditedReplicaSetIsDifferent() {
        ObjectNode image = completed(ours(REPLICA_SET, 0));
        ((ObjectNode) image.at("/spec/template/spec/containers/0")).put("image", "nginx:2");
        assertNext("v001", REPLICA_SET, image);

        ObjectNode variable = completed(ours(REPLICA_SET, 0));
        variable.withArray("/spec/template/spec/containers/0/env").add(tree("{name: X, value: y}"));
        assertNext("v001", REPLICA_SET, variable);

        ObjectNode fewer = completed(ours(REPLICA_SET, 0));
        fewer.withArray("/spec/template/spec/containers/0/env").remove(0);
        assertNext("v001", REPLICA_SET, fewer);
    }

    @Test
    public void aScaledReplicaSetIsReusedOnlyWhenTheLiveNumberIsToStay() {
        ObjectNode scaled = completed(ours(REPLICA_SET, 0));
        ((ObjectNode) scaled.path("spec")).put("replicas", 5);
        assertNext("v001", REPLICA_SET, scaled);
        assertEquals(
                new Version(0),
                VersionChooser.choose(tree(REPLICA_SET), "web", List.of(scaled), true)
                        .version());
    }

    @Test
    public void volumesThatAdmissionAddedDoNotMakeAPodDifferent() {
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, image: b}],"
                + " volumes: [{name: v, emptyDir: {}}]}}";
        ObjectNode live = ours(pod, 0);
        live.withArray("/spec/volumes").add(tree("{name: kube-api-access, projected: {}}"));
        live.withArray("/spec/tolerations").add(tree("{key: node.kubernetes.io/not-ready}"));
        live.set("status", tree("{phase: Running}"));
        assertReused("v000", pod, live);
        ((ObjectNode) live.at("/spec/containers/0")).put("image", "c");
        assertNext("v001", pod, live);
    }

    private static ObjectNode ours(String manifest, int number) {
        ObjectNode live = tree(manifest);
        Optional<String> fingerprint = Fingerprint.of(live);
        version(live, number);
        fingerprint.ifPresent(text -> annotate(live, SpinnakerAnnotations.FINGERPRINT, text));
        return live;
    }

    private static ObjectNode secret(String manifest, int number) {
        ObjectNode live = tree(manifest);
        version(live, number);
        return live;
    }

    private static ObjectNode spinnakers(String manifest, int number, String applied) {
        ObjectNode live = tree(manifest);
        version(live, number);
        ObjectNode last = tree(applied);
        ((ObjectNode) last.path("metadata"))
                .put("name", "web-v002")
                .putObject("annotations")
                .put("x", "y");
        annotate(live, SpinnakerAnnotations.LAST_APPLIED, last.toString());
        return live;
    }

    private static void version(ObjectNode live, int number) {
        live.withObject("/metadata").put("name", new Version(number).nameOf("web"));
        created(live, "2026-01-01T00:00:00Z");
        annotate(live, SpinnakerAnnotations.ARTIFACT_TYPE, Kinds.of(live).artifactType());
        annotate(live, SpinnakerAnnotations.ARTIFACT_NAME, "web");
        annotate(live, SpinnakerAnnotations.ARTIFACT_VERSION, new Version(number).toString());
    }

    /** As the API server completes a ReplicaSet, and as we label it. */
    private static ObjectNode completed(ObjectNode live) {
        live.withObject("/spec/template/metadata/labels").put("app.kubernetes.io/managed-by", "spinnaker");
        ObjectNode pod = live.withObject("/spec/template/spec");
        pod.put("restartPolicy", "Always").remove("nodeSelector");
        ((ObjectNode) pod.at("/containers/0")).put("imagePullPolicy", "IfNotPresent");
        live.set("status", tree("{replicas: 2}"));
        return live;
    }

    private static void created(ObjectNode live, String time) {
        live.withObject("/metadata").put("creationTimestamp", time);
    }

    private static void annotate(ObjectNode live, String key, String value) {
        JsonNode annotations = live.withObject("/metadata/annotations");
        ((ObjectNode) annotations).put(key, value);
    }

    private static void assertNext(String version, String manifest, ObjectNode... live) {
        VersionChooser.Choice choice = VersionChooser.choose(tree(manifest), "web", List.of(live), false);
        assertEquals(version, choice.version().toString());
        assertEquals(Optional.empty(), choice.reused());
    }

    private static void assertReused(String version, String manifest, ObjectNode... live) {
        VersionChooser.Choice choice = VersionChooser.choose(tree(manifest), "web", List.of(live), false);
        assertEquals(version, choice.version().toString());
        assertEquals(Optional.of("web-" + version), choice.reused().map(object -> object.at("/metadata/name")
                .asText()));
    }
}
