package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a scalar means: go-yaml v2's rules, which are YAML 1.1 without sexagesimal numbers and with timestamps as text.
 *
 * <p>The nodes made here are raw: a whole number written as a float is still a float, and infinity is possible. As keys
 * they become text by {@link #key}, as values JSON by {@link #value}.
 */
final class Scalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TAG_PREFIX = "tag:yaml.org,2002:";
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d?-\\d\\d?([Tt ]\\d\\d?:\\d\\d?:\\d\\d?(\\.\\d+)?(Z|[-+]\\d\\d:\\d\\d)?)?");
    private static final Map<String, JsonNode> WORDS = words();
    private static final int LONGEST_WORD = 5;

    private Scalars() {}

    private static Map<String, JsonNode> words() {
        Map<String, JsonNode> words = new HashMap<>();
        put(words, NODES.booleanNode(true), "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
        put(words, NODES.booleanNode(false), "n", "N", "no", "No", "NO", "false", "False", "FALSE");
        put(words, NODES.booleanNode(false), "off", "Off", "OFF");
        put(words, NODES.nullNode(), "", "~", "null", "Null", "NULL");
        put(words, NODES.numberNode(Double.NaN), ".nan", ".NaN", ".NAN");
        put(words, NODES.numberNode(Double.POSITIVE_INFINITY), ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF");
        put(words, NODES.numberNode(Double.NEGATIVE_INFINITY), "-.inf", "-.Inf", "-.INF");
        return Map.copyOf(words);
    }

    private static void put(Map<String, JsonNode> words, JsonNode meaning, String... spellings) {
        for (String spelling : spellings) {
            words.put(spelling, meaning);
        }
    }

    /**
     * The meaning of a word without quotes or tag.
     *
     * @param text the word
     * @return a raw node; text when it means nothing else
     */
    static JsonNode plain(String text) {
        JsonNode special = special(text);
        return special == null ? NODES.textNode(text) : special;
    }

    /** The meaning of a word that is more than text, or {@code null}. */
    private static JsonNode special(String text) {
        if (text.isEmpty()) {
            return NODES.nullNode();
        }
        return switch (text.charAt(0)) {
            case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~' -> word(text);
            case '.', '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                JsonNode word = word(text);
                yield word == null ? Numbers.parse(text) : word;
            }
            default -> null;
        };
    }

    private static JsonNode word(String text) {
        return text.length() <= LONGEST_WORD ? WORDS.get(text) : null;
    }

    /**
     * The meaning of a scalar with an explicit tag. Tags that are not YAML's own mean nothing to kubectl: the scalar is
     * text.
     *
     * @param tag the tag in full
     * @param text the scalar, quoted or not
     * @return a raw node, or {@code null} when the scalar is not what the tag says
     */
    static JsonNode tagged(String tag, String text) {
        if (!tag.startsWith(TAG_PREFIX)) {
            return NODES.textNode(text);
        }
        JsonNode plain = plain(text);
        boolean fits =
                switch (shortTag(tag)) {
                    case "null" -> plain.isNull();
                    case "bool" -> plain.isBoolean();
                    case "int" -> plain.isIntegralNumber();
                    case "float" -> plain.isNumber();
                    case "timestamp" -> TIMESTAMP.matcher(text).matches();
                    case "binary" -> {
                        plain = binary(text);
                        yield plain != null;
                    }
                    default -> {
                        plain = NODES.textNode(text);
                        yield true;
                    }
                };
        if (!fits) {
            return null;
        }
        return switch (shortTag(tag)) {
            case "float" -> NODES.numberNode(plain.doubleValue());
            case "timestamp" -> NODES.textNode(text);
            default -> plain;
        };
    }

    /**
     * A tag for people.
     *
     * @param tag the tag in full
     * @return what follows {@code !!} for YAML's own tags
     */
    static String shortTag(String tag) {
        return tag.startsWith(TAG_PREFIX) ? tag.substring(TAG_PREFIX.length()) : tag;
    }

    /** The text in base64; {@code null} when it is no text, which JSON can't hold and kubectl would corrupt. */
    private static JsonNode binary(String text) {
        String base64 = text.replace("\n", "").replace("\r", "");
        if (base64.length() % 4 != 0) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return NODES.textNode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    /**
     * A scalar as a value of JSON.
     *
     * @param raw what {@link #plain} or {@link #tagged} returned
     * @return the value; {@code null} for infinity and "not a number", which JSON does not know
     */
    static JsonNode value(JsonNode raw) {
        return raw.isDouble() ? Numbers.value(raw.doubleValue()) : raw;
    }

    /**
     * A scalar as a key of a map.
     *
     * @param raw what {@link #plain} or {@link #tagged} returned
     * @return the key; {@code null} when it can't be one
     */
    static String key(JsonNode raw) {
        if (raw.isNull()) {
            return null;
        }
        return raw.isDouble() ? Numbers.key(raw.doubleValue()) : raw.asText();
    }
}
