package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.expression.spel.SpelNode;

/** The helper functions: {@code #toInt('3')} and the rest of Spinnaker's. */
final class Helpers {
    private static final Set<String> NAMES = Set.of(
            "toInt",
            "toFloat",
            "toBoolean",
            "toBase64",
            "fromBase64",
            "alphanumerical",
            "toJson",
            "readJson",
            "readYaml",
            "readAllYaml",
            "fromUrl",
            "jsonFromUrl",
            "yamlFromUrl",
            "propertiesFromUrl",
            "currentUser",
            "doNotEval");

    private static final Set<String> ALL =
            Stream.concat(NAMES.stream(), PipelineHelpers.NAMES.stream()).collect(Collectors.toUnmodifiableSet());

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int MAX_DIGITS = 1_000;

    private final MethodTable table;

    Helpers(ExpressionContext context, UrlHelpers urls) {
        this.table = new MethodTable()
                .add("toInt", 1, Helpers::toInt)
                .add("toFloat", 1, Helpers::decimal)
                .add("toBoolean", 1, Helpers::toBoolean)
                .add("toBase64", 1, Helpers::toBase64)
                .add("fromBase64", 1, Helpers::fromBase64)
                .add("alphanumerical", 1, Helpers::alphanumerical)
                .add("toJson", 1, Helpers::toJson)
                .add("readJson", 1, call -> readJson(call.text(0), call))
                .add("readYaml", 1, call -> readYaml(context, call.method(), call.text(0), call))
                .add("readAllYaml", 1, call -> readAllYaml(context, call.method(), call.text(0), call))
                .add("fromUrl", 1, urls::text)
                .add("jsonFromUrl", 1, urls::json)
                .add("yamlFromUrl", 1, urls::yaml)
                .add("propertiesFromUrl", 1, urls::properties)
                .add("currentUser", 0, call -> context.user())
                // Results are never evaluated again here, so there is nothing to mark.
                .add("doNotEval", 1, call -> call.arguments().get(0));
        context.stages().ifPresent(stages -> PipelineHelpers.add(table, stages));
    }

    /** The name of the function that a node calls. */
    static String nameOf(SpelNode node) {
        String text = node.toStringAST();
        return text.substring(0, text.indexOf('('));
    }

    /** The names of the helpers that there are, with or without the run of a pipeline. */
    static Set<String> names(boolean pipeline) {
        return pipeline ? ALL : NAMES;
    }

    /** Why a helper can't be called, with or without the run of a pipeline; empty when it can. */
    static Optional<ExpressionFault> refusal(String name, boolean pipeline) {
        String bare = name.substring(1);
        if (names(pipeline).contains(bare)) {
            return Optional.empty();
        } else if (PipelineHelpers.NAMES.contains(bare)) {
            return Optional.of(new ExpressionFault("expression.helper-elsewhere", name));
        } else if (PipelineHelpers.NOWHERE.contains(bare)) {
            return Optional.of(new ExpressionFault("expression.helper-nowhere", name));
        }
        return Optional.of(Names.nearest(bare, names(pipeline))
                .map(near -> new ExpressionFault("expression.unknown-helper-near", name, "#" + near))
                .orElseGet(() -> new ExpressionFault("expression.unknown-helper", name, listed(pipeline))));
    }

    private static String listed(boolean pipeline) {
        return String.join(", ", new TreeSet<>(names(pipeline)));
    }

    /** The helper that a function called without {@code #} may be meant to be. */
    static Optional<String> meant(String call, boolean pipeline) {
        return Names.almost(call, names(pipeline)).map(name -> "#" + name);
    }

    /** Calls a helper that {@link #refusal} lets through. */
    Object call(Call call) {
        String bare = call.method().substring(1);
        return table.call(new Call(bare, null, call.arguments(), call.literal(), call.meter()));
    }

    private static Object toInt(Call call) {
        Object value = call.arguments().get(0);
        if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            return value;
        }
        String text = call.text(0).strip();
        if (text.length() > MAX_DIGITS) {
            throw new ExpressionFault("expression.limit-number");
        }
        return Values.whole(new BigInteger(text));
    }

    /** A text or number as a decimal; an error when it is none, or infinite. */
    static Double decimal(Call call) {
        Object value = call.arguments().get(0);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        String text = call.text(0);
        call.meter().scan(text.length());
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new ExpressionFault("expression.not-finite");
        }
        return number;
    }

    private static Object toBoolean(Call call) {
        Object value = call.arguments().get(0);
        return value != null && Boolean.parseBoolean(call.asText(0));
    }

    private static Object toBase64(Call call) {
        byte[] bytes = call.asText(0).getBytes(StandardCharsets.UTF_8);
        call.meter().makeText(bytes.length * 4L / 3 + 4);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Object fromBase64(Call call) {
        call.meter().makeText(call.text(0).length());
        byte[] bytes = Base64.getDecoder().decode(call.text(0));
        return utf8(bytes);
    }

    /** Bytes as text; an error, and not a replacement character, when they are no UTF-8. */
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ExpressionFault("expression.not-utf8");
        }
    }

    private static Object alphanumerical(Call call) {
        String text = call.asText(0);
        call.meter().makeText(text.length());
        StringBuilder kept = new StringBuilder(text.length());
        text.chars()
                .filter(c -> c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
                .forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    private static Object toJson(Call call) {
        String json = Values.jsonText(call.arguments().get(0), call.meter());
        // As in Spinnaker: what is put into a text must not become an expression for whoever reads it next.
        if (json.contains("${")) {
            throw new ExpressionFault("expression.json-with-expression");
        }
        return json;
    }

    /** A list or a map from JSON text. */
    static Object readJson(String text, Call call) {
        call.meter().makeText(text.length());
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isContainerNode()) {
                throw new ExpressionFault("expression.json-scalar", call.method());
            }
            return value(node, call);
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the text.
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ExpressionFault("expression.json-malformed", call.method(), line);
        }
    }

    /** The only document of a YAML text. */
    static Object readYaml(ExpressionContext context, String name, String text, Call call) {
        List<Object> documents = readAllYaml(context, name, text, call);
        if (documents.size() != 1) {
            throw new ExpressionFault("expression.yaml-documents", call.method(), documents.size());
        }
        return documents.get(0);
    }

    private static List<Object> readAllYaml(ExpressionContext context, String name, String text, Call call) {
        YamlParser parser = context.yaml().orElseThrow(() -> new ExpressionFault("expression.no-yaml", call.method()));
        call.meter().makeText(text.length());
        List<Object> documents = new ArrayList<>();
        parser.documents(name, text).forEach(document -> documents.add(value(document, call)));
        return documents;
    }

    private static Object value(JsonNode node, Call call) {
        // An alias may make a tree much larger than its text.
        charge(node, call.meter(), 0);
        return Values.fromJson(node);
    }

    private static void charge(JsonNode node, Meter meter, int depth) {
        meter.step();
        meter.depth(depth);
        node.forEach(child -> charge(child, meter, depth + 1));
    }
}
