package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** The real manifests of a company, as they are. */
public class ExampleManifestsTest {

    static List<Path> files() throws IOException {
        Path folder = Path.of(System.getProperty("spin.root", "."), "examples", "manifests");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Manifest read(String name) throws IOException {
        for (Path file : files()) {
            if (file.endsWith(name)) {
                List<Manifest> manifests = ManifestReader.read(name, Files.readAllBytes(file), ReadLimits.DEFAULT);
                assertEquals(1, manifests.size());
                return manifests.get(0);
            }
        }
        throw new AssertionError("no such example: " + name);
    }

    @Test
    public void theDeployment() throws Exception {
        Manifest manifest = read("youdu-deployment.yaml");
        assertEquals("Deployment devops/ci-youdu (youdu-deployment.yaml:1)", manifest.toString());
        assertEquals("apps/v1beta1", manifest.ref().apiVersion());
        JsonPointer image = JsonPointer.compile("/spec/template/spec/containers/0/image");
        assertEquals(
                "hub.imgo.tv/spinnaker/youdu:${ parameters.image_version}",
                manifest.json().at(image).asText());
        assertEquals("youdu-deployment.yaml:61", manifest.source().where(image));
        assertTrue(manifest.json().at("/spec/replicas").isInt());
        assertEquals(
                "true",
                manifest.json()
                        .at("/metadata/annotations/strategy.spinnaker.io~1use-source-capacity")
                        .textValue());
    }

    @Test
    public void theConfigMapKeepsPlaceholdersAndTrailingBlanks() throws Exception {
        String application =
                read("youdu-configmap.yaml").json().at("/data/application.yml").asText();
        assertTrue(application, application.contains("    name: ci-youdu \n"));
        assertTrue(application, application.contains("instanceId: ${spring.cloud.client.ipAddress}:${server.port}\n"));
        assertTrue(application, application.endsWith("swagger:\n  enabled: true\n"));
    }

    @Test
    public void theSecretAndTheGateway() throws Exception {
        assertEquals(
                "my_youdu_buin",
                read("youdu-secret.yaml").json().at("/data/youdu_buin").asText());
        assertEquals(
                "Deployment devops/ci-gateway",
                read("gateway-deployment.yaml").ref().toString());
    }
}
