package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The manual judgment. */
final class JudgmentStages {
    private static final String INPUTS = "judgmentInputs";

    private JudgmentStages() {}

    static List<StageType> all() {
        return List.of(FieldStage.of("spinJudge", "manualJudgment")
                .with(
                        new Message(),
                        Field.of("instructions"),
                        new ListPart("choices", INPUTS, (stage, item) -> value(item), JudgmentStages::input),
                        Field.of("groups", "requiredJudgmentRoles", "selectedStageRoles")
                                .with(JudgmentStages::joined, Trees::words),
                        new Patience())
                .ignoring("propagateAuthenticationContext")
                .giving((stage, values) -> Outputs.judgment(values)));
    }

    private static JsonNode value(JsonNode input) {
        return input.isObject() ? input.path("value") : input;
    }

    private static JsonNode input(JsonNode before, JsonNode choice) {
        ObjectNode input = before instanceof ObjectNode old ? old.deepCopy() : JsonNodeFactory.instance.objectNode();
        return input.set("value", choice);
    }

    private static JsonNode joined(JsonNode roles) {
        return !roles.isArray()
                ? roles
                : TextNode.valueOf(StreamSupport.stream(roles.spliterator(), false)
                        .map(Trees::text)
                        .collect(Collectors.joining(", ")));
    }

    /** The question is the stage's name, which only the form's common part changes. */
    private static final class Message implements Part {
        @Override
        public List<String> arguments() {
            return List.of("message");
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            String name = Trees.text(stage.path("name"));
            call.put("message", TextNode.valueOf(name.isEmpty() ? "Manual Judgment" : name));
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            // What differs from the name is kept beside it.
        }
    }

    /** How long is waited for an answer: {@code stageTimeoutMs}, and three days without it, as in Orca. */
    private static final class Patience implements Part {
        private static final String FIELD = "stageTimeoutMs";
        private static final String USUAL = "3d";
        private static final Pattern WRITTEN = Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s?)?");

        @Override
        public List<String> arguments() {
            return List.of("timeout");
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            JsonNode millis = stage.path(FIELD);
            String text = Trees.text(millis);
            if (text.matches("[1-9][0-9]{0,14}")) {
                call.put("timeout", TextNode.valueOf(written(Math.max(1, Long.parseLong(text) / 1000))));
            } else {
                call.put("timeout", TextNode.valueOf(USUAL));
            }
        }

        private static String written(long seconds) {
            Duration time = Duration.ofSeconds(seconds);
            StringBuilder text = new StringBuilder();
            append(text, time.toDays(), "d");
            append(text, time.toHoursPart(), "h");
            append(text, time.toMinutesPart(), "m");
            append(text, time.toSecondsPart(), "s");
            return text.toString();
        }

        private static void append(StringBuilder text, long count, String unit) {
            if (count > 0) {
                text.append(count).append(unit);
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            String text = wanted.containsKey("timeout") ? Trees.text(wanted.get("timeout")) : "";
            Matcher parts = WRITTEN.matcher(text);
            if (text.isEmpty() || text.equals(USUAL)) {
                stage.remove(FIELD);
            } else if (parts.matches() && text.length() < 12) {
                long seconds =
                        ((number(parts, 1) * 24 + number(parts, 2)) * 60 + number(parts, 3)) * 60 + number(parts, 4);
                stage.set(FIELD, LongNode.valueOf(seconds * 1000));
            }
        }

        private static long number(Matcher parts, int group) {
            return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
        }
    }
}
