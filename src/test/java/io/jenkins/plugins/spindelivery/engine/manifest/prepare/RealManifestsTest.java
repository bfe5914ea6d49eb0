package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** The four manifests of examples/manifests, as a company deploys them. */
public class RealManifestsTest extends PreparationCase {
    private static final Path FOLDER = Path.of(System.getProperty("spin.root", "."), "examples", "manifests");
    private static final String VOLUME = "/spec/template/spec/volumes/0/configMap/name";
    private static final String SECRET = "/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name";

    @Test
    public void withVersionsInTheNameTheRequestStaysAsItWasWritten() {
        options.versioned(Versioning.FALSE);
        Prepared prepared = prepareFiles("youdu-deployment.yaml", "youdu-secret.yaml", "youdu-configmap.yaml");
        assertEquals(
                List.of(
                        "Secret devops/ci-youdu-secret",
                        "ConfigMap devops/ci-youdu-configmap-v1",
                        "Deployment devops/ci-youdu"),
                prepared.manifests().stream().map(m -> m.ref().toString()).toList());
        assertEquals("ci-youdu-configmap-v1", text(prepared.manifests().get(2), VOLUME));
        assertEquals("ci-youdu-secret", text(prepared.manifests().get(2), SECRET));
    }

    @Test
    public void withSpinnakersVersionsBothAreBoundIntoTheDeployment() {
        Prepared prepared = prepareFiles("youdu-secret.yaml", "youdu-configmap.yaml", "youdu-deployment.yaml");
        assertEquals("ci-youdu-configmap-v1-v000", text(prepared.manifests().get(2), VOLUME));
        assertEquals("ci-youdu-secret-v000", text(prepared.manifests().get(2), SECRET));
        assertEquals(
                List.of(
                        "kubernetes/secret devops/ci-youdu-secret v000",
                        "kubernetes/configMap devops/ci-youdu-configmap-v1 v000"),
                prepared.manifests().get(2).bound().stream()
                        .map(Object::toString)
                        .toList());
    }

    @Test
    public void theirAnnotationsStayAndTheUselessOneIsWarnedOf() {
        for (String file : List.of("youdu-deployment.yaml", "gateway-deployment.yaml")) {
            Prepared prepared = prepareFiles(file);
            PreparedManifest deployment = prepared.manifests().get(0);
            assertEquals("ci", text(deployment, "/metadata/annotations/moniker.spinnaker.io~1application"));
            assertEquals(
                    deployment.baseName(), text(deployment, "/metadata/annotations/moniker.spinnaker.io~1cluster"));
            assertEquals(
                    deployment.baseName(), text(deployment, "/spec/template/metadata/labels/app.kubernetes.io~1name"));
            assertEquals("", text(deployment, "/spec/template/metadata/annotations/artifact.spinnaker.io~1version"));
            assertEquals(List.of("manifest.history-without-versions"), codes(prepared.warnings()));
            assertEquals(
                    "examples/manifests/" + file + ":10",
                    prepared.warnings().get(0).where());
        }
    }

    @Test
    public void theAutoscalersReplicasStay() {
        live.capacity("Deployment devops/ci-youdu", new SourceCapacity.Foreign(3));
        assertEquals(
                null, text(prepareFiles("youdu-deployment.yaml").manifests().get(0), "/spec/replicas"));
    }

    private Prepared prepareFiles(String... files) {
        List<Manifest> manifests = new ArrayList<>();
        for (String file : files) {
            manifests.addAll(read(file));
        }
        return ManifestPreparation.prepare(manifests, options.build(), live);
    }

    private static List<Manifest> read(String file) {
        try {
            String text = Files.readString(FOLDER.resolve(file))
                    .replace("${ parameters.config_version}", "v1")
                    .replace("${ parameters.image_version}", "20250101");
            return ManifestReader.read(
                    "examples/manifests/" + file, text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
