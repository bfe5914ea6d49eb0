package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What surrounds a stage before a run: the definition alone. It gathers the findings; used once, for one stage. */
public final class DefinitionMapping implements Mapping {
    private final Definition definition;
    private final StageNode stage;
    private final BiFunction<String, String, Optional<String>> jobs;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * The surroundings of a stage.
     *
     * @param definition its pipeline
     * @param stage of that pipeline
     * @param jobs the Jenkins job of another pipeline, by that pipeline's application and its id or name
     */
    public DefinitionMapping(
            Definition definition, StageNode stage, BiFunction<String, String, Optional<String>> jobs) {
        this.definition = definition;
        this.stage = stage;
        this.jobs = jobs;
    }

    @Override
    public String application() {
        return definition.application();
    }

    @Override
    public Optional<ObjectNode> artifact(String id) {
        List<JsonNode> lists = new ArrayList<>();
        lists.add(stage.tree().path(Definition.EXPECTED_ARTIFACTS));
        definition
                .graph()
                .ancestors(stage.refId())
                .forEach(ancestor -> lists.add(ancestor.tree().path(Definition.EXPECTED_ARTIFACTS)));
        lists.add(definition.field(Definition.EXPECTED_ARTIFACTS));
        for (JsonNode list : lists) {
            for (JsonNode expected : list) {
                if (expected.path("id").asText().equals(id)
                        && expected.path("matchArtifact") instanceof ObjectNode map) {
                    return Optional.of(map.deepCopy());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> job(String application, String pipeline) {
        return jobs.apply(application, pipeline);
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

    /**
     * What the stage's type had to say.
     *
     * @return in the order in which it was found
     */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
