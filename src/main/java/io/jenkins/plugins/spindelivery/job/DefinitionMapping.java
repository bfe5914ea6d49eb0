package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What surrounds a stage as long as only the definition is known. */
final class DefinitionMapping implements Mapping {
    private final Definition definition;
    private final StageNode stage;
    private final List<Finding> findings = new ArrayList<>();

    DefinitionMapping(Definition definition, StageNode stage) {
        this.definition = definition;
        this.stage = stage;
    }

    /** What was found. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public String application() {
        return definition.application();
    }

    /** Of the stage, of those before it, and of the pipeline: what is to be matched. */
    @Override
    public Optional<ObjectNode> artifact(String id) {
        Stream<ObjectNode> ofStages = Stream.concat(
                        Stream.of(stage), definition.graph().ancestors(stage.refId()).stream())
                .flatMap(node -> StreamSupport.stream(
                        node.json().path("expectedArtifacts").spliterator(), false))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
        return Stream.concat(ofStages, definition.expectedArtifacts().stream())
                .filter(expected ->
                        !id.isEmpty() && expected.path("id").asText().equals(id))
                .findFirst()
                .map(expected -> expected.path("matchArtifact") instanceof ObjectNode match ? match : expected);
    }

    /** Which job it is matters when the stage runs; the name is as good until then. */
    @Override
    public Optional<String> job(String application, String pipeline) {
        return Optional.of(pipeline);
    }

    @Override
    public List<ObjectNode> deploymentDetails() {
        return List.of();
    }

    @Override
    public boolean running() {
        return false;
    }

    @Override
    public void found(Finding finding) {
        findings.add(finding);
    }
}
