package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Trees as values of expressions without a copy: what the stages of a pipeline came to may be many MiB, of which an
 * expression looks at one field. {@link ExpressionContext} takes views as they are, so a tree must not change any more.
 */
public final class TreeView {
    private TreeView() {}

    /**
     * A tree as a value.
     *
     * @param tree must not be changed any more; {@code null} for none
     * @return an immutable map or list over it, made as far as it is looked at; a text, number, boolean or {@code null}
     *     for a scalar
     */
    public static Object of(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return new Fields(object);
        } else if (tree instanceof ArrayNode array) {
            return new Items(array);
        }
        return tree == null ? null : Values.fromJson(tree);
    }

    /** Whether a value is a view, which is as good as a copy. */
    static boolean isView(Object value) {
        return value instanceof Fields || value instanceof Items;
    }

    private static final class Fields extends AbstractMap<String, Object> {
        private final ObjectNode node;

        Fields(ObjectNode node) {
            this.node = node;
        }

        @Override
        public Object get(Object key) {
            return key instanceof String name ? of(node.get(name)) : null;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && node.has(name);
        }

        @Override
        public int size() {
            return node.size();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return node.size();
                }

                @Override
                public Iterator<Entry<String, Object>> iterator() {
                    return new Entries(node.fields());
                }
            };
        }
    }

    /** Without {@code remove}, which Jackson's own iterator has. */
    private static final class Entries implements Iterator<Map.Entry<String, Object>> {
        private final Iterator<Map.Entry<String, JsonNode>> fields;

        Entries(Iterator<Map.Entry<String, JsonNode>> fields) {
            this.fields = fields;
        }

        @Override
        public boolean hasNext() {
            return fields.hasNext();
        }

        @Override
        public Map.Entry<String, Object> next() {
            Map.Entry<String, JsonNode> field = fields.next();
            return new AbstractMap.SimpleImmutableEntry<>(field.getKey(), of(field.getValue()));
        }
    }

    private static final class Items extends AbstractList<Object> {
        private final ArrayNode node;

        Items(ArrayNode node) {
            this.node = node;
        }

        @Override
        public Object get(int index) {
            if (index < 0 || index >= node.size()) {
                throw new IndexOutOfBoundsException(index);
            }
            return of(node.get(index));
        }

        @Override
        public int size() {
            return node.size();
        }
    }
}
