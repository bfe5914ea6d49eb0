package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.expression.TreeView;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stages as expressions see them. The trees of a stage are not copied: of many MiB an expression looks at one field.
 */
final class StageViews {
    /** What Orca takes out of a stage's context when it makes a stage of it. */
    private static final Set<String> NOT_IN_CONTEXT =
            Set.of("name", StageNode.TYPE, StageNode.REF_ID, StageNode.REQUISITES, "startTimeExpiry");

    private final Definition definition;
    private final PipelineState state;

    StageViews(Definition definition, PipelineState state) {
        this.definition = definition;
        this.state = state;
    }

    /** All stages, in the definition's order. */
    List<Map<String, Object>> all() {
        return definition.stages().stream().map(this::of).toList();
    }

    /** A stage with Spinnaker's names for what it is. */
    Map<String, Object> of(StageNode stage) {
        Progress progress = state.progress(stage.refId());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", stage.refId());
        view.put("refId", stage.refId());
        view.put("name", stage.name());
        view.put("type", stage.type());
        view.put("requisiteStageRefIds", stage.requisites());
        view.put("status", status(progress.status()));
        view.put("startTime", time(progress.startMillis()));
        view.put("endTime", time(progress.endMillis()));
        view.put("context", context(stage));
        view.put("outputs", outputs(stage));
        return view;
    }

    /** Orca has no status for a stage that waits for its window: it is at work. */
    static String status(PipelineStatus status) {
        return (status == PipelineStatus.WAITING ? PipelineStatus.RUNNING : status).name();
    }

    private static Long time(long millis) {
        return millis == 0 ? null : Long.valueOf(millis);
    }

    /** The stage's own fields, evaluated once it has begun. */
    Map<String, Object> fields(StageNode stage) {
        Map<String, Object> fields = new LinkedHashMap<>();
        json(stage).fields().forEachRemaining(field -> {
            if (!NOT_IN_CONTEXT.contains(field.getKey())) {
                fields.put(field.getKey(), TreeView.of(field.getValue()));
            }
        });
        return fields;
    }

    /** The stage's JSON, evaluated once it has begun. */
    ObjectNode json(StageNode stage) {
        ObjectNode evaluated = state.progress(stage.refId()).context();
        return evaluated == null ? stage.tree() : evaluated;
    }

    /** As Orca's tasks write their results into the context too, over the fields. */
    private Map<String, Object> context(StageNode stage) {
        Map<String, Object> context = fields(stage);
        context.putAll(outputs(stage));
        return context;
    }

    /** What later stages see of a stage, by name. */
    Map<String, Object> outputs(StageNode stage) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        output(stage).fields().forEachRemaining(field -> outputs.put(field.getKey(), TreeView.of(field.getValue())));
        return outputs;
    }

    /** What later stages see of a stage: a map, or nothing. */
    JsonNode output(StageNode stage) {
        JsonNode outputs = state.progress(stage.refId()).outputs();
        return outputs == null ? MissingNode.getInstance() : outputs;
    }
}
