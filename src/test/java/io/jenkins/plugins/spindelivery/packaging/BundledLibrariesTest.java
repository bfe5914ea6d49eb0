package io.jenkins.plugins.spindelivery.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.Test;

/**
 * The plugin carries the libraries that no API plugin provides, and no others: a private copy of a library that other
 * plugins have too is how plugins break each other. A library that is added here needs a reason.
 */
public class BundledLibrariesTest {
    private static final List<String> LIBRARIES = List.of("hipparchus-core", "hipparchus-stat", "java-diff-utils");

    /** Both builds write this manifest before they run the tests, with what they would pack. */
    @Test
    public void thePluginUnderTestUsesTheseLibraries() throws IOException {
        try (InputStream content = resource("the.hpl").openStream()) {
            String libraries = new Manifest(content).getMainAttributes().getValue("Libraries");
            assertEquals(LIBRARIES, names(Stream.of(libraries.split(",")).filter(path -> path.endsWith(".jar"))));
        }
    }

    /** Only the distribution build packs before it tests; Maven's has hpi.strictBundledArtifacts for the same. */
    @Test
    public void thePackedPluginHoldsTheseLibrariesAndItsOwnClasses() throws IOException {
        URL hpi = resource("spin-delivery.hpi");
        assumeNotNull(hpi);
        Stream.Builder<String> jars = Stream.builder();
        try (JarInputStream archive = new JarInputStream(hpi.openStream())) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.getName().endsWith(".jar") || entry.getName().endsWith(".class")) {
                    jars.add(entry.getName());
                }
            }
        }
        List<String> expected = Stream.concat(LIBRARIES.stream(), Stream.of("spin-delivery"))
                .map(name -> "WEB-INF/lib/" + name)
                .sorted()
                .toList();
        assertEquals(
                expected,
                jars.build().map(BundledLibrariesTest::withoutVersion).sorted().toList());
    }

    private static List<String> names(Stream<String> paths) {
        return paths.map(path -> path.replaceFirst(".*[/\\\\]", ""))
                .map(BundledLibrariesTest::withoutVersion)
                .sorted()
                .toList();
    }

    private static String withoutVersion(String jar) {
        return jar.replaceFirst("(-\\d[^/]*)?\\.jar$", "");
    }

    private static URL resource(String name) {
        return BundledLibrariesTest.class.getResource("/" + name);
    }
}
