package io.jenkins.plugins.spindelivery.engine.manifest.version;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Trees;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class VersionHistoryTest {

    @Test
    public void onlyAnnotatedObjectsOfThisKindAndNameAreVersions() {
        VersionHistory history = history(
                object("web-v001", "kubernetes/configMap", "web", "v001", "2026-01-02T00:00:00Z"),
                object("web-v000", "kubernetes/configMap", "web", "v000", "2026-01-01T00:00:00Z"),
                object("api-v000", "kubernetes/configMap", "api", "v000", "2026-01-01T00:00:00Z"),
                object("web-v005", "kubernetes/deployment", "web", "v005", "2026-01-01T00:00:00Z"),
                object("web", "kubernetes/configMap", "web", "", "2026-01-01T00:00:00Z"),
                object("web-x", "kubernetes/configMap", "web", "v0abcde", "2026-01-01T00:00:00Z"),
                Trees.tree("{kind: ConfigMap, metadata: {name: web-v007}}"));
        assertEquals(List.of("web-v000", "web-v001"), names(history.entries()));
    }

    @Test
    public void theOldestComesFirstAndEqualTimesAreOrderedByNumber() {
        VersionHistory history = history(
                object("web-v1000", "kubernetes/configMap", "web", "v1000", "2026-01-01T00:00:05Z"),
                object("web-v999", "kubernetes/configMap", "web", "v999", "2026-01-01T00:00:05Z"),
                object("web-v002", "kubernetes/configMap", "web", "v002", "2026-01-01T00:00:09Z"),
                object("web-v001", "kubernetes/configMap", "web", "v001", "2026-01-01T00:00:05Z"));
        assertEquals(List.of("web-v001", "web-v999", "web-v1000", "web-v002"), names(history.entries()));
        assertEquals("web-v002", history.newest().orElseThrow().name());
    }

    @Test
    public void aStaleVersionAnnotationDoesNotHideTheNumberInTheName() {
        VersionHistory history =
                history(object("web-v004", "kubernetes/configMap", "web", "v001", "2026-01-01T00:00:00Z"));
        assertEquals(new Version(4), history.entries().get(0).version());
    }

    @Test
    public void oldSpinnakersOtherCapitalsAndQuotesAreUnderstood() {
        VersionHistory history =
                history(object("web-v000", "'\"kubernetes/configmap\"'", "'\"web\"'", "v000", "2026-01-01T00:00:00Z"));
        assertEquals(List.of("web-v000"), names(history.entries()));
    }

    @Test
    public void surplusAreTheOldestButNeverWhatIsInUse() {
        VersionHistory history = history(
                object("web-v000", "kubernetes/configMap", "web", "v000", "2026-01-01T00:00:00Z"),
                object("web-v001", "kubernetes/configMap", "web", "v001", "2026-01-02T00:00:00Z"),
                object("web-v002", "kubernetes/configMap", "web", "v002", "2026-01-03T00:00:00Z"),
                object("web-v003", "kubernetes/configMap", "web", "v003", "2026-01-04T00:00:00Z"));
        assertEquals(List.of("web-v000", "web-v001"), names(history.surplus(2, Set.of())));
        assertEquals(List.of("web-v001"), names(history.surplus(2, Set.of("web-v000", "web-v003"))));
        assertEquals(List.of(), names(history.surplus(4, Set.of())));
        assertEquals(List.of(), names(history.surplus(9, Set.of())));
        assertThrows(IllegalArgumentException.class, () -> history.surplus(0, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> history.surplus(-1, Set.of()));
    }

    private static VersionHistory history(ObjectNode... live) {
        return VersionHistory.of(Kinds.of("v1", "ConfigMap"), "web", List.of(live));
    }

    private static List<String> names(List<VersionHistory.Entry> entries) {
        return entries.stream().map(VersionHistory.Entry::name).toList();
    }

    private static ObjectNode object(String name, String type, String base, String version, String created) {
        return Trees.tree(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  creationTimestamp: "%s"
                  annotations:
                    artifact.spinnaker.io/type: %s
                    artifact.spinnaker.io/name: %s
                    artifact.spinnaker.io/version: "%s"
                """
                        .formatted(name, created, type, base, version));
    }
}
