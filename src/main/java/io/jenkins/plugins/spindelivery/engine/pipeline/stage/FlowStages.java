package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stages that change nothing: they wait, check, and work values out. */
final class FlowStages {
    private static final String VARIABLES = "variables";
    private static final String PRECONDITIONS = "preconditions";
    private static final String CONTEXT = "context";

    /** What a precondition takes from its stage where it says nothing itself. */
    private static final List<String> SHARED = List.of("cloudProvider", "credentials", "cluster", "moniker", "regions");

    private FlowStages() {}

    static List<StageType> all() {
        return List.of(
                FieldStage.of("spinWait", "wait").with(new Seconds(), Field.of("skipText", "skipWaitText")),
                FieldStage.of("spinWait", "waitUntil")
                        .checking((stage, report) -> report.cannot("pipeline.stage-wait-until")),
                FieldStage.of("spinVariables", "evaluateVariables")
                        .with(new ListPart(VARIABLES, VARIABLES, FlowStages::variable, FlowStages::writtenVariable))
                        .needs(VARIABLES)
                        .leaving(stage -> Set.of(VARIABLES))
                        .giving((stage, values) -> variables(values)),
                FieldStage.of("spinPreconditions", "checkPreconditions")
                        .with(new ListPart(
                                PRECONDITIONS, PRECONDITIONS, FlowStages::precondition, (before, wanted) -> wanted))
                        .needs(PRECONDITIONS));
    }

    /** Forms of Spinnaker keep more with a variable, such as what it was on a trial. */
    private static JsonNode variable(ObjectNode stage, JsonNode item) {
        ObjectNode variable = stage.objectNode();
        for (String key : List.of("key", "value")) {
            if (item.has(key)) {
                variable.set(key, item.get(key));
            }
        }
        return variable;
    }

    private static JsonNode writtenVariable(JsonNode before, JsonNode wanted) {
        if (before instanceof ObjectNode old && wanted instanceof ObjectNode now) {
            ObjectNode written = old.deepCopy();
            written.remove(List.of("key", "value"));
            ObjectNode whole = now.deepCopy();
            return whole.setAll(written);
        }
        return wanted;
    }

    private static ObjectNode variables(List<JsonNode> values) {
        JsonNode value = Outputs.first(values);
        JsonNode variables = value.path(VARIABLES).isObject() ? value.path(VARIABLES) : value;
        return variables instanceof ObjectNode map ? map.deepCopy() : Outputs.none();
    }

    private static JsonNode precondition(ObjectNode stage, JsonNode item) {
        if (!(item instanceof ObjectNode given)
                || !Trees.text(item.path("type")).equals("clusterSize")) {
            return item;
        }
        ObjectNode precondition = given.deepCopy();
        ObjectNode context =
                precondition.path(CONTEXT) instanceof ObjectNode map ? map : precondition.putObject(CONTEXT);
        for (String field : SHARED) {
            if (Trees.blank(context.path(field)) && !Trees.blank(stage.path(field))) {
                context.set(field, stage.get(field).deepCopy());
            }
        }
        return precondition;
    }

    /** How long to wait; without it Orca does not wait. */
    private static final class Seconds implements Part {
        private final Field field = Field.of("seconds", "waitTime");

        @Override
        public List<String> arguments() {
            return field.arguments();
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            call.put(field.argument(), IntNode.valueOf(0));
            field.read(stage, report, call);
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            field.write(stage, wanted, changed);
        }
    }
}
