package io.jenkins.plugins.spindelivery.engine.aws.packer;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerImages.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What Packer made, by its manifest or by what it printed. */
public class PackerImagesTest {
    private static Optional<Manifest> manifest(String json) {
        return PackerImages.manifest(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void theManifestsLastRunCounts() {
        Optional<Manifest> read = manifest(
                """
                {'builds': [
                  {'name': 'old', 'builder_type': 'amazon-ebs', 'artifact_id': 'eu-central-1:ami-0', 'packer_run_uuid': 'one'},
                  {'artifact_id': 'eu-central-1:ami-1,us-gov-west-1:ami-2', 'packer_run_uuid': 'two'},
                  {'builder_type': 'file', 'artifact_id': 'File', 'packer_run_uuid': 'two'},
                  {'artifact_id': 'ap-southeast-2:ami-3', 'packer_run_uuid': 'two'}],
                 'last_run_uuid': 'two'}""");
        assertEquals("two", read.orElseThrow().run());
        assertEquals(
                Map.of("eu-central-1", "ami-1", "us-gov-west-1", "ami-2", "ap-southeast-2", "ami-3"),
                read.orElseThrow().images());
    }

    @Test
    public void whatIsNoManifestIsNone() {
        for (String content : new String[] {"", "{", "[]", "{}", "{'builds': []}", "'text'", "{'builds': 1}"}) {
            assertEquals(content, Optional.empty(), manifest(content));
        }
    }

    @Test
    public void withoutANewManifestTheOutputCounts() {
        PackerImages images = new PackerImages();
        images.line("==> Builds finished. The artifacts of successful builds are:");
        images.line("--> amazon-ebs: AMIs were created:");
        images.line("eu-central-1: ami-0a1b");
        images.line("2026-11-23T00:00:00Z: us-east-1: ami-2");
        images.line("    amazon-ebs: Found Image ID: ami-9");
        Map<String, String> printed = Map.of("eu-central-1", "ami-0a1b", "us-east-1", "ami-2");
        Optional<Manifest> old = Optional.of(new Manifest("one", Map.of("eu-central-1", "ami-7")));
        Optional<Manifest> now = Optional.of(new Manifest("two", Map.of("eu-central-1", "ami-8")));
        assertEquals(printed, images.found(Optional.empty(), Optional.empty()));
        // An earlier run's file is still there.
        assertEquals(printed, images.found(old, old));
        assertEquals(printed, images.found(old, Optional.of(new Manifest("two", Map.of()))));
        assertEquals(Map.of("eu-central-1", "ami-8"), images.found(old, now));
        assertEquals(Map.of("eu-central-1", "ami-8"), images.found(Optional.empty(), now));
    }
}
