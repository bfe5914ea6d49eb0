package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.ref.SoftReference;

/** One document of a YAML or JSON text: a tree that knows the lines of its parts. */
public final class YamlDocument {
    private final String sourceName;
    private final JsonNode root;
    private final int line;
    private final Origin origin;
    /** Held softly: many problems of a large document need it again and again, most documents never. */
    private SoftReference<Tree> located = new SoftReference<>(null);

    /** Where a document can be read once more. */
    record Origin(String text, Chunk chunk, int ordinal, ReadLimits limits) {
        Tree readWithLines() {
            Expansion expansion = new Expansion(limits.maxAliasNodes());
            return new ChunkReader(text, chunk, limits, expansion, true)
                    .read()
                    .trees()
                    .get(ordinal);
        }
    }

    YamlDocument(String sourceName, Tree tree, Origin origin) {
        this.sourceName = sourceName;
        this.root = tree.root();
        this.line = tree.line();
        this.origin = origin;
    }

    /**
     * The file or URL it comes from.
     *
     * @return the name as it was given to the reader
     */
    public String sourceName() {
        return sourceName;
    }

    /**
     * The tree: any kind of JSON value. The reader keeps nothing of it, so it may be changed.
     *
     * @return the root
     */
    public JsonNode root() {
        return root;
    }

    /**
     * Where its content starts.
     *
     * @return the line, counted from 1 in the whole text
     */
    public int line() {
        return line;
    }

    /**
     * The line of a part: of its key in a map, of its start in a list. What came by an alias or a merge key stands
     * where it was written. The text is read once more to find it, so ask only when a message needs it.
     *
     * @param pointer the part; one that is not there stands where what is around it does
     * @return its line, counted from 1 in the whole text
     */
    public synchronized int lineOf(JsonPointer pointer) {
        Tree tree = located.get();
        if (tree == null) {
            tree = origin.readWithLines();
            located = new SoftReference<>(tree);
        }
        return tree.lines().find(tree.root(), line, pointer);
    }
}
