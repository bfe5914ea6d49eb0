package io.jenkins.plugins.spindelivery.engine.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class DefinitionTest {
    private static final String SHOP =
            """
            {
              "name": "Deploy", "application": "shop", "id": "4f2e", "spelEvaluator": "v4",
              "limitConcurrent": true, "keepWaitingPipelines": "true", "maxConcurrentExecutions": 3,
              "parameterConfig": [{"name": "tag", "required": true}],
              "expectedArtifacts": [{"id": "image"}],
              "triggers": [{"type": "docker", "enabled": true}],
              "notifications": [{"type": "email"}],
              "stages": [
                {"refId": "2", "requisiteStageRefIds": ["1"], "type": "runJobManifest", "alias": "runJob",
                 "failPipeline": false, "continuePipeline": false, "unknownField": {"deep": [1, 2.50]}},
                {"refId": "1", "requisiteStageRefIds": [], "type": "wait", "name": "Wait a bit", "waitTime": 30}
              ]
            }
            """;

    @Test
    public void aPipelineIsRead() {
        Definition definition = read(SHOP);

        assertEquals("Deploy", definition.name());
        assertEquals("shop", definition.application());
        assertEquals("4f2e", definition.id());
        assertTrue(definition.limitConcurrent());
        assertTrue(definition.keepWaiting());
        assertEquals(3, definition.maxConcurrent());
        assertEquals(false, definition.disabled());
        assertEquals("tag", definition.parameterConfig().get(0).path("name").asText());
        assertEquals("image", definition.expectedArtifacts().get(0).path("id").asText());
        assertEquals("docker", definition.triggers().get(0).path("type").asText());
        assertEquals("email", definition.notifications().get(0).path("type").asText());
        StageNode job = definition.stages().get(0);
        assertEquals("2", job.refId());
        assertEquals("without a name the type is shown", "runJobManifest", job.name());
        assertEquals(List.of("1"), job.requisites());
        assertEquals(FailOption.STOP, job.onFailure());
        assertEquals("Wait a bit (1)", definition.stages().get(1).describe());
        assertEquals("1", definition.graph().order().get(0).refId());
        assertEquals(List.of(), definition.graph().problems());
    }

    @Test
    public void anAliasCountsWhereItIsKnown() {
        StageNode job = read(SHOP).stages().get(0);

        assertEquals("runJob", job.type("runJob"::equals));
        assertEquals("runJobManifest", job.type("runJobManifest"::equals));
        assertEquals("wait", read(SHOP).stages().get(1).type(type -> true));
    }

    @Test
    public void nothingOfJsonIsLost() throws Exception {
        String json =
                "{\"stages\":[],\"z\":1.50,\"big\":12345678901234567890123,\"tiny\":1E-30,\"a\":null,\"t\":\"é\"}";

        assertEquals(json, new ObjectMapper().writeValueAsString(read(json).json()));
    }

    @Test
    public void yamlIsTheSame() {
        Definition yaml = read(
                """
                # as people write it
                name: Deploy
                maxConcurrentExecutions: "2"
                stages:
                - refId: 1
                  type: wait
                - {refId: deploy, type: deployManifest, requisiteStageRefIds: [1], continuePipeline: "true",}
                """);

        assertEquals(2, yaml.maxConcurrent());
        assertEquals(
                List.of("1"),
                yaml.graph().requisites("deploy").stream().map(StageNode::refId).toList());
        assertEquals(FailOption.IGNORE, yaml.stages().get(1).onFailure());
    }

    @Test
    public void nobodyChangesADefinition() {
        Definition definition = read(SHOP);
        String before = definition.json().toString();

        definition.json().put("name", "other");
        definition.triggers().get(0).put("type", "other");
        definition.stages().get(0).json().put("type", "other");

        assertEquals(before, definition.json().toString());
        assertEquals("docker", definition.triggers().get(0).path("type").asText());
        assertEquals(
                "runJobManifest", definition.stages().get(0).json().path("type").asText());
    }

    @Test
    public void stagesWithoutRefIdsRunOneAfterTheOther() {
        Definition old = read("{\"stages\": [{\"type\": \"bake\"}, {\"type\": \"wait\"}, {\"type\": \"deploy\"}]}");

        assertEquals(
                List.of("1", "2", "3"),
                old.graph().order().stream().map(StageNode::refId).toList());
        assertEquals(List.of("2"), old.stages().get(2).requisites());
        assertEquals("{\"type\":\"bake\"}", old.stages().get(0).json().toString());
    }

    @Test
    public void aGraphThatIsWrongIsRead() {
        Definition definition = read("{\"stages\": [{\"refId\": \"1\", \"type\": \"wait\", "
                + "\"requisiteStageRefIds\": [\"1\", \"1\"]}]}");

        assertEquals(List.of("1"), definition.stages().get(0).requisites());
        assertEquals("pipeline.cycle", definition.graph().problems().get(0).code());
    }

    @Test
    public void allThatIsWrongIsToldWithItsLine() {
        assertEquals(
                List.of(
                        "pipeline.stage-without-type at p.json:3",
                        "pipeline.stage-without-ref-id at p.json:4",
                        "pipeline.requisites at p.json:4",
                        "pipeline.not-a-flag at p.json:5",
                        "pipeline.requisites at p.json:6"),
                problems(
                        """
                        {"stages":
                         [
                          {"refId": "1"},
                          {"type": "wait", "requisiteStageRefIds": "1"},
                          {"type": "wait", "refId": "3", "failPipeline": "maybe"},
                          {"type": "wait", "refId": "4", "requisiteStageRefIds": [{}]}
                         ]}
                        """));
        assertEquals(
                List.of(
                        "pipeline.not-a-map at p.json:2",
                        "pipeline.not-a-list at p.json:3",
                        "pipeline.not-a-flag at p.json:4",
                        "pipeline.not-a-count at p.json:5"),
                problems(
                        """
                        stages:
                        - wait
                        triggers: {}
                        limitConcurrent: sometimes
                        maxConcurrentExecutions: -1
                        """));
    }

    @Test
    public void whatIsNoPipelineIsRefused() {
        assertEquals(List.of("pipeline.not-a-pipeline at p.json:1"), problems("[]"));
        assertEquals(List.of("pipeline.one-document at p.json"), problems(""));
        assertEquals(List.of("pipeline.one-document at p.json"), problems("{stages: []}\n---\n{stages: []}"));
        assertEquals(List.of("pipeline.no-list-of-stages at p.json:1"), problems("{\"name\": \"x\"}"));
        assertEquals(List.of("pipeline.not-a-list at p.json:1"), problems("{\"stages\": 1}"));
        assertEquals(
                List.of("pipeline.templated at p.json:2"),
                problems("{\"schema\": \"v2\", \"stages\": [],\n\"template\": {\"reference\": \"spinnaker://x\"}}"));
        assertEquals(
                List.of("pipeline.templated at p.json:1"),
                problems("{\"type\": \"templatedPipeline\", \"config\": {}}"));
        assertEquals(List.of("manifest.read-duplicate-key at p.json:2"), problems("{\"name\": 1,\n\"name\": 2}"));
    }

    @Test
    public void aTreeIsCheckedToo() throws Exception {
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree("{\"stages\": [{\"refId\": \"1\"}]}");

        ProblemException refused = assertThrows(ProblemException.class, () -> Definition.of("frozen", tree));

        assertEquals("frozen/stages/0", refused.problems().get(0).where());
    }

    private static Definition read(String text) {
        return Definition.read("p.json", text.getBytes(StandardCharsets.UTF_8), Definition.LIMITS);
    }

    private static List<String> problems(String text) {
        return assertThrows(ProblemException.class, () -> read(text)).problems().stream()
                .map(DefinitionTest::line)
                .toList();
    }

    private static String line(Problem problem) {
        return problem.code() + " at " + problem.where();
    }
}
