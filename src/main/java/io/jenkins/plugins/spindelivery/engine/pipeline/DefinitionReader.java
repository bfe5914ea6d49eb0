package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a pipeline's text, and checks that the fields that decide about its course are what they have to be. */
final class DefinitionReader {
    /** Enough to mend a file by. */
    private static final int MOST = 50;

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final String TEMPLATE = "template";

    private static final List<String> LISTS = List.of(
            Definition.STAGES,
            Definition.PARAMETERS,
            Definition.EXPECTED_ARTIFACTS,
            Definition.TRIGGERS,
            Definition.NOTIFICATIONS);
    private static final List<String> FLAGS =
            List.of(Definition.LIMIT_CONCURRENT, Definition.KEEP_WAITING, Definition.DISABLED);
    private static final List<String> STAGE_FLAGS = List.of(
            FailOption.FAIL_PIPELINE,
            FailOption.CONTINUE_PIPELINE,
            FailOption.CONTINUE_ON_FAILURE,
            FailOption.COMPLETE_OTHERS);

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final Function<JsonPointer, String> places;
    private final List<Problem> problems = new ArrayList<>();

    private DefinitionReader(Function<JsonPointer, String> places) {
        this.places = places;
    }

    /** The tree of a text. */
    static ObjectNode read(String name, byte[] text, ReadLimits limits) {
        List<YamlDocument> documents = YamlReader.documents(name, text, limits);
        if (documents.size() != 1) {
            throw new ProblemException(Category.INPUT, Problem.of("pipeline.one-document", name, documents.size()));
        }
        YamlDocument document = documents.get(0);
        check(document.root(), pointer -> name + ":" + document.lineOf(pointer));
        return (ObjectNode) exactly(text, document.root());
    }

    /** Refuses a tree that can't be a pipeline. */
    static void check(String name, ObjectNode json) {
        check(json, pointer -> name + pointer);
    }

    private static void check(JsonNode json, Function<JsonPointer, String> places) {
        DefinitionReader reader = new DefinitionReader(places);
        reader.pipeline(json);
        if (!reader.problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, reader.problems);
        }
    }

    /** Whether a stage says nothing about its place among the others. */
    static boolean isOutsideOfAGraph(JsonNode stage) {
        return StageNode.text(stage.path(StageNode.REF_ID)).isEmpty()
                && stage.path(StageNode.REQUISITES).isEmpty();
    }

    private void pipeline(JsonNode json) {
        JsonPointer root = JsonPointer.empty();
        if (!json.isObject()) {
            add("pipeline.not-a-pipeline", root);
        } else if (json.path("type").asText().equals("templatedPipeline")
                || !json.path(TEMPLATE).isEmpty()) {
            add("pipeline.templated", root.appendProperty(json.has(TEMPLATE) ? TEMPLATE : "type"));
        } else if (!json.has(Definition.STAGES)) {
            add("pipeline.no-list-of-stages", root);
        } else {
            LISTS.forEach(field -> list(json, field));
            FLAGS.forEach(field -> flag(json, root, field));
            count(json, root);
            if (problems.isEmpty()) {
                stages(json.path(Definition.STAGES));
            }
        }
    }

    private void list(JsonNode json, String field) {
        JsonNode list = json.path(field);
        JsonPointer place = JsonPointer.empty().appendProperty(field);
        if (!list.isArray() && isWritten(list)) {
            add("pipeline.not-a-list", place, field);
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject()) {
                add("pipeline.not-a-map", place.appendIndex(i), field + "[" + i + "]");
            }
        }
    }

    private void stages(JsonNode stages) {
        boolean chain = true;
        for (JsonNode stage : stages) {
            chain &= isOutsideOfAGraph(stage);
        }
        for (int i = 0; i < stages.size(); i++) {
            stage(
                    stages.get(i),
                    JsonPointer.empty().appendProperty(Definition.STAGES).appendIndex(i),
                    chain);
        }
    }

    private void stage(JsonNode stage, JsonPointer place, boolean chain) {
        String name = StageNode.text(stage.path("name"));
        if (StageNode.text(stage.path(StageNode.TYPE)).isBlank()) {
            add("pipeline.stage-without-type", place, name);
        }
        if (!chain && StageNode.text(stage.path(StageNode.REF_ID)).isBlank()) {
            add("pipeline.stage-without-ref-id", place, name);
        }
        requisites(stage.path(StageNode.REQUISITES), place.appendProperty(StageNode.REQUISITES), name);
        STAGE_FLAGS.forEach(field -> flag(stage, place, field));
    }

    private void requisites(JsonNode requisites, JsonPointer place, String stage) {
        boolean wrong = !requisites.isArray() && isWritten(requisites);
        for (JsonNode requisite : requisites) {
            wrong |= StageNode.text(requisite).isBlank();
        }
        if (wrong) {
            add("pipeline.requisites", place, stage);
        }
    }

    private void flag(JsonNode json, JsonPointer place, String field) {
        JsonNode value = json.path(field);
        if (isWritten(value) && !FailOption.isFlag(value)) {
            add("pipeline.not-a-flag", place.appendProperty(field), field);
        }
    }

    private void count(JsonNode json, JsonPointer place) {
        JsonNode value = json.path(Definition.MOST_CONCURRENT);
        String text = StageNode.text(value).strip();
        boolean blank = value.isTextual() && text.isEmpty();
        if (isWritten(value) && !blank && !COUNT.matcher(text).matches()) {
            add("pipeline.not-a-count", place.appendProperty(Definition.MOST_CONCURRENT), Definition.MOST_CONCURRENT);
        }
    }

    private static boolean isWritten(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private void add(String code, JsonPointer place, Object... arguments) {
        if (problems.size() < MOST) {
            problems.add(Problem.of(code, places.apply(place), arguments));
        }
    }

    /**
     * The tree of a text in JSON with its numbers as they are written, so that an export does not round them. The
     * reader of YAML has checked it before, for duplicate keys, depth and size. What is no strict JSON keeps that
     * reader's tree, and so does a text with a number of more than 1,000 digits, which would take long to read exactly.
     */
    private static JsonNode exactly(byte[] text, JsonNode read) {
        try {
            JsonNode exact = EXACT.readTree(text);
            return exact.getNodeType() == read.getNodeType() ? exact : read;
        } catch (IOException e) {
            return read;
        }
    }

    /** The trees of a text that may hold several. */
    static List<JsonNode> documents(String name, byte[] text, ReadLimits limits) {
        List<JsonNode> roots = YamlReader.documents(name, text, limits).stream()
                .map(YamlDocument::root)
                .toList();
        return roots.size() == 1 ? List.of(exactly(text, roots.get(0))) : roots;
    }
}
