package io.jenkins.plugins.spindelivery.engine.manifest.write;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/**
 * Writes trees as YAML that kubectl reads as the same values, in the layout of {@code kubectl get -o yaml}: lists not
 * indented, texts of several lines as blocks. Of an object the parts that name it come first; all else keeps its order.
 */
public final class YamlWriter {
    /** Tags are never written: each text is quoted if it could be taken for anything else. */
    private static final ImplicitTuple NO_TAG = new ImplicitTuple(true, true);

    private final StringWriter text = new StringWriter();
    private final Emitter emitter;

    private YamlWriter() {
        DumperOptions options = new DumperOptions();
        options.setIndent(2);
        // A folded line is the same value, but neither a diff nor a search finds it.
        options.setSplitLines(false);
        emitter = new Emitter(text, options);
    }

    /**
     * One document.
     *
     * @param tree any tree
     * @return YAML that ends with a line break
     */
    public static String write(JsonNode tree) {
        return new YamlWriter().document(tree);
    }

    /**
     * Several documents.
     *
     * @param trees any trees
     * @return YAML with {@code ---} between the documents
     */
    public static String writeAll(Iterable<? extends JsonNode> trees) {
        StringBuilder all = new StringBuilder();
        for (JsonNode tree : trees) {
            all.append(all.isEmpty() ? "" : "---\n").append(write(tree));
        }
        return all.toString();
    }

    private String document(JsonNode tree) {
        emit(new StreamStartEvent(null, null));
        emit(new DocumentStartEvent(null, null, false, null, null));
        node(KubernetesOrder.of(tree));
        emit(new DocumentEndEvent(null, null, false));
        emit(new StreamEndEvent(null, null));
        return text.toString();
    }

    private void node(JsonNode node) {
        if (node.isObject()) {
            emit(new MappingStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                scalar(field.getKey(), ScalarStyles.ofKey(field.getKey()));
                node(field.getValue());
            }
            emit(new MappingEndEvent(null, null));
        } else if (node.isArray()) {
            emit(new SequenceStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            node.forEach(this::node);
            emit(new SequenceEndEvent(null, null));
        } else if (node.isNumber() || node.isBoolean() || node.isNull()) {
            scalar(node.asText(), DumperOptions.ScalarStyle.PLAIN);
        } else {
            scalar(node.asText(), ScalarStyles.ofValue(node.asText()));
        }
    }

    private void scalar(String value, DumperOptions.ScalarStyle style) {
        emit(new ScalarEvent(null, null, NO_TAG, value, null, null, style));
    }

    private void emit(Event event) {
        try {
            emitter.emit(event);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
