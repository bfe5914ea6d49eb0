package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.expression.StageLookup;
import io.jenkins.plugins.spindelivery.engine.expression.TreeView;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ExpectedArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the stages of a run may see of it, by the rules of Orca's {@code StageContext} and {@code ArtifactUtils}. */
public final class PipelineScopes {
    private static final Set<String> MAIN_BRANCHES = Set.of("master", "develop");
    private static final String TEMPLATE_VARIABLES = "templateVariables";
    private static final String RESOLVED = "resolvedExpectedArtifacts";
    private static final String ARTIFACTS = "artifacts";

    private PipelineScopes() {}

    /**
     * What one stage sees.
     *
     * @param definition the pipeline
     * @param state of the run, as it is now; a scope does not follow what comes after
     * @param refId the stage
     * @param facts of the run
     * @return the scope; it reads the state's trees, which must not be changed
     * @throws IllegalArgumentException when there is no such stage
     */
    public static PipelineScope of(Definition definition, PipelineState state, String refId, ExecutionFacts facts) {
        StageNode stage = definition
                .graph()
                .stage(refId)
                .orElseThrow(() -> new IllegalArgumentException("there is no stage " + refId));
        return new Scope(definition, state, stage, facts);
    }

    private static final class Scope implements PipelineScope {
        private final Definition definition;
        private final PipelineState state;
        private final StageNode stage;
        private final ExecutionFacts facts;
        private final StageViews views;
        private final List<StageNode> ancestors;

        Scope(Definition definition, PipelineState state, StageNode stage, ExecutionFacts facts) {
            this.definition = definition;
            this.state = state;
            this.stage = stage;
            this.facts = facts;
            this.views = new StageViews(definition, state);
            this.ancestors = definition.graph().ancestors(stage.refId());
        }

        @Override
        public Map<String, Object> roots() {
            Map<String, Object> roots = new LinkedHashMap<>(views.fields(stage));
            ancestors.forEach(ancestor -> views.outputs(ancestor).forEach(roots::putIfAbsent));
            JsonNode variables = definition.field(TEMPLATE_VARIABLES);
            if (variables.isObject()) {
                roots.put(TEMPLATE_VARIABLES, TreeView.of(variables));
            }
            scmInfo().ifPresent(info -> roots.put("scmInfo", TreeView.of(info)));
            roots.put("deployedServerGroups", stages().deployedServerGroups(List.of()));
            JsonNode parameters = state.trigger().path("parameters");
            roots.put("parameters", parameters.isObject() ? TreeView.of(parameters) : Map.of());
            roots.put("trigger", TreeView.of(state.trigger()));
            roots.put("execution", execution());
            return roots;
        }

        private Map<String, Object> execution() {
            Map<String, Object> execution = new LinkedHashMap<>();
            execution.put("id", facts.id());
            execution.put("type", "PIPELINE");
            execution.put("name", facts.name());
            execution.put("application", facts.application());
            execution.put("pipelineConfigId", definition.id());
            execution.put("number", facts.number());
            execution.put("url", facts.url());
            execution.put("startTime", facts.startMillis());
            execution.put("status", PipelineStatus.RUNNING.name());
            execution.put("user", facts.userOrAnonymous());
            execution.put("authentication", Map.of("user", facts.userOrAnonymous()));
            execution.put("trigger", TreeView.of(state.trigger()));
            execution.put("stages", views.all());
            return execution;
        }

        /** Of the build that triggered the run: the first branch that is none of the usual ones, else the first. */
        private Optional<JsonNode> scmInfo() {
            JsonNode own = state.trigger().at("/buildInfo/scm");
            JsonNode all = own.isEmpty() ? state.trigger().at("/parentExecution/trigger/buildInfo/scm") : own;
            for (JsonNode one : all) {
                if (!MAIN_BRANCHES.contains(one.path("branch").asText())) {
                    return Optional.of(one);
                }
            }
            return Optional.ofNullable(all.get(0));
        }

        @Override
        public StageLookup stages() {
            return new RunLookup(definition, state, stage, views, facts);
        }

        @Override
        public List<ObjectNode> artifacts() {
            // Equal ones are one, as in Orca.
            Set<ObjectNode> artifacts = new LinkedHashSet<>(nearest(ARTIFACTS));
            artifacts.addAll(state.artifacts());
            return List.copyOf(artifacts);
        }

        @Override
        public Optional<ObjectNode> boundArtifact(String expectedArtifactId) {
            List<ObjectNode> resolved = new ArrayList<>(nearest(RESOLVED));
            resolved.addAll(state.resolvedExpectedArtifacts());
            return ExpectedArtifact.boundOf(resolved, expectedArtifactId);
        }

        /** The maps in a list of outputs: of this stage, then of those before it, the nearest first. */
        private List<ObjectNode> nearest(String field) {
            List<ObjectNode> found = new ArrayList<>();
            List<StageNode> seen = new ArrayList<>(List.of(stage));
            seen.addAll(ancestors);
            for (StageNode one : seen) {
                for (JsonNode item : views.output(one).path(field)) {
                    if (item instanceof ObjectNode map) {
                        found.add(map);
                    }
                }
            }
            return found;
        }

        @Override
        public boolean fieldsEvaluated() {
            return state.progress(stage.refId()).context() != null;
        }
    }
}
