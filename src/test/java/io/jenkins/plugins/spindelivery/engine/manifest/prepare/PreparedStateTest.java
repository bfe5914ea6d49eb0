package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageMatching;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import java.util.List;
import org.junit.Test;

/** Options and prepared manifests are part of an operation's state. */
public class PreparedStateTest extends PreparationCase {
    private static final ObjectMapper JSON = StateMapper.create();

    @Test
    public void optionsSurviveBeingStored() throws JsonProcessingException {
        Artifact artifact = new Artifact("docker/image", "web", "", "1", "web:1", "hub");
        options.namespaceOverride("forced")
                .application("shop")
                .cluster("shop-web")
                .stack("test")
                .detail("blue")
                .versioned(Versioning.FALSE)
                .requiredArtifacts(List.of(artifact))
                .optionalArtifacts(List.of(artifact))
                .enableArtifactBinding(false)
                .imageMatching(ImageMatching.NAME_ONLY)
                .managedBy("spinnaker-eu")
                .appLabels(false)
                .skipSpecTemplateLabels(true)
                .account("prod");
        String stored = JSON.writeValueAsString(options.build());
        assertEquals(options.build(), JSON.readValue(stored, PreparationOptions.class));
        ObjectNode tree = (ObjectNode) JSON.readTree(stored);
        assertEquals("false", tree.path("versioned").asText());
        assertEquals("match-name-only", tree.path("imageMatching").asText());
    }

    @Test
    public void defaultsAreSpinnakers() throws JsonProcessingException {
        String stored = JSON.writeValueAsString(PreparationOptions.DEFAULTS);
        PreparationOptions defaults = JSON.readValue(stored, PreparationOptions.class);
        assertEquals(PreparationOptions.DEFAULTS, defaults);
        assertEquals(Versioning.DEFAULT, defaults.versioned());
        assertEquals("spinnaker", defaults.managedBy());
        assertEquals(true, defaults.enableArtifactBinding());
        assertEquals(true, defaults.appLabels());
        assertEquals("", defaults.namespace());
    }

    @Test
    public void nullInTheBuilderMeansNotSet() {
        assertEquals(
                PreparationOptions.DEFAULTS,
                PreparationOptions.builder()
                        .namespace(null)
                        .application(null)
                        .versioned(null)
                        .requiredArtifacts(null)
                        .managedBy(null)
                        .account(null)
                        .build());
    }

    @Test
    public void preparedManifestsSurviveBeingStored() throws JsonProcessingException {
        Prepared prepared = prepare(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: conf, annotations: {strategy.spinnaker.io/max-version-history: '2'}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, annotations: {strategy.spinnaker.io/max-version-history: '2'}}
                spec: {replicas: 2, template: {spec: {volumes: [{name: c, configMap: {name: conf}}]}}}
                """);
        String stored = JSON.writeValueAsString(prepared);
        Prepared restored = JSON.readValue(stored, Prepared.class);
        assertEquals(stored, JSON.writeValueAsString(restored));
        assertEquals(prepared.warnings(), restored.warnings());
        for (int i = 0; i < 2; i++) {
            PreparedManifest before = prepared.manifests().get(i);
            PreparedManifest after = restored.manifests().get(i);
            assertEquals(before.manifest().json(), after.manifest().json());
            assertEquals(
                    before.manifest().source().where(),
                    after.manifest().source().where());
            assertEquals(before.ref(), after.ref());
            assertEquals(before.baseName(), after.baseName());
            assertEquals(before.version(), after.version());
            assertEquals(before.strategy(), after.strategy());
            assertEquals(before.artifact(), after.artifact());
            assertEquals(before.fingerprint(), after.fingerprint());
            assertEquals(before.bound(), after.bound());
        }
        assertEquals("v000", JSON.readTree(stored).at("/manifests/0/version").asText());
    }
}
