package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Holds what the fast reader makes of a text against what the one with all of YAML makes of it. */
public final class BothReaders {
    private BothReaders() {}

    /**
     * Reads each part of a text that the fast reader takes with the other one too.
     *
     * @param content any bytes; what is no text is left to others
     * @return how many parts the fast reader took
     * @throws AssertionError when the two do not agree
     */
    public static int compare(byte[] content) {
        return compare(content, ReadLimits.DEFAULT);
    }

    static int compare(byte[] content, ReadLimits limits) {
        String text;
        try {
            text = TextDecoder.decode(content);
        } catch (Unreadable e) {
            return 0;
        }
        FastReader fast = new FastReader(text, limits);
        int taken = 0;
        for (Chunk chunk : Chunks.of(text)) {
            Tree tree = fast.read(chunk);
            if (tree != null) {
                taken++;
                requireSame(tree, slow(text, chunk, limits), text.substring(chunk.start(), chunk.end()));
            }
        }
        return taken;
    }

    /** Whether the fast reader takes a text as a whole. */
    static boolean isTaken(String text) {
        int chunks = Chunks.of(text).size();
        return chunks > 0 && compare(text.getBytes(StandardCharsets.UTF_8)) == chunks;
    }

    private static ChunkReader.Result slow(String text, Chunk chunk, ReadLimits limits) {
        return new ChunkReader(text, chunk, limits, new Expansion(limits.maxAliasNodes()), false).read();
    }

    private static void requireSame(Tree fast, ChunkReader.Result slow, String text) {
        List<Tree> trees = slow.trees();
        // Text alone tells the order of keys, which equals() does not.
        boolean same = slow.faults().isEmpty()
                && trees.size() == 1
                && trees.get(0).line() == fast.line()
                && trees.get(0).root().equals(fast.root())
                && trees.get(0).root().toString().equals(fast.root().toString());
        if (!same) {
            throw new AssertionError("the fast reader reads " + fast + ", the other one " + slow + " from\n" + text);
        }
    }
}
