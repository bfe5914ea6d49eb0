package io.jenkins.plugins.spindelivery.engine.pipeline;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class ChecksTest {
    /** Says what it sees of its surroundings. */
    private static final StageType WAIT = new StageType() {
        @Override
        public Set<String> names() {
            return Set.of("wait");
        }

        @Override
        public List<StepCall> calls(ObjectNode stage, Mapping mapping) {
            if (stage.has("uses")) {
                String name = mapping.artifact(stage.path("uses").asText())
                        .map(artifact -> artifact.path("name").asText())
                        .orElse("nothing");
                mapping.found(new Finding(Weight.CHANGES, Problem.of("pipeline.no-stages", name)));
            }
            if (stage.has("starts")) {
                String job = mapping.job(
                                mapping.application(), stage.path("starts").asText())
                        .orElse("no job");
                mapping.found(new Finding(Weight.CANNOT, Problem.of("pipeline.no-stages", job)));
            }
            return List.of(new StepCall("spinWait", Map.of()));
        }

        @Override
        public ObjectNode write(ObjectNode stage, List<StepCall> before, List<StepCall> after) {
            return stage;
        }

        @Override
        public ObjectNode outputs(ObjectNode stage, List<JsonNode> values) {
            return stage;
        }
    };

    private final Checks checks = new Checks(
            type -> type.equals("wait") ? Optional.of(WAIT) : Optional.empty(),
            (application, pipeline) -> pipeline.equals("known") ? Optional.of("folder/known") : Optional.empty(),
            ZoneOffset.UTC);

    private List<String> told(String json) {
        try {
            Definition definition = Definition.of("test", (ObjectNode) new ObjectMapper().readTree(json));
            return checks.of(definition).stream()
                    .map(found -> found.refId() + " " + found.finding().weight() + " "
                            + found.finding().problem().code() + " "
                            + found.finding().problem().where())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void aSoundPipelineHasNoFindings() {
        assertEquals(List.of(), told("{\"stages\": [{\"refId\": \"1\", \"type\": \"wait\"}]}"));
    }

    @Test
    public void everythingIsToldAtOnce() {
        assertEquals(
                List.of(
                        " CANNOT pipeline.unknown-requisite ",
                        " CANNOT pipeline.parameter-nameless ",
                        "1 CANNOT pipeline.unknown-type Fly (1)",
                        "2 CANNOT pipeline.window-none a (2)",
                        "2 CANNOT pipeline.artifact-not-a-list a (2)",
                        "2 CANNOT pipeline.enabled-type a (2) /stageEnabled"),
                told(
                        """
                        {"parameterConfig": [{"default": "x"}], "stages": [
                          {"refId": "1", "type": "fly", "name": "Fly", "requisiteStageRefIds": ["9"]},
                          {"refId": "2", "type": "wait", "name": "a", "restrictExecutionDuringTimeWindow": true,
                           "restrictedExecutionWindow": {}, "expectedArtifacts": 3, "stageEnabled": {"type": "x"}}]}"""));
    }

    @Test
    public void whatTypesHaveToSay() {
        assertEquals(
                List.of(
                        "2 CHANGES pipeline.no-stages far",
                        "2 CANNOT pipeline.no-stages folder/known",
                        "3 CHANGES pipeline.no-stages nothing",
                        "3 CANNOT pipeline.no-stages no job"),
                told(
                        """
                        {"expectedArtifacts": [{"id": "e", "matchArtifact": {"name": "whole"}}], "stages": [
                          {"refId": "1", "type": "wait", "expectedArtifacts": [{"id": "e", "matchArtifact":
                            {"name": "far"}}]},
                          {"refId": "2", "type": "wait", "requisiteStageRefIds": ["1"], "uses": "e", "starts": "known"},
                          {"refId": "3", "type": "other", "alias": "wait", "uses": "x", "starts": "unknown"}]}"""));
    }

    @Test
    public void whatNeverRunsIsNotLookedAt() {
        assertEquals(
                List.of("2 CANNOT pipeline.unknown-type fly (2)"),
                told(
                        """
                        {"stages": [{"refId": "1", "type": "fly", "stageEnabled": {"expression": "false"}},
                          {"refId": "2", "type": "fly", "stageEnabled": {"expression": "${false}"}}]}"""));
    }

    @Test
    public void onlyWhatCannotRunIsAProblem() {
        List<Checks.Found> found = List.of(
                new Checks.Found("1", new Finding(Weight.CHANGES, Problem.of("pipeline.no-stages", "a"))),
                new Checks.Found("1", new Finding(Weight.CANNOT, Problem.of("pipeline.no-stages", "b"))));
        assertEquals(
                List.of("b"),
                Checks.problems(found).stream().map(Problem::where).toList());
    }
}
