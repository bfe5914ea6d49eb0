package io.jenkins.plugins.spindelivery.engine.pipeline.form;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.ExecutionWindows;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.Jitter;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Forms show what is written, and write what was changed and nothing else. */
public class FormFieldsTest {
    private static final String STAGE =
            "{'type': 'wait', 'refId': '3', 'name': 'Night', 'requisiteStageRefIds': ['1', '2'],"
                    + " 'comments': 'for $people', 'failPipeline': false, 'continuePipeline': false,"
                    + " 'completeOtherBranchesThenFail': true, 'stageTimeoutMs': 5400000, 'overrideTimeout': true,"
                    + " 'stageEnabled': {'type': 'expression', 'expression': 'parameters.x == 1', 'own': 1},"
                    + " 'restrictExecutionDuringTimeWindow': true, 'restrictedExecutionWindow': {'days': [6, 2],"
                    + " 'whitelist': [{'startHour': 22, 'startMin': 0, 'endHour': 5, 'endMin': 30}], 'other': [],"
                    + " 'jitter': {'enabled': true, 'minDelay': 30, 'maxDelay': 600, 'skipManual': true}},"
                    + " 'unknown': {'a': [1, null, '${b}']}}";

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aFormShowsWhatIsWritten() {
        StageFields fields = StageFields.of(json(STAGE));
        assertEquals("Night", fields.name());
        assertEquals(List.of("1", "2"), fields.after());
        assertEquals(FailOption.STOP_THEN_FAIL, fields.onFailure());
        assertEquals("parameters.x == 1", fields.enabledIf());
        assertEquals("for $people", fields.comments());
        assertEquals("1h30m", fields.timeout());
        assertEquals(new WindowTexts(true, List.of(2, 6), "22:00-05:30", "30-600", true), fields.windows());
    }

    @Test
    public void whatIsNotChangedIsNotWritten() {
        Random random = new Random(8);
        ObjectNode whole = json(STAGE);
        for (int i = 0; i < 300; i++) {
            ObjectNode stage = whole.deepCopy();
            // Fields that are missing, are of another type, or hold an expression.
            whole.fieldNames().forEachRemaining(field -> {
                switch (random.nextInt(5)) {
                    case 0 -> stage.remove(field);
                    case 1 -> stage.put(field, "${ parameters." + field + " }");
                    case 2 -> stage.put(field, random.nextInt(2000));
                    default -> {
                        // It stays as it is.
                    }
                }
            });
            assertEquals(stage, StageFields.of(stage).write(stage));
        }
    }

    @Test
    public void eachChangeIsWrittenAlone() {
        ObjectNode stage = json(STAGE);
        StageFields f = StageFields.of(stage);
        ObjectNode expected = stage.deepCopy().put("name", "Day");
        assertEquals(
                expected,
                new StageFields("Day", f.after(), f.onFailure(), f.enabledIf(), f.comments(), f.timeout(), f.windows())
                        .write(stage));
        expected = stage.deepCopy();
        expected.remove(List.of("stageTimeoutMs", "overrideTimeout"));
        assertEquals(
                expected,
                new StageFields(f.name(), f.after(), f.onFailure(), f.enabledIf(), f.comments(), "", f.windows())
                        .write(stage));
        expected = stage.deepCopy();
        expected.putArray("requisiteStageRefIds").add("7");
        assertEquals(
                expected,
                new StageFields(
                                f.name(),
                                List.of("7"),
                                f.onFailure(),
                                f.enabledIf(),
                                f.comments(),
                                f.timeout(),
                                f.windows())
                        .write(stage));
        expected = stage.deepCopy();
        ((ObjectNode) expected.get("stageEnabled")).put("expression", "true");
        assertEquals(
                expected,
                new StageFields(f.name(), f.after(), f.onFailure(), "true", f.comments(), f.timeout(), f.windows())
                        .write(stage));
    }

    @Test
    public void everyFailOptionIsReadAsItWasWritten() {
        for (FailOption from : FailOption.values()) {
            for (FailOption to : FailOption.values()) {
                ObjectNode stage = failing(from).write(json("{'type': 'wait'}"));
                assertEquals(to, FailOption.of(failing(to).write(stage)));
            }
        }
        ObjectNode old = json("{'type': 'wait', 'continuePipelineOnFailure': true}");
        assertEquals(FailOption.FAIL, FailOption.of(failing(FailOption.FAIL).write(old)));
    }

    private static StageFields failing(FailOption option) {
        return new StageFields("", List.of(), option, "", "", "", new WindowTexts(false, List.of(), "", "", false));
    }

    @Test
    public void windowsArriveAsOrcaReadsThem() {
        WindowTexts texts = new WindowTexts(true, List.of(7, 1), "9:05-17:00; 22:00 – 05:30", "5-10", true);
        StageFields fields = new StageFields("", List.of(), FailOption.FAIL, "", "", "2d", texts);
        assertEquals(List.of(), fields.problems("x"));
        ObjectNode stage = fields.write(json("{'type': 'wait'}"));
        assertEquals(172_800_000, stage.get("stageTimeoutMs").asLong());
        ExecutionWindows windows =
                ExecutionWindows.of(stage, ZoneOffset.UTC, "x").orElseThrow();
        assertEquals("[09:05–17:00, 22:00–05:30]", windows.windows().toString());
        assertEquals("[SATURDAY, SUNDAY]", windows.days().toString());
        Jitter jitter = Jitter.of(stage, "x").orElseThrow();
        assertEquals(Duration.ofSeconds(5), jitter.least());
        assertEquals(Duration.ofSeconds(10), jitter.most());
        assertTrue(jitter.skipManual());
        WindowTexts read = WindowTexts.of(stage);
        assertEquals(new WindowTexts(true, List.of(1, 7), "09:05-17:00, 22:00-05:30", "5-10", true), read);
    }

    @Test
    public void whatCannotBeWrittenIsTold() {
        WindowTexts texts = new WindowTexts(true, List.of(), "9-17", "soon", false);
        StageFields fields = new StageFields("", List.of(), FailOption.FAIL, "", "", "long", texts);
        assertEquals(
                List.of("pipeline.form-hours", "pipeline.form-delay", "pipeline.form-timeout"),
                fields.problems("Deploy").stream().map(Problem::code).toList());
        StageFields expression = new StageFields(
                "", List.of(), FailOption.FAIL, "", "", "${ parameters.t }", WindowTexts.of(json("{}")));
        assertEquals(List.of(), expression.problems("Deploy"));
        assertEquals(
                List.of("pipeline.not-a-count", "pipeline.window-zone"),
                new PipelineFields("", "", false, false, "many", "Mars/Olympus")
                        .problems().stream().map(Problem::code).toList());
    }

    @Test
    public void thePipelinesOwnFields() {
        ObjectNode pipeline = json("{'application': 'ci', 'keepWaitingPipelines': true, 'maxConcurrentExecutions': 0,"
                + " 'spinDelivery': {'agent': 'x'}, 'index': 3, 'stages': []}");
        PipelineFields fields = PipelineFields.of(pipeline);
        assertEquals(new PipelineFields("ci", "", false, true, "", ""), fields);
        assertEquals(pipeline, fields.write(pipeline));
        ObjectNode expected = pipeline.deepCopy().put("limitConcurrent", true).put("description", "Why");
        ((ObjectNode) expected.get("spinDelivery")).put("timeZone", "Asia/Shanghai");
        expected.put("maxConcurrentExecutions", 4);
        ObjectNode changed = new PipelineFields("ci", "Why", true, true, "4", "Asia/Shanghai").write(pipeline);
        assertEquals(expected, changed);
        ObjectNode back = new PipelineFields("ci", "", true, true, "", "").write(changed);
        assertEquals(json("{'agent': 'x'}"), back.get("spinDelivery"));
    }

    @Test
    public void parametersKeepWhatAFormDoesNotShow() {
        ObjectNode parameter = json("{'name': 'region', 'default': 3, 'pinned': true, 'required': true,"
                + " 'hasOptions': true, 'options': [{'value': 'a'}, {'value': 'b'}]}");
        ParameterFields fields = ParameterFields.of(parameter);
        assertEquals(new ParameterFields("region", "", "", "3", true, List.of("a", "b")), fields);
        assertEquals(parameter, fields.write(parameter));
        ObjectNode expected = parameter.deepCopy().put("label", "Region").put("hasOptions", false);
        expected.putArray("options");
        assertEquals(expected, new ParameterFields("region", "Region", "", "3", true, List.of()).write(parameter));
        // Spinnaker writes an empty option where a parameter has none.
        ObjectNode none = json("{'name': 'tag', 'hasOptions': false, 'options': [{'value': ''}]}");
        assertEquals(none, ParameterFields.of(none).write(none));
    }
}
