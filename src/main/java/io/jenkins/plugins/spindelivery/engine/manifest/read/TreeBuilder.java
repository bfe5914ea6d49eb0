package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Builds the tree of one document from what a parser meets, and does what Jackson and SnakeYAML's events leave open:
 * aliases, merge keys, duplicate keys, keys that are no text, and limits.
 */
final class TreeBuilder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A map or list whose end has not come yet. */
    private static final class Frame {
        final ContainerNode<?> node;
        final int line;
        /** In a map: what comes next is a key. */
        boolean keyNext = true;
        /** In a map: what comes next is merged into it. */
        boolean merging;

        String key;
        int keyLine;
        /** Keys that stand in the map through a merge alone, so that giving them again is no duplicate. */
        Set<String> merged;

        Frame(ContainerNode<?> node, int line) {
            this.node = node;
            this.line = line;
        }
    }

    private final ReadLimits limits;
    private final Expansion expansion;
    private final IntSupplier lineOfEvent;
    /** {@code null} as long as nobody asks for lines. */
    private final LineIndex lines;

    private final List<Frame> frames = new ArrayList<>();
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private JsonNode root;
    private int rootLine;

    /**
     * A builder for one document.
     *
     * @param limits see {@link ReadLimits}
     * @param expansion what aliases may still add
     * @param lineOfEvent the line of what the parser met last; asked only when it is needed
     * @param lines where to note the lines of all parts; {@code null} for not
     */
    TreeBuilder(ReadLimits limits, Expansion expansion, IntSupplier lineOfEvent, LineIndex lines) {
        this.limits = limits;
        this.expansion = expansion;
        this.lineOfEvent = lineOfEvent;
        this.lines = lines;
    }

    void startMap(String anchor) {
        start(NODES.objectNode(), anchor);
    }

    void startList(String anchor) {
        start(NODES.arrayNode(), anchor);
    }

    private void start(ContainerNode<?> node, String anchor) {
        requireDepth(frames.size() + 1);
        if (expectsKey()) {
            throw unreadable("manifest.read-key-collection");
        }
        // An alias inside it must find it, to be told that a value can't contain itself.
        anchor(anchor, node);
        frames.add(new Frame(node, line()));
    }

    void end() {
        Frame ended = frames.remove(frames.size() - 1);
        add(ended.node, ended.line, false);
    }

    /**
     * A scalar, as key or value.
     *
     * @param raw what {@link Scalars} made of it
     * @param anchor its anchor, or {@code null}
     */
    void scalar(JsonNode raw, String anchor) {
        anchor(anchor, raw);
        if (expectsKey()) {
            key(raw);
        } else {
            add(value(raw), line(), false);
        }
    }

    /** A key of JSON: text and nothing else. */
    void key(String key) {
        Frame map = top();
        map.key = key;
        map.keyLine = line();
        map.keyNext = false;
    }

    /** Whether {@code <<} would be a merge key here. */
    boolean expectsKey() {
        Frame top = top();
        return top != null && top.keyNext && top.node.isObject();
    }

    /** A merge key: what comes next is merged into the map. */
    void mergeKey() {
        Frame map = top();
        map.merging = true;
        map.keyNext = false;
    }

    void alias(String name) {
        requireAnchorName(name);
        JsonNode target = anchors.get(name);
        if (target == null) {
            // Not its name: that may be a password which begins with an asterisk.
            throw unreadable("manifest.read-alias-unknown");
        }
        for (Frame frame : frames) {
            if (frame.node == target) {
                throw unreadable("manifest.read-alias-itself", name);
            }
        }
        if (expectsKey()) {
            if (target.isContainerNode()) {
                throw unreadable("manifest.read-key-collection");
            }
            key(target);
        } else if (top() != null && top().merging) {
            add(target, line(), true);
        } else {
            add(target.isContainerNode() ? copy(target, frames.size() + 1) : copyScalar(target), line(), false);
        }
    }

    private JsonNode copyScalar(JsonNode raw) {
        expansion.add(raw, lineOfEvent.getAsInt());
        return value(raw);
    }

    /**
     * The tree that is complete now.
     *
     * @return the tree and its lines
     */
    Tree finish() {
        return new Tree(root, rootLine, lines);
    }

    /** What is wrong with the document though its tree could be built. */
    List<Fault> faults() {
        return faults;
    }

    private void key(JsonNode raw) {
        String key = Scalars.key(raw);
        if (key == null) {
            throw unreadable("manifest.read-key-null");
        }
        key(key);
    }

    private JsonNode value(JsonNode raw) {
        JsonNode value = Scalars.value(raw);
        if (value == null) {
            faults.add(new Fault("manifest.read-not-finite", lineOfEvent.getAsInt(), path()));
            return NODES.nullNode();
        }
        return value;
    }

    private void add(JsonNode value, int line, boolean alias) {
        Frame top = top();
        if (top == null) {
            root = value;
            rootLine = line > 0 ? line : lineOfEvent.getAsInt();
        } else if (top.node instanceof ArrayNode list) {
            note(list, String.valueOf(list.size()), line);
            list.add(value);
        } else if (top.merging) {
            top.merging = false;
            top.keyNext = true;
            merge(top, value, alias);
        } else {
            top.keyNext = true;
            put(top, value);
        }
    }

    private void put(Frame map, JsonNode value) {
        String key = map.key;
        JsonNode before = ((ObjectNode) map.node).replace(key, value);
        int lineBefore = note(map.node, key, map.keyLine);
        boolean overridesMerge = map.merged != null && map.merged.remove(key);
        if (before != null && !overridesMerge) {
            int line = map.keyLine > 0 ? map.keyLine : lineOfEvent.getAsInt();
            faults.add(new Fault("manifest.read-duplicate-key", line, key, String.valueOf(lineBefore)));
        }
    }

    /**
     * Merges as go-yaml does: where the merge key stands counts, so it overrides what stands before it and is
     * overridden by what follows; of several maps the first has the last word.
     */
    private void merge(Frame map, JsonNode source, boolean alias) {
        if (source instanceof ObjectNode object) {
            mergeMap(map, object, alias);
        } else if (source instanceof ArrayNode list && !alias) {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (!(list.get(i) instanceof ObjectNode object)) {
                    throw unreadable("manifest.read-merge");
                }
                mergeMap(map, object, false);
            }
        } else {
            throw unreadable("manifest.read-merge");
        }
    }

    private void mergeMap(Frame map, ObjectNode source, boolean alias) {
        ObjectNode target = (ObjectNode) map.node;
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            String key = entry.getKey();
            JsonNode value = alias ? copy(entry.getValue(), frames.size() + 1) : entry.getValue();
            JsonNode before = target.replace(key, value);
            note(target, key, lines == null ? 0 : lines.get(source, key));
            if (before == null) {
                map.merged = map.merged == null ? new HashSet<>() : map.merged;
                map.merged.add(key);
            }
        }
    }

    /** A copy to stand at a depth of its own; the recursion is no deeper than the limit lets it. */
    private JsonNode copy(JsonNode node, int depth) {
        expansion.add(node, lineOfEvent.getAsInt());
        if (!node.isContainerNode()) {
            return node;
        }
        requireDepth(depth);
        ContainerNode<?> copy;
        if (node instanceof ObjectNode object) {
            ObjectNode map = NODES.objectNode();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                map.set(entry.getKey(), copy(entry.getValue(), depth + 1));
            }
            copy = map;
        } else {
            ArrayNode list = NODES.arrayNode(node.size());
            node.forEach(element -> list.add(copy(element, depth + 1)));
            copy = list;
        }
        if (lines != null) {
            lines.copy(node, copy);
        }
        return copy;
    }

    private int note(ContainerNode<?> container, String part, int line) {
        return lines == null ? 0 : lines.put(container, part, line);
    }

    /** The line of what the parser met last, as far as anybody may ask for it later. */
    private int line() {
        return lines != null || frames.isEmpty() ? lineOfEvent.getAsInt() : 0;
    }

    private void requireDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw unreadable("manifest.read-too-deep", limits.maxDepth());
        }
    }

    private void anchor(String name, JsonNode node) {
        if (name != null) {
            requireAnchorName(name);
            anchors.put(name, node);
        }
    }

    /**
     * SnakeYAML takes nearly any character into a name, and so would make {@code &a=b} an anchor of nothing where
     * libyaml sees a mistake.
     */
    private void requireAnchorName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                throw unreadable("manifest.read-anchor");
            }
        }
    }

    private Frame top() {
        return frames.isEmpty() ? null : frames.get(frames.size() - 1);
    }

    private Unreadable unreadable(String code, Object... arguments) {
        return Unreadable.document(new Fault(code, lineOfEvent.getAsInt(), arguments));
    }

    /** The place of what comes next: {@code spec.containers[0].image}, or {@code /} for the document itself. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (Frame frame : frames) {
            if (frame.node.isArray()) {
                path.append('[').append(frame.node.size()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(frame.key);
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}
