package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Kayenta's stage. {@code canaryConfigId} names a configuration in Kayenta's store, which is not here: it stands as
 * {@code analysis} under {@code spinDelivery}.
 */
final class CanaryStages {
    private static final String TYPE = "analysisType";
    private static final String AUTOMATIC = "realTimeAutomatic";
    private static final String CONFIG = "canaryConfig.";
    private static final String ANALYSIS = "analysis";

    private CanaryStages() {}

    static List<StageType> all() {
        return List.of(
                FieldStage.choosing(stage -> automatic(stage) ? "spinCanary" : "spinCanaryAnalysis", "kayentaCanary")
                        .with(
                                Field.of("metricSource", CONFIG + "metricsAccountName"),
                                new Times(),
                                new Scopes(),
                                minutes("interval", "canaryAnalysisIntervalMins"),
                                minutes("lookback", "lookbackMins"),
                                minutes("baselineOffset", "baselineAnalysisOffsetInMins"),
                                Field.of("passScore", CONFIG + "scoreThresholds.pass"),
                                Field.of("marginalScore", CONFIG + "scoreThresholds.marginal"))
                        .checking(CanaryStages::check)
                        .giving((stage, values) -> outputs(values)));
    }

    private static boolean automatic(ObjectNode stage) {
        return Trees.text(stage.path(TYPE)).equalsIgnoreCase(AUTOMATIC);
    }

    private static void check(ObjectNode stage, Report report) {
        JsonNode own = stage.path(FieldStage.OWN);
        String type = Trees.text(stage.path(TYPE));
        if (!type.isEmpty()
                && !List.of("realtime", "retrospective", "realtimeautomatic").contains(type.toLowerCase(Locale.ROOT))) {
            report.cannot("pipeline.stage-choice", TYPE, type, "realTime, retrospective, realTimeAutomatic");
        }
        if (Trees.blank(own.path(ANALYSIS))) {
            report.cannot("pipeline.stage-canary-config", Trees.text(Trees.at(stage, CONFIG + "canaryConfigId")));
        }
        boolean manifests =
                List.of("manifest", "manifestFile", "artifact").stream().anyMatch(name -> !Trees.blank(own.path(name)));
        if (automatic(stage) && (!manifests || Trees.blank(own.path("account")))) {
            report.cannot("pipeline.stage-canary-deployments");
        }
    }

    /** Spinnaker writes minutes, which the step takes with their unit. */
    private static Field minutes(String argument, String field) {
        return Field.of(argument, CONFIG + field)
                .with(
                        value -> Trees.text(value).equals("0")
                                ? Trees.none()
                                : TextNode.valueOf(Trees.text(value) + "m"),
                        value -> TextNode.valueOf(Trees.text(value).replaceFirst("m$", "")));
    }

    private static ObjectNode outputs(List<JsonNode> values) {
        ObjectNode outputs = Outputs.none();
        JsonNode value = Outputs.first(values);
        ArrayNode scores = outputs.putArray("canaryScores");
        value.path("intervals").forEach(interval -> scores.add(interval.path("score")));
        outputs.set("overallScore", value.path("score"));
        outputs.put("overallResult", value.path("verdict").asText("").equals("Pass") ? "success" : "fail");
        outputs.put("canaryScoreMessage", value.path("verdict").asText(""));
        return outputs;
    }

    /**
     * When measuring begins and ends. A canary has a lifetime and a warm-up of its own; an analysis in real time begins when
     * the stage does, and one of the past says from when to when.
     */
    private static final class Times implements Part {
        private static final String WARMUP = CONFIG + "beginCanaryAnalysisAfterMins";
        private static final String LIFETIME = CONFIG + "lifetimeDuration";
        private static final String HOURS = CONFIG + "lifetimeHours";

        @Override
        public List<String> arguments() {
            return List.of("start", "end", "lifetime", "warmup");
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            if (Trees.text(stage.path(TYPE)).equalsIgnoreCase("retrospective")) {
                JsonNode scope = Trees.at(stage, CONFIG + "scopes").path(0);
                put(call, "start", scope.path("startTimeIso"));
                put(call, "end", scope.path("endTimeIso"));
                return;
            }
            if (automatic(stage)) {
                canary(stage, call);
                return;
            }
            long lifetime = lifetime(stage).toMillis();
            OptionalLong began = report.mapping().began();
            if (lifetime > 0 && began.isPresent()) {
                long start = began.getAsLong() + warmup(stage) * 60_000;
                call.put("start", LongNode.valueOf(start));
                call.put("end", LongNode.valueOf(start + lifetime));
            } else if (lifetime <= 0) {
                report.cannot("pipeline.stage-field-missing", LIFETIME);
            } else {
                report.note("pipeline.stage-canary-times", lifetime / 60_000, warmup(stage));
            }
        }

        private static void canary(ObjectNode stage, Map<String, JsonNode> call) {
            long minutes = lifetime(stage).toMinutes();
            if (minutes > 0) {
                call.put("lifetime", TextNode.valueOf(minutes + "m"));
            }
            if (warmup(stage) > 0) {
                call.put("warmup", TextNode.valueOf(warmup(stage) + "m"));
            }
        }

        private static void put(Map<String, JsonNode> call, String argument, JsonNode value) {
            if (!Trees.blank(value)) {
                call.put(argument, value);
            }
        }

        private static long warmup(ObjectNode stage) {
            String minutes = Trees.text(Trees.at(stage, WARMUP));
            return minutes.matches("[0-9]{1,6}") ? Long.parseLong(minutes) : 0;
        }

        private static Duration lifetime(ObjectNode stage) {
            String hours = Trees.text(Trees.at(stage, HOURS));
            String text = Trees.text(Trees.at(stage, LIFETIME));
            try {
                if (!text.isEmpty()) {
                    return Duration.parse(text);
                }
                return hours.isEmpty() ? Duration.ZERO : Duration.ofSeconds((long) (Double.parseDouble(hours) * 3600));
            } catch (DateTimeParseException | NumberFormatException e) {
                return Duration.ZERO;
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            if (Trees.text(stage.path(TYPE)).equalsIgnoreCase("retrospective")
                    && Trees.at(stage, CONFIG + "scopes").path(0) instanceof ObjectNode scope) {
                Trees.put(scope, "startTimeIso", wanted.getOrDefault("start", Trees.none()));
                Trees.put(scope, "endTimeIso", wanted.getOrDefault("end", Trees.none()));
            }
        }
    }

    /** What is compared: flat where there is one plain scope, else by name. */
    private static final class Scopes implements Part {
        private static final List<String> FLAT =
                List.of("control", "experiment", "controlLocation", "experimentLocation");
        private static final List<String> FIELDS =
                List.of("controlScope", "experimentScope", "controlLocation", "experimentLocation");
        private static final String USUAL = "default";
        private static final String PARAMETERS = "extendedScopeParams";
        private static final String LIST = CONFIG + "scopes";

        @Override
        public List<String> arguments() {
            return List.of("control", "experiment", "controlLocation", "experimentLocation", "scopes", "step");
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            JsonNode scopes = Trees.at(stage, LIST);
            if (!Trees.blank(scopes.path(0).path("step"))) {
                call.put("step", scopes.path(0).path("step"));
            }
            if (!automatic(stage) && isPlain(scopes)) {
                flat(scopes.path(0)).fields().forEachRemaining(side -> call.put(side.getKey(), side.getValue()));
                return;
            }
            ObjectNode named = stage.objectNode();
            for (JsonNode scope : scopes) {
                ObjectNode sides = flat(scope);
                if (!Trees.blank(scope.path(PARAMETERS))) {
                    sides.set("parameters", scope.path(PARAMETERS));
                }
                if (!sides.isEmpty()) {
                    named.set(name(scope), sides);
                }
            }
            if (!named.isEmpty()) {
                call.put("scopes", named);
            }
        }

        private static boolean isPlain(JsonNode scopes) {
            return scopes.size() == 1
                    && Trees.blank(scopes.path(0).path(PARAMETERS))
                    && name(scopes.path(0)).equals(USUAL);
        }

        private static String name(JsonNode scope) {
            String name = Trees.text(scope.path("scopeName"));
            return name.isEmpty() ? USUAL : name;
        }

        private static ObjectNode flat(JsonNode scope) {
            ObjectNode sides = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < FLAT.size(); i++) {
                if (!Trees.blank(scope.path(FIELDS.get(i)))) {
                    sides.set(FLAT.get(i), scope.path(FIELDS.get(i)));
                }
            }
            return sides;
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            JsonNode scopes = Trees.at(stage, LIST);
            if (!(scopes.path(0) instanceof ObjectNode first)) {
                return;
            }
            if (changed.contains("step")) {
                Trees.put(first, "step", wanted.getOrDefault("step", Trees.none()));
            }
            if (isPlain(scopes)) {
                for (int i = 0; i < FLAT.size(); i++) {
                    if (changed.contains(FLAT.get(i))) {
                        Trees.put(first, FIELDS.get(i), wanted.getOrDefault(FLAT.get(i), Trees.none()));
                    }
                }
            }
        }
    }
}
