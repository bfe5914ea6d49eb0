package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.PipelineFields;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.StageFields;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A whole pipeline as a form shows it. */
public final class PipelineForm {
    static final String STAGES = "stages";
    static final String PARAMETERS = "parameterConfig";
    /** Lists that the form shows as JSON, and has no rows for. */
    static final List<String> JSON_LISTS = List.of("triggers", "notifications", "expectedArtifacts");

    private final ObjectNode tree;
    private final boolean yaml;
    private final Surroundings around;

    private PipelineForm(ObjectNode tree, boolean yaml, Surroundings around) {
        this.tree = tree;
        this.yaml = yaml;
        this.around = around;
    }

    /**
     * The form of a definition.
     *
     * @param text JSON or YAML; blank for a new pipeline
     * @param jobs the Jenkins job of another pipeline, by that pipeline's application and its id or name
     * @return the form
     * @throws ProblemException with everything that keeps the text from being read
     */
    public static PipelineForm of(String text, BiFunction<String, String, Optional<String>> jobs) {
        ObjectNode tree = PipelineText.tree(text);
        return new PipelineForm(tree, PipelineText.isYaml(text), Surroundings.of(tree, jobs));
    }

    /**
     * Whether a change in the form rewrites YAML, and thereby loses its comments.
     *
     * @return whether the definition is written as YAML
     */
    public boolean isYaml() {
        return yaml;
    }

    /**
     * The fields of the whole.
     *
     * @return what they say
     */
    PipelineFields fields() {
        return PipelineFields.of(tree);
    }

    /**
     * The application.
     *
     * @return may be empty
     */
    public String getApplication() {
        return fields().application();
    }

    /**
     * What it is for.
     *
     * @return may be empty
     */
    public String getDescription() {
        return fields().description();
    }

    /**
     * Whether one run waits for the other.
     *
     * @return whether it does
     */
    public boolean isLimitConcurrent() {
        return fields().limitConcurrent();
    }

    /**
     * Whether all waiting runs are kept.
     *
     * @return false where only the newest one is
     */
    public boolean isKeepWaiting() {
        return fields().keepWaiting();
    }

    /**
     * How many runs there may be at a time.
     *
     * @return empty for any number
     */
    public String getMostConcurrent() {
        return fields().mostConcurrent();
    }

    /**
     * Whose clocks count for execution windows.
     *
     * @return empty for the time zone of Jenkins
     */
    public String getTimeZone() {
        return fields().timeZone();
    }

    /**
     * The parameters.
     *
     * @return one row each
     */
    public List<ParameterForm> getParameters() {
        List<ParameterForm> rows = new ArrayList<>();
        for (JsonNode parameter : tree.path(PARAMETERS)) {
            rows.add(ParameterForm.of((ObjectNode) parameter));
        }
        return rows;
    }

    /**
     * The stages.
     *
     * @return one row each, in the definition's order, which says nothing about when they start
     */
    public List<StageForm> getStages() {
        List<StageForm> rows = new ArrayList<>();
        for (JsonNode stage : tree.path(STAGES)) {
            rows.add(row((ObjectNode) stage));
        }
        return rows;
    }

    /**
     * What kinds of stages can be added.
     *
     * @return by name
     */
    public List<StageFormDescriptor> getStageDescriptors() {
        return StageFormDescriptors.get().all().stream()
                .filter(StageFormDescriptor::isUsual)
                .toList();
    }

    /**
     * What started it, in Spinnaker's own words.
     *
     * @return JSON; empty for none
     */
    public String getTriggers() {
        return list("triggers");
    }

    /**
     * Who is told, in Spinnaker's own words.
     *
     * @return JSON; empty for none
     */
    public String getNotifications() {
        return list("notifications");
    }

    /**
     * The artifacts that it expects, in Spinnaker's own words.
     *
     * @return JSON; empty for none
     */
    public String getExpectedArtifacts() {
        return list("expectedArtifacts");
    }

    private String list(String field) {
        return tree.path(field).isEmpty() ? "" : PipelineText.write(tree.path(field));
    }

    /** A row for a stage: with a form where that shows all that the stage does, else with its JSON. */
    private StageForm row(ObjectNode stage) {
        StageNode node = StageNode.of(stage);
        Optional<StageFormDescriptor> kind = StageFormDescriptors.get().of(node);
        if (kind.isEmpty()) {
            return jsonRow(stage, List.of());
        }
        StageReading reading = StageReading.of(kind.get().stageType(), stage, around);
        return reading.step()
                .map(step -> new StageForm(
                        kind.get(),
                        node.refId(),
                        PipelineText.write(stage),
                        StageFields.of(stage),
                        step,
                        reading.notes()))
                .orElseGet(() -> jsonRow(stage, reading.notes()));
    }

    private static StageForm jsonRow(ObjectNode stage, List<Problem> why) {
        String refId = StageNode.of(stage).refId();
        StageFormDescriptor json = StageFormDescriptors.get().json();
        return new StageForm(json, refId, PipelineText.write(stage), StageFields.of(stage), null, why);
    }

    /** A row of JSON as a form sends it. */
    static StageForm jsonRow(String stage) {
        return jsonRow(PipelineText.object(stage), List.of());
    }

    /**
     * The definition with what a form says.
     *
     * @param text as it was before
     * @param jobs as {@link #of} had them
     * @param fields of the whole
     * @param parameters in order
     * @param stages in order
     * @param lists JSON of {@link #JSON_LISTS}, in that order; empty ones for none
     * @return the very same text where the form says what that does
     * @throws ProblemException with what is wrong
     */
    static String write(
            String text,
            BiFunction<String, String, Optional<String>> jobs,
            PipelineFields fields,
            List<ParameterForm> parameters,
            List<StageForm> stages,
            List<String> lists) {
        ObjectNode before = PipelineText.tree(text);
        ObjectNode after = fields.write(before);
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        parameters.forEach(parameter -> rows.add(parameter.write()));
        put(after, PARAMETERS, rows);
        put(after, STAGES, new StageRefIds(before).number(stages, Surroundings.of(before, jobs)));
        for (int i = 0; i < lists.size(); i++) {
            put(after, JSON_LISTS.get(i), list(JSON_LISTS.get(i), lists.get(i)));
        }
        return after.equals(before) ? text : PipelineText.write(after, text);
    }

    private static JsonNode list(String field, String json) {
        JsonNode list = json.isBlank() ? JsonNodeFactory.instance.arrayNode() : PipelineText.read(json);
        if (!list.isArray()) {
            throw new ProblemException(Category.INPUT, Problem.of("editor.no-list", "", field));
        }
        return list;
    }

    /** An empty list that was not written is not written either. */
    private static void put(ObjectNode tree, String field, JsonNode list) {
        if (!list.isEmpty() || !tree.path(field).isEmpty()) {
            tree.set(field, list);
        }
    }
}
