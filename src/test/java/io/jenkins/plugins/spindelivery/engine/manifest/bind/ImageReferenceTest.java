package io.jenkins.plugins.spindelivery.engine.manifest.bind;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class ImageReferenceTest {

    @Test
    public void portsTagsAndDigestsAreToldApart() {
        assertParsed("nginx", "nginx", "", "");
        assertParsed("nginx:1.27", "nginx", "1.27", "");
        assertParsed("hub.imgo.tv/spinnaker/youdu:20250101", "hub.imgo.tv/spinnaker/youdu", "20250101", "");
        assertParsed("localhost:5000/foo", "localhost:5000/foo", "", "");
        assertParsed("localhost:5000/foo:1", "localhost:5000/foo", "1", "");
        assertParsed("nginx@sha256:abc", "nginx", "", "sha256:abc");
        assertParsed("nginx:1.27@sha256:abc", "nginx", "1.27", "sha256:abc");
        assertParsed("localhost:5000/a/b@sha256:abc", "localhost:5000/a/b", "", "sha256:abc");
        assertParsed("[::1]:5000/foo", "[::1]:5000/foo", "", "");
        assertParsed("", "", "", "");
        assertParsed(":", "", "", "");
        assertParsed("@", "", "", "");
    }

    private static void assertParsed(String text, String name, String tag, String digest) {
        assertEquals(text, new ImageReference(name, tag, digest), ImageReference.parse(text));
    }
}
