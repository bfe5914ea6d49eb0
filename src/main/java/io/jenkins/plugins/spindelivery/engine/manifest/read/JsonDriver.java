package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Reads JSON, also several documents one behind the other, into trees. Numbers mean what they mean in YAML. */
final class JsonDriver {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Jackson's own limits are off: size and depth are limited by {@link ReadLimits}, with messages of our own. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final String json;
    private final int firstLine;

    JsonDriver(String text, Chunk chunk) {
        this.json = text.substring(chunk.start(), chunk.end());
        this.firstLine = chunk.line();
    }

    /**
     * Reads all documents.
     *
     * @param builders makes the builder of each document, given the line of the parser's position
     * @param documents takes each builder when its tree is complete
     * @throws Unreadable when it is no JSON, or a limit is passed
     */
    void read(Function<IntSupplier, TreeBuilder> builders, Consumer<TreeBuilder> documents) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            IntSupplier line =
                    () -> firstLine - 1 + parser.currentTokenLocation().getLineNr();
            TreeBuilder builder = builders.apply(line);
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                accept(parser, token, builder);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    documents.accept(builder);
                    builder = builders.apply(line);
                }
            }
        } catch (JsonProcessingException e) {
            throw syntax(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(JsonParser parser, JsonToken token, TreeBuilder builder) throws IOException {
        switch (token) {
            case START_OBJECT -> builder.startMap(null);
            case START_ARRAY -> builder.startList(null);
            case END_OBJECT, END_ARRAY -> builder.end();
            case FIELD_NAME -> builder.key(sound(parser.currentName(), parser));
            case VALUE_STRING -> builder.scalar(NODES.textNode(sound(parser.getText(), parser)), null);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> builder.scalar(Scalars.plain(parser.getText()), null);
            case VALUE_TRUE -> builder.scalar(NODES.booleanNode(true), null);
            case VALUE_FALSE -> builder.scalar(NODES.booleanNode(false), null);
            default -> builder.scalar(NODES.nullNode(), null);
        }
    }

    private String sound(String text, JsonParser parser) {
        if (Surrogates.areBroken(text)) {
            int line = firstLine - 1 + parser.currentTokenLocation().getLineNr();
            throw Unreadable.document(new Fault("manifest.read-surrogate", line));
        }
        return text;
    }

    /** Jackson's own message is left out: it quotes the text, which may be secret. */
    private Unreadable syntax(JsonProcessingException e) {
        int line = firstLine - 1 + e.getLocation().getLineNr();
        Fault fault = e instanceof JsonEOFException
                ? new Fault("manifest.read-json-end", line)
                : new Fault("manifest.read-json", line, e.getLocation().getColumnNr());
        return Unreadable.syntax(fault, (int) e.getLocation().getCharOffset());
    }
}
