package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.DefinitionMapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a form's stages stand among.
 *
 * @param definition the pipeline
 * @param jobs the Jenkins job of another pipeline, by that pipeline's application and its id or name
 */
record Surroundings(Definition definition, BiFunction<String, String, Optional<String>> jobs) {

    /** The surroundings of the stages of a definition. */
    static Surroundings of(ObjectNode tree, BiFunction<String, String, Optional<String>> jobs) {
        return new Surroundings(Definition.of(Words.of("job.text-title"), tree), jobs);
    }

    /** Those of a stage that stands alone. */
    static Surroundings none() {
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        empty.putArray(PipelineForm.STAGES);
        return of(empty, (application, pipeline) -> Optional.empty());
    }

    /** What a stage is mapped in. */
    DefinitionMapping mapping(ObjectNode stage) {
        return new DefinitionMapping(definition, StageNode.of(stage), jobs);
    }
}
