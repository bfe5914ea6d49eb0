package io.jenkins.plugins.spindelivery.engine.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class PipelineScopesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Find and Ask, then Deploy behind both, then Check behind Deploy; Other stands alone. */
    private final Definition definition = Definition.of(
            "test",
            json(
                    """
            {"name": "Ship", "application": "shop", "id": "p1", "templateVariables": {"team": "red"}, "stages": [
              {"refId": "1", "type": "findImage", "name": "Find"},
              {"refId": "2", "type": "manualJudgment", "name": "Ask"},
              {"refId": "3", "type": "deploy", "name": "Deploy", "requisiteStageRefIds": ["1", "2"]},
              {"refId": "4", "type": "deployManifest", "name": "Check", "requisiteStageRefIds": ["3"],
               "color": "own ${parameters.tag}", "stageEnabled": {"type": "expression", "expression": "shade == 'dark'"}},
              {"refId": "5", "type": "wait", "name": "Other"}]}"""));

    private final PipelineState state = PipelineState.begin(
                    definition.graph(),
                    json(
                            """
                            {"type": "webhook", "user": "grace", "parameters": {"tag": "1.4"}, "buildInfo": {"scm": [
                              {"branch": "master", "sha1": "aa"}, {"branch": "fix", "sha1": "bb"}]}}"""),
                    List.of(json("{\"type\": \"docker/image\", \"name\": \"from trigger\"}")),
                    List.of(
                            json(
                                    """
                            {"id": "e1", "boundArtifact": {"type": "docker/image", "name": "nginx"}}""")))
            .with(
                    "1",
                    p -> ended(p, "{\"color\": \"red\", \"shade\": \"far\", \"artifacts\": [{\"name\": \"found\"}]}"))
            .with("2", p -> ended(p, "{\"judgmentInput\": \"go\", \"shade\": \"light\"}"))
            .with(
                    "3",
                    p -> ended(
                            p,
                            """
                            {"shade": "dark", "trigger": "shadow", "deploy.server.groups": {"eu": ["shop-v001"]},
                             "deploymentDetails": [{"region": "eu", "ami": "ami-1"}],
                             "artifacts": [{"name": "deployed"}, {"name": "found"}],
                             "resolvedExpectedArtifacts": [{"id": "e2", "boundArtifact": {"name": "near"}}]}"""));

    private final ExecutionFacts facts = ExecutionFacts.of(definition, "shop/ship#7", 7, "http://ci/7", 1000, "ada")
            .withPipelineIds(name -> name.equals("Ship") ? Optional.of("p1") : Optional.empty());

    private static PipelineState.Progress ended(PipelineState.Progress progress, String outputs) {
        ObjectNode evaluated = json(
                """
                {"evaluated": true, "clusters": [{"account": "prod", "availabilityZones": {"eu": ["eu-a"]},
                  "capacity": {"desired": 2}}]}""");
        return progress.running(10, 0, evaluated, "n").ended(PipelineStatus.SUCCEEDED, 20, json(outputs), List.of());
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private PipelineScope scope(String refId) {
        return PipelineScopes.of(definition, state, refId, facts);
    }

    private ExpressionContext context(String refId) {
        return ExpressionContext.of(scope(refId).roots())
                .withStages(scope(refId).stages());
    }

    private JsonNode evaluate(String text) {
        return new Expressions(context("4"), ExpressionLimits.DEFAULT, Clock.systemUTC())
                .evaluate(TextNode.valueOf(text), pointer -> "here", warning -> {});
    }

    private String text(String text) {
        return evaluate(text).asText();
    }

    private StageEvaluation evaluation(String refId) {
        return new StageEvaluation(context(refId), ExpressionLimits.DEFAULT, Clock.systemUTC());
    }

    private StageNode stage(String refId) {
        return definition.graph().stage(refId).orElseThrow();
    }

    private static StageNode stageOf(String json) {
        return StageNode.of(json(json));
    }

    @Test
    public void ownFieldsGoBeforeOutputsAndNearOutputsBeforeFarOnes() {
        assertEquals("own ${parameters.tag}", text("${color}"));
        assertEquals("dark", text("${shade}"));
        assertEquals("go", text("${judgmentInput}"));
        assertEquals("1.4 webhook", text("${parameters.tag} ${trigger.type}"));
        assertEquals("red", text("${templateVariables.team}"));
        assertEquals("bb", text("${scmInfo.sha1}"));
    }

    @Test
    public void aStagesNameIsNoRootAndOtherBranchesAreNotSeen() {
        assertEquals("${name} ${refId}", text("${name} ${refId}"));
        Set<String> roots = scope("5").roots().keySet();
        assertFalse(roots.contains("shade"));
        assertTrue(roots.containsAll(List.of("execution", "trigger", "parameters", "deployedServerGroups")));
    }

    @Test
    public void theExecution() {
        assertEquals(
                "shop/ship#7 Ship shop p1 7 1000 RUNNING ada",
                text("${execution.id} ${execution.name} ${execution.application} ${execution.pipelineConfigId}"
                        + " ${execution.number} ${execution.startTime} ${execution.status}"
                        + " ${execution.authentication.user}"));
        assertEquals(
                "SUCCEEDED 10 20",
                text("${execution.stages[0].status} ${execution.stages[0].startTime} ${execution.stages[0].endTime}"));
        assertEquals("Deploy", text("${execution.stages.?[type == 'deploy'][0].name}"));
        assertTrue(evaluate("${execution.stages[4].startTime}").isNull());
    }

    @Test
    public void stagesByNameAndTheirContext() {
        assertEquals(
                "true ami-1",
                text("${#stage('Deploy').context.evaluated}"
                        + " ${#stage('Deploy').context.deploymentDetails[0].ami}"));
        assertEquals("NOT_STARTED 4", text("${#stage('Other').status} ${#currentStage().refId}"));
        assertEquals("go", text("${#judgment('Ask')}"));
        assertEquals("none", text("${#judgment('Find') ?: 'none'}"));
        assertEquals("p1", text("${#pipelineId('Ship')}"));
        assertEquals("nginx", text("${#triggerResolvedArtifactByType('docker/image').name}"));
    }

    @Test
    public void deployedServerGroups() {
        JsonNode expected = json(
                """
                {"account": "prod", "capacity": {"desired": 2}, "parentStage": "3", "region": "eu", "ami": "ami-1",
                 "serverGroup": "shop-v001"}""");
        assertEquals(expected, evaluate("${deployedServerGroups[0]}"));
        assertEquals(expected, evaluate("${#deployedServerGroups('Deploy')[0]}"));
        assertEquals(0, evaluate("${#deployedServerGroups('Check')}").size());
    }

    @Test
    public void labelsOfWhatWasDeployed() {
        PipelineState later = state.with(
                "4",
                p -> ended(
                        p,
                        """
                {"manifests": [{"kind": "Service"}, {"kind": "Deployment", "spec": {"template": {"metadata": {"labels":
                  {"app": "shop"}}}}}]}"""));
        var lookup = PipelineScopes.of(definition, later, "5", facts).stages();

        assertEquals(Optional.of("shop"), lookup.manifestLabelValue("Check", "deployment", "app"));
        assertEquals(Optional.empty(), lookup.manifestLabelValue("Check", "ReplicaSet", "app"));
        assertEquals(Optional.empty(), lookup.manifestLabelValue("Deploy", "Deployment", "app"));
    }

    @Test
    public void artifactsOfTheStagesBeforeAndOfTheTrigger() {
        assertEquals(
                List.of("deployed", "found", "from trigger"),
                scope("4").artifacts().stream()
                        .map(artifact -> artifact.path("name").asText())
                        .toList());
        assertEquals(
                "nginx",
                scope("4").boundArtifact("e1").orElseThrow().path("name").asText());
        assertEquals(
                "near",
                scope("4").boundArtifact("e2").orElseThrow().path("name").asText());
        assertEquals(Optional.empty(), scope("5").boundArtifact("e2"));
    }

    @Test
    public void fieldsAreEvaluatedOnceTheStageHasBegun() {
        assertFalse(scope("4").fieldsEvaluated());
        assertTrue(scope("3").fieldsEvaluated());
        assertThrows(IllegalArgumentException.class, () -> scope("6"));
    }

    @Test
    public void allFieldsOfAStageButThoseThatAreLeft() {
        ObjectNode stage = stage("4").json();
        stage.set("manifests", json("{\"image\": \"${parameters.tag}\"}"));
        ObjectNode result = evaluation("4").fields(StageNode.of(stage), Set.of("manifests"), warning -> {});

        stage.put("color", "own 1.4");
        assertEquals(stage, result);
    }

    @Test
    public void problemsNameStageAndField() {
        StageNode stage =
                stageOf("{\"refId\": \"9\", \"type\": \"wait\", \"name\": \"Nap\", \"a\": [\"${parameters.no}\"]}");
        List<Problem> problems = assertThrows(
                        ProblemException.class, () -> evaluation("4").fields(stage, Set.of(), warning -> {}))
                .problems();

        assertEquals(
                List.of("expression.missing"),
                problems.stream().map(Problem::code).toList());
        assertEquals("Nap (9) /a/0", problems.get(0).where());
    }

    @Test
    public void aStageRunsUnlessItsConditionIsFalse() {
        assertTrue(evaluation("4").enabled(stage("4")));
        assertTrue(evaluation("4").enabled(stage("3")));
        Map.of(
                        "{\"type\": \"expression\", \"expression\": \"\"}", true,
                        "{\"type\": \"expression\", \"expression\": \"${parameters.tag == '1.3'}\"}", false,
                        "{\"expression\": \"parameters.tag == '1.4'\"}", true,
                        "{\"expression\": \"False\"}", false,
                        "{\"expression\": false}", false,
                        "false", false,
                        "{}", true,
                        "null", true)
                .forEach((condition, runs) ->
                        assertEquals(condition, runs, evaluation("4").enabled(when(condition))));
    }

    private static StageNode when(String condition) {
        return stageOf("{\"refId\": \"9\", \"type\": \"wait\", \"stageEnabled\": " + condition + "}");
    }

    @Test
    public void aConditionThatCantBeDecidedIsAnError() {
        assertEquals("pipeline.enabled-undecided", undecided("{\"expression\": \"parameters.tag\"}"));
        assertEquals("pipeline.enabled-undecided", undecided("{\"expression\": \"${unknown.thing}\"}"));
        assertEquals("expression.missing", undecided("{\"expression\": \"parameters.no\"}"));
        assertEquals("pipeline.enabled-type", undecided("{\"type\": \"groovy\", \"expression\": \"true\"}"));
    }

    private String undecided(String condition) {
        return assertThrows(ProblemException.class, () -> evaluation("4").enabled(when(condition)))
                .problems()
                .get(0)
                .code();
    }

    @Test
    public void variablesSeeThoseBeforeThem() {
        JsonNode variables =
                json("""
                        {"v": [{"key": "base", "value": "app-${parameters.tag}"}, {"key": "n", "value": "${1 + 1}"},
                          {"key": "all", "value": {"of": "${base}/${n}"}}, {"key": "none"}]}""")
                        .get("v");

        assertEquals(
                json("{\"base\": \"app-1.4\", \"n\": 2, \"all\": {\"of\": \"app-1.4/2\"}, \"none\": null}"),
                evaluation("4").variables(stage("4"), variables, warning -> {}));
    }

    @Test
    public void allWrongVariablesAreTold() {
        JsonNode variables = json("{\"v\": [{\"key\": \"a\", \"value\": \"${parameters.no}\"}, {\"value\": \"x\"}]}")
                .get("v");
        List<String> told = new ArrayList<>();
        assertThrows(ProblemException.class, () -> evaluation("4").variables(stage("4"), variables, warning -> {}))
                .problems()
                .forEach(problem -> told.add(problem.code() + " " + problem.where()));

        assertEquals(
                List.of(
                        "expression.missing Check (4) /variables/0/value",
                        "pipeline.variable-nameless Check (4) /variables/1"),
                told);
    }
}
