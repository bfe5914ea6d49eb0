package io.jenkins.plugins.spindelivery.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.BothReaders;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.Trees;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any bytes as a manifest file. */
public final class ReaderFuzz {
    static final String FILE = "fuzz.yaml";
    /** What was written of a small text with aliases may be large. */
    private static final ReadLimits UNBOUNDED = new ReadLimits(1 << 30, 1000, 0, 1 << 20);

    private ReaderFuzz() {}

    /** Reads, checks what came of it, writes it and reads it again. */
    public static void fuzzerTestOneInput(byte[] data) {
        BothReaders.compare(data);
        Guard.run(() -> ManifestReader.read(FILE, data, ReadLimits.DEFAULT))
                .ifPresent(manifests -> manifests.forEach(ReaderFuzz::checkManifest));
        Guard.run(() -> YamlReader.documents(FILE, data, ReadLimits.DEFAULT)).ifPresent(documents -> {
            List<JsonNode> roots = documents.stream().map(YamlDocument::root).toList();
            checkSize(roots, data.length);
            checkStable(roots);
        });
    }

    private static void checkManifest(Manifest manifest) {
        Guard.check(manifest.source().line() > 0, "a manifest without a line");
        Guard.check(manifest.toString().endsWith(manifest.source().where() + ")"), "a manifest without a place");
    }

    /** Aliases are all that makes a tree larger than its text. */
    private static void checkSize(List<JsonNode> roots, int bytes) {
        long nodes = roots.stream().mapToLong(ReaderFuzz::nodes).sum();
        long most = 2L * bytes + ReadLimits.DEFAULT.maxAliasNodes();
        Guard.check(nodes <= most, nodes + " values of " + bytes + " bytes");
    }

    private static long nodes(JsonNode tree) {
        long count = 1;
        for (JsonNode child : tree) {
            count += nodes(child);
        }
        return count;
    }

    /** What was read can be written, and means the same. */
    static void checkStable(List<JsonNode> roots) {
        String text = YamlWriter.writeAll(roots);
        List<JsonNode> again = YamlReader.documents(FILE, text.getBytes(StandardCharsets.UTF_8), UNBOUNDED).stream()
                .map(YamlDocument::root)
                .toList();
        Guard.check(again.size() == roots.size(), roots.size() + " documents became " + again.size());
        for (int i = 0; i < roots.size(); i++) {
            Guard.check(Trees.same(roots.get(i), again.get(i)), "document " + i + " became\n" + text);
        }
    }
}
