package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.version.Version;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Test;

public class VersioningTest extends PreparationCase {
    private static final String CONFIG_MAP =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: web%s}, data: {a: %s}}";
    private static final String SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: web%s}}";
    private static final String VERSIONED = ", annotations: {strategy.spinnaker.io/versioned: '%s'}";

    @Test
    public void annotationBeatsOptionBeatsKind() {
        Object[][] table = {
            {CONFIG_MAP, "", Versioning.DEFAULT, "web-v000"},
            {CONFIG_MAP, "", Versioning.FALSE, "web"},
            {CONFIG_MAP, "", Versioning.TRUE, "web-v000"},
            {CONFIG_MAP, VERSIONED.formatted("false"), Versioning.TRUE, "web"},
            {CONFIG_MAP, VERSIONED.formatted("true"), Versioning.FALSE, "web-v000"},
            {SERVICE, "", Versioning.DEFAULT, "web"},
            {SERVICE, "", Versioning.FALSE, "web"},
            {SERVICE, "", Versioning.TRUE, "web-v000"},
            {SERVICE, VERSIONED.formatted("true"), Versioning.FALSE, "web-v000"},
            {SERVICE, VERSIONED.formatted("false"), Versioning.TRUE, "web"},
        };
        for (Object[] row : table) {
            options.versioned((Versioning) row[2]);
            String yaml = ((String) row[0]).formatted(row[1], "b");
            assertEquals(yaml + row[2], row[3], prepareOne(yaml).ref().name());
        }
    }

    @Test
    public void aVersionedObjectIsKnownByNameVersionAndArtifact() {
        options.account("prod");
        PreparedManifest prepared = prepareOne(CONFIG_MAP.formatted("", "b"));
        assertEquals("ConfigMap devops/web-v000", prepared.ref().toString());
        assertEquals("web-v000", text(prepared, "/metadata/name"));
        assertEquals("web", prepared.baseName());
        assertEquals(Version.FIRST, prepared.version());
        assertFalse(prepared.reused());
        assertEquals(
                new Artifact("kubernetes/configMap", "web", "devops", "v000", "web-v000", "prod"), prepared.artifact());
        assertEquals(List.of("versions v1 ConfigMap devops web"), live.asked);
    }

    @Test
    public void anUnversionedObjectIsItsOwnReference() {
        PreparedManifest prepared = prepareOne(SERVICE.formatted(""));
        assertEquals(new Artifact("kubernetes/service", "web", "devops", "", "web", null), prepared.artifact());
        assertEquals(null, prepared.version());
        assertEquals(null, prepared.fingerprint());
        assertEquals("nothing live is needed", List.of(), live.asked);
    }

    @Test
    public void theSameDataIsReusedAndChangedDataGetsTheNextVersion() {
        live.with(prepare(CONFIG_MAP.formatted("", "one")), 1);
        PreparedManifest same = prepareOne(CONFIG_MAP.formatted(", labels: {new: label}", "one"));
        assertEquals("web-v000", same.ref().name());
        assertTrue(same.reused());
        PreparedManifest changed = prepareOne(CONFIG_MAP.formatted("", "two"));
        assertEquals("web-v001", changed.ref().name());
        assertFalse(changed.reused());
        live.with(prepare(CONFIG_MAP.formatted("", "two")), 2);
        assertEquals(
                "back to the first",
                "web-v000",
                prepareOne(CONFIG_MAP.formatted("", "one")).ref().name());
    }

    @Test
    public void aReplicaSetIsReusedThoughItsTemplateWasAnnotated() {
        String replicaSet =
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}
                """;
        live.with(prepare(replicaSet), 1);
        assertTrue(prepareOne(replicaSet).reused());
        assertEquals(
                "web-v001",
                prepareOne(replicaSet.replace("image: b", "image: c")).ref().name());
    }

    @Test
    public void aSecretIsReusedWithoutAnyHashOfItsValues() {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: web}, stringData: {p: hunter2}}";
        PreparedManifest prepared = prepareOne(secret);
        assertEquals(null, prepared.fingerprint());
        assertEquals(null, text(prepared, "/metadata/annotations/spin-delivery.jenkins.io~1fingerprint"));
        ObjectNode stored = prepared.manifest().json().deepCopy();
        stored.remove("stringData");
        stored.putObject("data").put("p", "aHVudGVyMg==");
        live.with(stored.put("type", "Opaque"));
        assertTrue(prepareOne(secret).reused());
        assertEquals(
                "web-v001", prepareOne(secret.replace("hunter2", "other")).ref().name());
    }

    @Test
    public void contentIsComparedAfterBinding() {
        String pair = CONFIG_MAP + "\n---\n{apiVersion: v1, kind: Pod, metadata: {name: job},"
                + " spec: {volumes: [{name: c, configMap: {name: web}}]}}";
        live.with(prepare(pair.formatted("", "one")), 1);
        Prepared same = prepare(pair.formatted("", "one"));
        assertEquals(List.of("web-v000", "job-v000"), names(same));
        Prepared changed = prepare(pair.formatted("", "two"));
        assertEquals("the pod's own text is the same", List.of("web-v001", "job-v001"), names(changed));
        assertEquals("web-v001", text(changed.manifests().get(1), "/spec/volumes/0/configMap/name"));
    }

    @Test
    public void aVersionsNameMayNotBeAnotherManifestsName() {
        Problem problem = problem(CONFIG_MAP.formatted("-v000" + VERSIONED.formatted("false"), "x") + "\n---\n"
                + CONFIG_MAP.formatted("", "y"));
        assertEquals("manifest.version-name-taken", problem.code());
        assertEquals("test.yaml:3", problem.where());
        assertEquals(
                "ConfigMap devops/web-v000 is also the name of another manifest, at test.yaml:1: one is the name of a"
                        + " version, the other is given as such. Rename one, or set strategy.spinnaker.io/versioned:"
                        + " 'false' on the one that should have no versions.",
                english(problem));
    }

    @Test
    public void annotationsOfAnExportedVersionAreWarnedOf() {
        Prepared prepared = prepare(CONFIG_MAP.formatted(
                ", annotations: {artifact.spinnaker.io/name: old, artifact.spinnaker.io/type: kubernetes/configMap}",
                "x"));
        assertEquals(List.of("manifest.stale-annotation"), codes(prepared.warnings()));
        assertEquals(
                "ConfigMap devops/web-v000: annotation artifact.spinnaker.io/name says \"old\", but this object is"
                        + " \"web\". What a manifest says is kept, so later deploys won't find this version to re-use or"
                        + " to clean up. Remove the annotation; it was probably exported from a live object.",
                english(prepared.warnings().get(0)));
        assertEquals("old", text(prepared.manifests().get(0), "/metadata/annotations/artifact.spinnaker.io~1name"));
    }

    @Test
    public void historyWithoutVersionsPointsToTheRightField() {
        String deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, annotations:"
                + " {strategy.spinnaker.io/max-version-history: '1'}}}";
        Prepared prepared = prepare(deployment);
        assertEquals(
                List.of(
                        "Deployment devops/web: strategy.spinnaker.io/max-version-history has no effect, because the object has"
                                + " no versions of its own. To limit the revisions that Kubernetes keeps for rollbacks, set"
                                + " spec.revisionHistoryLimit."),
                prepared.warnings().stream().map(PreparationCase::english).toList());
        assertEquals(Integer.valueOf(1), prepared.manifests().get(0).strategy().maxVersionHistory());
        assertEquals(
                List.of("manifest.history-not-versioned"),
                codes(prepare(deployment.replace("apps/v1", "v1").replace("Deployment", "Service"))
                        .warnings()));
        assertEquals(
                List.of(),
                prepare(deployment.replace("apps/v1", "v1").replace("Deployment", "ConfigMap"))
                        .warnings());
    }

    private static List<String> names(Prepared prepared) {
        return prepared.manifests().stream()
                .map(manifest -> manifest.ref().name())
                .toList();
    }
}
