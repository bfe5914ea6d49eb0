package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/** Reads YAML into trees: SnakeYAML's events, one by one, without composing its nodes. */
final class YamlDriver {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MERGE_KEY = "<<";
    private static final String MERGE_TAG = "tag:yaml.org,2002:merge";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final TextReader reader;
    private final Parser parser;
    private final int firstLine;
    private Event event;

    YamlDriver(String text, Chunk chunk) {
        firstLine = chunk.line();
        try {
            reader = new TextReader(text, chunk.start(), chunk.end());
        } catch (Unreadable e) {
            Fault fault = e.fault();
            throw Unreadable.syntax(new Fault(fault.code(), firstLine + fault.line(), fault.arguments()), e.offset());
        }
        parser = new ParserImpl(new LibyamlScanner(new ScannerImpl(reader, new LoaderOptions()), reader));
    }

    /**
     * Reads all documents.
     *
     * @param builders makes the builder of each document, given the line of the parser's position
     * @param documents takes each builder when its tree is complete
     * @throws Unreadable when it is no YAML, or a limit is passed
     */
    void read(Function<IntSupplier, TreeBuilder> builders, Consumer<TreeBuilder> documents) {
        TreeBuilder builder = null;
        while (next()) {
            switch (event.getEventId()) {
                case DocumentStart -> builder = builders.apply(this::line);
                case DocumentEnd -> documents.accept(builder);
                case MappingStart -> builder.startMap(((NodeEvent) event).getAnchor());
                case SequenceStart -> builder.startList(((NodeEvent) event).getAnchor());
                case MappingEnd, SequenceEnd -> builder.end();
                case Alias -> builder.alias(((AliasEvent) event).getAnchor());
                case Scalar -> scalar((ScalarEvent) event, builder);
                default -> {
                    // The start of the stream; comments are not asked for.
                }
            }
        }
    }

    private boolean next() {
        try {
            event = parser.getEvent();
            return !event.is(Event.ID.StreamEnd);
        } catch (MarkedYAMLException e) {
            throw SyntaxFaults.of(e, firstLine);
        } catch (RuntimeException e) {
            // On some broken input the library fails in its own ways, such as a NumberFormatException in an escape.
            throw Unreadable.syntax(
                    new Fault("manifest.read-syntax", firstLine + reader.getLine(), reader.getColumn() + 1),
                    reader.getIndex());
        }
    }

    private int line() {
        return firstLine + event.getStartMark().getLine();
    }

    private void scalar(ScalarEvent scalar, TreeBuilder builder) {
        String text = scalar.getValue();
        boolean plain = scalar.getImplicit().canOmitTagInPlainScalar() && scalar.getTag() == null;
        if (MERGE_KEY.equals(text) && builder.expectsKey() && (plain || MERGE_TAG.equals(scalar.getTag()))) {
            builder.mergeKey();
            return;
        }
        if (plain) {
            requireNoByteOrderMark(text);
        } else if (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && Surrogates.areBroken(text)) {
            throw Unreadable.document(new Fault("manifest.read-surrogate", line()));
        }
        builder.scalar(resolve(scalar.getTag(), text, plain), scalar.getAnchor());
    }

    private JsonNode resolve(String tag, String text, boolean plain) {
        if (tag != null) {
            JsonNode tagged = Scalars.tagged(tag, text);
            if (tagged == null) {
                throw Unreadable.document(new Fault("manifest.read-tag", line(), Scalars.shortTag(tag)));
            }
            return tagged;
        }
        return plain ? Scalars.plain(text) : NODES.textNode(text);
    }

    /** Files put together without a line {@code ---} leave one in front of a key, where nobody would see it. */
    private void requireNoByteOrderMark(String text) {
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            throw Unreadable.document(new Fault("manifest.read-byte-order-mark", line()));
        }
    }
}
