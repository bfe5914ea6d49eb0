package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads, several times faster than SnakeYAML, what nearly all manifests consist of: block maps and lists, words and
 * quoted text that end on their line, literal blocks, brackets that close on their line, comments.
 *
 * <p>It knows no mistakes. At whatever it does not know for certain, be it rare or wrong, it gives up, and the chunk is
 * read by {@link ChunkReader}, which alone decides what is an error and says where. What both read is the same tree.
 */
final class FastReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MERGE_KEY = "<<";

    private final FastScanner scanner;
    private final int maxDepth;
    private int depth;

    /**
     * A reader of one text.
     *
     * @param text the whole text
     * @param limits see {@link ReadLimits}
     */
    FastReader(String text, ReadLimits limits) {
        scanner = new FastScanner(text);
        maxDepth = limits.maxDepth();
    }

    /**
     * Reads a chunk, if it is one map or list of the kind described above, without any mistake.
     *
     * @param chunk a part of the text
     * @return its tree, without the lines of its parts; {@code null} when {@link ChunkReader} must read the chunk
     */
    Tree read(Chunk chunk) {
        depth = 0;
        try {
            int line = scanner.start(chunk);
            JsonNode root = node(-1);
            return root.isContainerNode() && scanner.isAtEnd() ? new Tree(root, line, null) : null;
        } catch (FastScanner.GivenUp e) {
            return null;
        }
    }

    /** A value at the start of a line or behind a dash, given the column of the map or list around it. */
    private JsonNode node(int around) {
        if (scanner.isDash()) {
            return list();
        }
        if (!scanner.isWord()) {
            return special(around);
        }
        scanner.scanWord(false);
        return scanner.isColon() ? map() : line(scalar());
    }

    /** A map whose first key was scanned. Where its lines end at another column than its own, it has ended too. */
    private ObjectNode map() {
        int indent = scanner.column();
        enter();
        ObjectNode map = NODES.objectNode();
        put(map, key(), value(indent));
        while (scanner.column() == indent) {
            scanner.scanWord(false);
            put(map, key(), value(indent));
        }
        depth--;
        return map;
    }

    private static void put(ObjectNode map, String key, JsonNode value) {
        if (map.replace(key, value) != null) {
            throw FastScanner.GivenUp.INSTANCE;
        }
    }

    /** The key that was scanned; moves behind its colon. */
    private String key() {
        String word = scanner.word();
        boolean quoted = scanner.isQuoted();
        String key = quoted ? word : Scalars.key(Scalars.plain(word));
        if (key == null || word.equals(MERGE_KEY) && !quoted) {
            throw FastScanner.GivenUp.INSTANCE;
        }
        scanner.skipColon();
        return key;
    }

    /** What follows the colon of a key. A list may stand in the very column of its key. */
    private JsonNode value(int indent) {
        if (scanner.isRestOfLineBlank()) {
            scanner.nextLine();
            return scanner.column() == indent && scanner.isDash() ? list() : below(indent);
        }
        if (!scanner.isWord()) {
            return special(indent);
        }
        scanner.scanWord(false);
        return line(scalar());
    }

    /** What stands on the next lines; nothing is null. */
    private JsonNode below(int indent) {
        return scanner.column() > indent ? node(indent) : NODES.nullNode();
    }

    private ArrayNode list() {
        int indent = scanner.column();
        enter();
        ArrayNode list = NODES.arrayNode();
        do {
            scanner.skipDash();
            if (scanner.isRestOfLineBlank()) {
                scanner.nextLine();
                list.add(below(indent));
            } else {
                list.add(node(indent));
            }
        } while (scanner.column() == indent && scanner.isDash());
        depth--;
        return list;
    }

    /** A value that starts with an indicator. */
    private JsonNode special(int around) {
        return scanner.isAt('|') ? NODES.textNode(scanner.literal(around)) : line(inBrackets());
    }

    private JsonNode inBrackets() {
        if (scanner.isAt('[')) {
            return flowList();
        }
        if (scanner.isAt('{')) {
            return flowMap();
        }
        scanner.scanWord(true);
        return scalar();
    }

    private ArrayNode flowList() {
        enter();
        ArrayNode list = NODES.arrayNode();
        for (scanner.skipBracket(); !scanner.isAt(']'); scanner.skipComma(']')) {
            list.add(inBrackets());
        }
        scanner.skipBracket();
        depth--;
        return list;
    }

    private ObjectNode flowMap() {
        enter();
        ObjectNode map = NODES.objectNode();
        for (scanner.skipBracket(); !scanner.isAt('}'); scanner.skipComma('}')) {
            scanner.scanWord(true);
            put(map, key(), inBrackets());
        }
        scanner.skipBracket();
        depth--;
        return map;
    }

    private JsonNode scalar() {
        JsonNode value =
                scanner.isQuoted() ? NODES.textNode(scanner.word()) : Scalars.value(Scalars.plain(scanner.word()));
        if (value == null) {
            throw FastScanner.GivenUp.INSTANCE;
        }
        return value;
    }

    /** A value that has ended, and with it its line. */
    private JsonNode line(JsonNode value) {
        scanner.nextLine();
        return value;
    }

    private void enter() {
        if (++depth > maxDepth) {
            throw FastScanner.GivenUp.INSTANCE;
        }
    }
}
