package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** The project's own pipelines: they have each stage type, all of it runs, and forms lose nothing of them. */
public class SamplePipelinesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Fields of Spinnaker's that say which of the others count, and so change with them. */
    private static final Set<String> CHOICES =
            Set.of("mode", "source", "action", "consumeArtifactSource", "scaleNum", "scalePct", "capacity");

    private interface Visit {
        void stage(String where, StageType type, ObjectNode stage, MappingStub mapping);
    }

    private static void each(Visit visit) {
        SamplePipelines.all().forEach((file, pipeline) -> {
            for (StageNode stage : pipeline.stages()) {
                visit.stage(
                        file + " " + stage.describe(),
                        StageTypes.of(stage).orElseThrow(),
                        stage.json(),
                        SamplePipelines.mapping(pipeline));
            }
        });
    }

    @Test
    public void allOfThemRun() {
        SamplePipelines.all().forEach((file, pipeline) -> {
            List<Finding> findings = new ArrayList<>();
            SamplePipelines.calls(pipeline, findings);
            assertEquals(file, List.of(), pipeline.graph().problems());
            findings.forEach(finding ->
                    assertEquals(file + " " + finding.problem().describe(), Finding.Weight.NOTE, finding.weight()));
        });
    }

    @Test
    public void togetherTheyHaveEachTypeThatRuns() {
        Set<StageType> missing = new LinkedHashSet<>(StageTypes.all());
        each((where, type, stage, mapping) -> missing.remove(type));
        missing.removeIf(type -> cannot(type) || type.names().contains("bindProducedArtifacts"));
        assertEquals(List.of(), missing.stream().map(StageType::names).toList());
    }

    private static boolean cannot(StageType type) {
        String name = type.names().iterator().next();
        MappingStub mapping = new MappingStub();
        List<StepCall> calls = type.calls(NODES.objectNode().put("type", name), mapping);
        boolean foreign = calls.isEmpty() && !mapping.codes().contains("stage-field-missing");
        return !mapping.findings.isEmpty() && (foreign || name.equals("waitUntil"));
    }

    @Test
    public void aFormThatIsSentUnchangedChangesNothing() {
        each((where, type, stage, mapping) -> {
            List<StepCall> calls = type.calls(stage, mapping);
            assertEquals(
                    where, stage.toString(), type.write(stage, calls, calls).toString());
            List<StepCall> asForms =
                    calls.stream().map(SamplePipelinesTest::texts).toList();
            assertEquals(
                    where, stage.toString(), type.write(stage, calls, asForms).toString());
        });
    }

    /** Forms have no numbers and no flags. */
    private static StepCall texts(StepCall call) {
        Map<String, JsonNode> arguments = new LinkedHashMap<>();
        call.arguments()
                .forEach((name, value) -> arguments.put(
                        name, value.isNumber() || value.isBoolean() ? NODES.textNode(value.asText()) : value));
        return new StepCall(call.function(), arguments);
    }

    @Test
    public void eachChangedArgumentIsReadAgainAndChangesNoOther() {
        each((where, type, stage, mapping) -> {
            List<StepCall> before = type.calls(stage, mapping);
            for (int i = 0; i < before.size(); i++) {
                for (String argument : before.get(i).arguments().keySet()) {
                    if (!argument.equals("region") || before.size() == 1) {
                        change(where, type, stage, mapping, before, i, argument);
                    }
                }
                change(where, type, stage, mapping, before, i, "somethingNew");
            }
        });
    }

    private static void change(
            String where,
            StageType type,
            ObjectNode stage,
            MappingStub mapping,
            List<StepCall> before,
            int call,
            String argument) {
        JsonNode old = before.get(call).arguments().get(argument);
        List<StepCall> after = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            Map<String, JsonNode> arguments = new LinkedHashMap<>(before.get(i).arguments());
            arguments.put(argument, other(old));
            after.add(new StepCall(before.get(i).function(), arguments));
        }
        String what = where + " " + argument;
        ObjectNode written = type.write(stage, before, after);
        List<StepCall> again = type.calls(written, mapping);
        for (int i = 0; i < after.size(); i++) {
            for (String name : after.get(i).arguments().keySet()) {
                JsonNode wanted = after.get(i).arguments().get(name);
                JsonNode read = again.get(i).arguments().get(name);
                assertTrue(what + ": " + name + " is " + read + " for " + wanted, Trees.same(wanted, read));
            }
            assertEquals(
                    what,
                    after.get(i).arguments().keySet(),
                    again.get(i).arguments().keySet());
        }
        assertFalse(what, written.equals(stage));
        Set<String> touched = new LinkedHashSet<>();
        for (String field : union(stage, written)) {
            if (!stage.path(field).equals(written.path(field)) && !CHOICES.contains(field)) {
                touched.add(field);
            }
        }
        assertTrue(what + " changed " + touched, touched.size() <= 1);
    }

    private static Set<String> union(ObjectNode one, ObjectNode other) {
        Set<String> names = new LinkedHashSet<>(Views.names(one));
        names.addAll(Views.names(other));
        return names;
    }

    private static JsonNode other(JsonNode old) {
        if (old == null) {
            return NODES.textNode("new");
        } else if (old.isBoolean()) {
            return NODES.booleanNode(!old.booleanValue());
        } else if (old.isNumber()) {
            return NODES.numberNode(old.intValue() + 7);
        } else if (old.isArray()) {
            return old.path(0).isObject()
                    ? NODES.arrayNode().add(other(old.get(0)))
                    : NODES.arrayNode().add("other").add("another");
        } else if (old.isObject()) {
            return ((ObjectNode) old.deepCopy()).put("key", "other");
        }
        return NODES.textNode(old.asText().matches("[+-].*") ? "-3" : old.asText() + "2");
    }

    @Test
    public void aSampleIsDescribedByItsName() {
        for (Definition pipeline : SamplePipelines.all().values()) {
            assertFalse(pipeline.name().isEmpty());
            assertEquals("shop", pipeline.application());
        }
    }
}
