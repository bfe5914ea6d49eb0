package io.jenkins.plugins.spindelivery.engine.expression;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PipelineHelpersTest {
    private final StageLookup run = new StageLookup() {
        @Override
        public Optional<Map<String, Object>> stage(String name) {
            return name.equals("Bake") ? Optional.of(bake()) : Optional.empty();
        }

        @Override
        public Optional<Map<String, Object>> stageByRefId(String refId) {
            return refId.equals("1") ? Optional.of(bake()) : Optional.empty();
        }

        @Override
        public Map<String, Object> currentStage() {
            return Map.of("name", "Deploy");
        }

        @Override
        public Optional<String> judgment(String name) {
            return name.equals("Ask") ? Optional.of("go on") : Optional.empty();
        }

        @Override
        public Optional<String> pipelineId(String name) {
            return name.equals("Other") ? Optional.of("id-1") : Optional.empty();
        }

        @Override
        public List<Map<String, Object>> deployedServerGroups(List<String> names) {
            return List.of(Map.of("serverGroup", "app-v001", "asked", names));
        }

        @Override
        public Optional<String> manifestLabelValue(String stage, String kind, String label) {
            return label.equals("app") ? Optional.of(stage + "/" + kind) : Optional.empty();
        }

        @Override
        public List<Map<String, Object>> resolvedArtifacts() {
            return List.of(
                    Map.of("type", "docker/image", "name", "nginx", "version", "1.27"),
                    Map.of("type", "docker/image", "name", "redis", "version", "7"));
        }
    };
    private final ExpressionFixture fixture = new ExpressionFixture(
            ExpressionContext.of(ExpressionFixture.ROOTS).withStages(run), ExpressionLimits.DEFAULT);

    private static Map<String, Object> bake() {
        return Map.of(
                "status",
                "SUCCEEDED",
                "outputs",
                TreeView.of(ExpressionFixture.json("{'ami': 'ami-1', 'regions': ['eu', 'us']}")));
    }

    @Test
    public void stages() {
        assertEquals("SUCCEEDED", fixture.text("${#stage('Bake')['status']}"));
        assertEquals("ami-1 us", fixture.text("${#stage('Bake').outputs.ami} ${#stage('Bake').outputs.regions[1]}"));
        assertEquals("true false", fixture.text("${#stageExists('Bake')} ${#stageExists('Cook')}"));
        assertEquals("SUCCEEDED", fixture.text("${#stageByRefId('1').status}"));
        assertEquals("SUCCEEDED", fixture.text("${#stageByRefId(1).status}"));
        assertEquals("Deploy", fixture.text("${#currentStage().name}"));
    }

    @Test
    public void whatIsNotThereIsAnErrorOrTakesTheDefault() {
        assertEquals(
                "${#stage('…').status}: stage() finds no stage \"Cook\" in this pipeline."
                        + " Check its name, or add a default with ?:",
                fixture.message("${#stage('Cook').status}"));
        assertEquals("none", fixture.text("${#stage('Cook').status ?: 'none'}"));
        assertEquals(List.of("stage", "…"), arguments("${#stage(parameters.password)}"));
        assertEquals(
                "expression.no-judgment", fixture.refused("${#judgment('No')}").code());
        assertEquals("no", fixture.text("${#judgment('No') ?: 'no'}"));
        assertEquals(
                "expression.no-pipeline",
                fixture.refused("${#pipelineId('No')}").code());
        assertEquals(
                "expression.no-artifact",
                fixture.refused("${#triggerResolvedArtifact('no')}").code());
    }

    private List<String> arguments(String text) {
        List<String> all = fixture.refused(text).arguments();
        return all.subList(1, all.size());
    }

    @Test
    public void judgmentsAndPipelines() {
        assertEquals("go on, go on", fixture.text("${#judgment('Ask')}, ${#judgement('Ask')}"));
        assertEquals("id-1", fixture.text("${#pipelineId('Other')}"));
        assertTrue(fixture.evaluate("${#pipelineIdOrNull('No')}").isNull());
    }

    @Test
    public void whatWasDeployed() {
        assertEquals("app-v001", fixture.text("${#deployedServerGroups()[0].serverGroup}"));
        JsonNode asked = fixture.evaluate("${#deployedServerGroups('A', 'B')[0].asked}");
        assertEquals(ExpressionFixture.json("['A', 'B']"), asked);
        assertEquals("Deploy/Deployment", fixture.text("${#manifestLabelValue('Deploy', 'Deployment', 'app')}"));
        assertEquals(
                "expression.no-label",
                fixture.refused("${#manifestLabelValue('Deploy', 'replicaSet', 'x')}")
                        .code());
        assertEquals(
                "expression.label-kind",
                fixture.refused("${#manifestLabelValue('Deploy', 'Service', 'app')}")
                        .code());
    }

    @Test
    public void artifactsOfTheTrigger() {
        assertEquals("7", fixture.text("${#triggerResolvedArtifact('redis').version}"));
        assertEquals("nginx", fixture.text("${#triggerResolvedArtifactByType('docker/image').name}"));
        assertEquals("2", fixture.text("${#resolvedArtifacts().size()}"));
    }

    @Test
    public void whatAsksSpinnakersStoreIsNowhere() {
        assertEquals(
                "expression.helper-nowhere",
                fixture.refused("${#applicationMetadata('shop').email}").code());
        assertEquals(
                "expression.unknown-helper-near",
                fixture.refused("${#stge('x')}").code());
    }

    @Test
    public void aViewIsWhatACopyWouldBe() {
        JsonNode tree = ExpressionFixture.json("{'a': [1, {'b': null}], 'c': 2.5, 'd': {}, 'e': true, 'f': 'x'}");
        Object view = TreeView.of(tree);

        assertEquals(Values.fromJson(tree), view);
        assertEquals(tree, evaluate(view, "${seen}"));
        assertEquals("{\"b\":null}", evaluate(view, "x${seen.a[1]}").asText().substring(1));
        assertEquals(ExpressionFixture.json("['a', 'c', 'd', 'e', 'f']"), evaluate(view, "${seen.keySet()}"));
        assertEquals(ExpressionFixture.json("[1]"), evaluate(view, "${seen.a.?[#this == 1]}"));
    }

    private static JsonNode evaluate(Object seen, String text) {
        return new ExpressionFixture(ExpressionContext.of(Map.of()).with("seen", seen), ExpressionLimits.DEFAULT)
                .evaluate(text);
    }
}
