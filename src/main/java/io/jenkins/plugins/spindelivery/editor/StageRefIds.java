package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.List;

/** Gives refIds to stages that have been added. */
final class StageRefIds {
    private static final String REF_ID = "refId";
    private static final String REQUISITES = "requisiteStageRefIds";

    /** Whether the order of the stages is that of their starts, because none says anything about its place. */
    private final boolean chain;

    StageRefIds(ObjectNode before) {
        boolean all = !before.path(PipelineForm.STAGES).isEmpty();
        for (JsonNode stage : before.path(PipelineForm.STAGES)) {
            all &= !stage.has(REF_ID) && stage.path(REQUISITES).isEmpty();
        }
        chain = all;
    }

    /** The stages' JSON; a new one has a refId that no other has, or none where none has one. */
    ArrayNode number(List<StageForm> rows, Surroundings around) {
        List<ObjectNode> stages = rows.stream().map(row -> row.write(around)).toList();
        long next = 1 + stages.stream().mapToLong(StageRefIds::number).max().orElse(0);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < stages.size(); i++) {
            ObjectNode stage = stages.get(i);
            boolean added = rows.get(i).getOriginal().isBlank();
            if (added && chain && stage.path(REQUISITES).isEmpty()) {
                stage.remove(List.of(REF_ID, REQUISITES));
            } else if (added && stage.path(REF_ID).asText().isBlank()) {
                stage.put(REF_ID, String.valueOf(next++));
            }
            list.add(stage);
        }
        return list;
    }

    private static long number(ObjectNode stage) {
        String refId = StageNode.of(stage).refId();
        return refId.matches("\\d{1,9}") ? Long.parseLong(refId) : 0;
    }
}
