package io.jenkins.plugins.spindelivery.engine.manifest.read;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads YAML and JSON as kubectl does: any number of documents, each any kind of value. For manifests see
 * {@link ManifestReader}.
 *
 * <p>The meaning is that of {@code sigs.k8s.io/yaml}: {@code yes}, {@code on} and {@code y} are true, {@code 0644} is
 * octal, timestamps are text, keys that are no text become text, tags that are not YAML's own are ignored. What that
 * library would lose silently is an error here: duplicate keys, binary values that are no text, and a byte-order mark
 * in front of a key. {@code docs/yaml.md} has the list.
 */
public final class YamlReader {
    private YamlReader() {}

    /**
     * Reads all documents of a text.
     *
     * @param sourceName the file or URL as the user knows it, for messages
     * @param content the text: UTF-8, or UTF-16 with a byte-order mark
     * @param limits how much it may ask for
     * @return the documents in order. Those that hold nothing but comments are left out, a written {@code null} is not
     * @throws ProblemException of category INPUT with everything that is wrong, each with file and line
     */
    public static List<YamlDocument> documents(String sourceName, byte[] content, ReadLimits limits) {
        Problems problems = new Problems(sourceName);
        List<YamlDocument> documents = documents(sourceName, content, limits, problems);
        problems.throwIfAny();
        return documents;
    }

    /** As above, for a caller who finds more problems in the documents that could be read. */
    static List<YamlDocument> documents(String sourceName, byte[] content, ReadLimits limits, Problems problems) {
        List<YamlDocument> documents = new ArrayList<>();
        try {
            if (content.length > limits.maxBytes()) {
                throw Unreadable.everything(new Fault("manifest.read-too-large", 1, content.length, limits.maxBytes()));
            }
            String text = TextDecoder.decode(content);
            Expansion expansion = new Expansion(limits.maxAliasNodes());
            FastReader fast = new FastReader(text, limits);
            for (Chunk chunk : Chunks.of(text)) {
                Tree tree = fast.read(chunk);
                ChunkReader.Result result = tree == null
                        ? read(text, chunk, limits, expansion)
                        : new ChunkReader.Result(List.of(tree), List.of());
                result.faults().forEach(problems::add);
                for (int i = 0; i < result.trees().size(); i++) {
                    YamlDocument.Origin origin = new YamlDocument.Origin(text, chunk, i, limits);
                    documents.add(new YamlDocument(sourceName, result.trees().get(i), origin));
                    requireCount(documents, limits);
                }
            }
        } catch (Unreadable e) {
            problems.add(e.fault());
        }
        return documents;
    }

    private static ChunkReader.Result read(String text, Chunk chunk, ReadLimits limits, Expansion expansion) {
        ChunkReader.Result result = new ChunkReader(text, chunk, limits, expansion, false).read();
        // Lines are noted only where something is wrong: the message about a duplicate key names both.
        return result.faults().isEmpty()
                ? result
                : new ChunkReader(text, chunk, limits, new Expansion(limits.maxAliasNodes()), true).read();
    }

    private static void requireCount(List<YamlDocument> documents, ReadLimits limits) {
        if (documents.size() > limits.maxDocuments()) {
            int line = documents.get(documents.size() - 1).line();
            throw Unreadable.everything(new Fault("manifest.read-too-many-documents", line, limits.maxDocuments()));
        }
    }
}
