package io.jenkins.plugins.spindelivery.engine.manifest.read;

/**
 * How much one text may ask of the reader.
 *
 * @param maxBytes size of the text, in bytes
 * @param maxDepth how many maps and lists may stand inside one another; the outermost one counts. At most
 *     {@value #DEEPEST}, because whoever works on the tree recurses
 * @param maxAliasNodes how many values all aliases and merge keys of the text together may add to the trees; a text
 *     counts as one value for each {@value #CHARACTERS_PER_NODE} characters begun
 * @param maxDocuments how many documents the text may hold; empty ones do not count
 */
public record ReadLimits(int maxBytes, int maxDepth, int maxAliasNodes, int maxDocuments) {

    /** What a text counts for in {@link #maxAliasNodes}: an alias to a long text is as dear as one to a large map. */
    static final int CHARACTERS_PER_NODE = 100;

    static final int DEEPEST = 1000;

    /**
     * Far more than any manifest needs, and no danger to a controller with a small heap.
     *
     * <p>An object in etcd is limited to 1.5 MiB, so 16 MiB is a generous bundle. The deepest schemas of
     * CustomResourceDefinitions nest some 60 levels. The alias limit is what go-yaml lets a small document expand to.
     */
    public static final ReadLimits DEFAULT = new ReadLimits(16 << 20, 100, 400_000, 50_000);

    /**
     * Limits of one's own.
     *
     * @throws IllegalArgumentException when one is negative, or the depth is out of range
     */
    public ReadLimits {
        if (maxBytes < 0 || maxAliasNodes < 0 || maxDocuments < 0) {
            throw new IllegalArgumentException("a limit can't be negative");
        }
        if (maxDepth < 1 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException("the depth must be between 1 and " + DEEPEST);
        }
    }
}
