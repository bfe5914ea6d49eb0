package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageTypes;
import java.util.Optional;

/** Adds stage types to those that this plugin knows, which count before them. */
public interface StageTypeProvider extends ExtensionPoint {

    /**
     * Finds a stage's type.
     *
     * @param stage of a pipeline
     * @return empty for stages of others' types
     */
    Optional<StageType> find(StageNode stage);

    /**
     * What a stage is run by.
     *
     * @param stage of a pipeline
     * @return empty when nobody knows how to run it
     */
    static Optional<StageType> typeOf(StageNode stage) {
        return ExtensionList.lookup(StageTypeProvider.class).stream()
                .flatMap(provider -> provider.find(stage).stream())
                .findFirst()
                .or(() -> StageTypes.of(stage));
    }

    /**
     * What a type stands for, apart from any stage.
     *
     * @param type as a stage's {@code type} or {@code alias} names it
     * @return empty when nobody knows how to run it
     */
    static Optional<StageType> named(String type) {
        return typeOf(StageNode.of(JsonNodeFactory.instance.objectNode().put("type", type)));
    }
}
