package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.expression.StageLookup;
import io.jenkins.plugins.spindelivery.engine.expression.TreeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Answers Spinnaker's helpers for one stage of a run. */
final class RunLookup implements StageLookup {
    private static final String MANUAL_JUDGMENT = "manualJudgment";
    private static final String JUDGMENT_INPUT = "judgmentInput";
    private static final Set<String> DEPLOYS = Set.of("deployManifest");

    private final Definition definition;
    private final PipelineState state;
    private final StageNode current;
    private final StageViews views;
    private final ExecutionFacts facts;

    RunLookup(Definition definition, PipelineState state, StageNode current, StageViews views, ExecutionFacts facts) {
        this.definition = definition;
        this.state = state;
        this.current = current;
        this.views = views;
        this.facts = facts;
    }

    @Override
    public Optional<Map<String, Object>> stage(String name) {
        return find(stage -> stage.name().equals(name)).map(views::of);
    }

    @Override
    public Optional<Map<String, Object>> stageByRefId(String refId) {
        return definition.graph().stage(refId).map(views::of);
    }

    @Override
    public Map<String, Object> currentStage() {
        return views.of(current);
    }

    @Override
    public Optional<String> judgment(String name) {
        return find(stage -> stage.name().equals(name)
                        && stage.type().equals(MANUAL_JUDGMENT)
                        && input(stage).isTextual())
                .map(stage -> input(stage).asText());
    }

    private JsonNode input(StageNode stage) {
        return views.output(stage).path(JUDGMENT_INPUT);
    }

    @Override
    public Optional<String> pipelineId(String name) {
        return facts.pipelineIds().apply(name);
    }

    @Override
    public List<Map<String, Object>> deployedServerGroups(List<String> names) {
        return new DeployedServerGroups(views).of(definition.stages(), state, names);
    }

    @Override
    public Optional<String> manifestLabelValue(String stage, String kind, String label) {
        return find(one -> one.name().equals(stage)
                        && DEPLOYS.contains(one.type())
                        && state.progress(one.refId()).status() == PipelineStatus.SUCCEEDED)
                .flatMap(one -> manifests(one)
                        .filter(manifest -> manifest.path("kind").asText().equalsIgnoreCase(kind))
                        .map(manifest ->
                                manifest.at("/spec/template/metadata/labels").path(label))
                        .filter(JsonNode::isValueNode)
                        .map(JsonNode::asText)
                        .findFirst());
    }

    private Stream<JsonNode> manifests(StageNode stage) {
        JsonNode outputs = views.output(stage);
        JsonNode made = outputs.has("outputs.manifests") ? outputs.get("outputs.manifests") : outputs.path("manifests");
        return Stream.iterate(0, i -> i < made.size(), i -> i + 1).map(made::get);
    }

    @Override
    public List<Map<String, Object>> resolvedArtifacts() {
        return state.resolvedExpectedArtifacts().stream()
                .map(expected -> expected.path("boundArtifact"))
                .filter(ObjectNode.class::isInstance)
                .map(RunLookup::map)
                .toList();
    }

    @SuppressWarnings("unchecked") // the view of a map has text keys
    private static Map<String, Object> map(JsonNode object) {
        return (Map<String, Object>) TreeView.of(object);
    }

    /** The nearest stage before this one, else this one, else any. */
    private Optional<StageNode> find(Predicate<StageNode> wanted) {
        return Stream.of(
                        definition.graph().ancestors(current.refId()).stream(),
                        Stream.of(current),
                        definition.stages().stream())
                .flatMap(stages -> stages)
                .filter(wanted)
                .findFirst();
    }
}
