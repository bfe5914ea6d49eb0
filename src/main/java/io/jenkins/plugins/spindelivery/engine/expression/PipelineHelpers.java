package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The helpers that ask the run of a pipeline, such as {@code #stage('Bake')}; there are none without a run. */
final class PipelineHelpers {
    static final Set<String> NAMES = Set.of(
            "stage",
            "stageExists",
            "stageByRefId",
            "currentStage",
            "judgment",
            "judgement",
            "pipelineId",
            "pipelineIdOrNull",
            "deployedServerGroups",
            "manifestLabelValue",
            "triggerResolvedArtifact",
            "triggerResolvedArtifactByType",
            "resolvedArtifacts");

    /** What these helpers of Spinnaker ask, its store of applications and pipelines, there is not here. */
    static final Set<String> NOWHERE = Set.of("pipelineIdInApplication", "applicationMetadata");

    /** The only kinds whose pods' labels Spinnaker looks at. */
    private static final Set<String> LABELLED = Set.of("deployment", "replicaset");

    private static final int MOST_STAGES_NAMED = 20;

    private final StageLookup stages;

    private PipelineHelpers(StageLookup stages) {
        this.stages = stages;
    }

    /** Adds the helpers to a table. */
    static void add(MethodTable table, StageLookup stages) {
        PipelineHelpers helpers = new PipelineHelpers(stages);
        table.add("stage", 1, helpers::stage)
                .add("stageExists", 1, call -> stages.stage(call.asText(0)).isPresent())
                .add("stageByRefId", 1, helpers::stageByRefId)
                .add("currentStage", 0, call -> value(stages.currentStage()))
                .add("judgment", 1, helpers::judgment)
                .add("judgement", 1, helpers::judgment)
                .add("pipelineId", 1, helpers::pipelineId)
                .add("pipelineIdOrNull", 1, call -> stages.pipelineId(call.text(0))
                        .orElse(null))
                .add("deployedServerGroups", 0, MOST_STAGES_NAMED, helpers::deployedServerGroups)
                .add("manifestLabelValue", 3, helpers::manifestLabelValue)
                .add("triggerResolvedArtifact", 1, call -> helpers.artifact(call, "name"))
                .add("triggerResolvedArtifactByType", 1, call -> helpers.artifact(call, "type"))
                .add("resolvedArtifacts", 0, call -> value(Map.of("all", stages.resolvedArtifacts()))
                        .get("all"));
    }

    private Object stage(Call call) {
        return value(found(call, stages.stage(call.asText(0))));
    }

    private Object stageByRefId(Call call) {
        return value(found(call, stages.stageByRefId(call.asText(0))));
    }

    private static <T> T found(Call call, Optional<T> stage) {
        return stage.orElseThrow(() -> new ExpressionFault.Missing("expression.no-stage", call.method(), named(call)));
    }

    /** A name that is written out is shown, a computed one is a value and may be a secret. */
    private static String named(Call call) {
        return call.literal() ? "\"" + call.asText(0) + "\"" : "…";
    }

    private Object judgment(Call call) {
        return stages.judgment(call.text(0))
                .orElseThrow(() -> new ExpressionFault.Missing("expression.no-judgment", call.method(), named(call)));
    }

    private Object pipelineId(Call call) {
        return stages.pipelineId(call.text(0))
                .orElseThrow(() -> new ExpressionFault.Missing("expression.no-pipeline", call.method(), named(call)));
    }

    private Object deployedServerGroups(Call call) {
        List<String> names =
                call.arguments().stream().map(name -> String.valueOf(name)).toList();
        return value(Map.of("all", stages.deployedServerGroups(names))).get("all");
    }

    private Object manifestLabelValue(Call call) {
        String kind = call.text(1);
        if (!LABELLED.contains(kind.toLowerCase(Locale.ROOT))) {
            throw new ExpressionFault("expression.label-kind", call.method());
        }
        return stages.manifestLabelValue(call.text(0), kind, call.text(2))
                .orElseThrow(() -> new ExpressionFault.Missing("expression.no-label", call.method(), named(call)));
    }

    private Object artifact(Call call, String field) {
        String wanted = call.text(0);
        return stages.resolvedArtifacts().stream()
                .filter(artifact -> wanted.equals(artifact.get(field)))
                .findFirst()
                .map(PipelineHelpers::value)
                .orElseThrow(() -> new ExpressionFault.Missing("expression.no-artifact", call.method(), named(call)));
    }

    private static Map<String, Object> value(Map<String, Object> given) {
        return Values.copyOfMap(given);
    }
}
