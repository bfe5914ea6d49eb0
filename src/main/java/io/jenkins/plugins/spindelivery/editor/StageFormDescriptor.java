package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.step.StepCalls;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Describes the rows of one stage type. Jenkins knows none of these: their forms ask {@link StageFormFields} for help and
 * checks, and the step's own descriptor for those of the step.
 */
public final class StageFormDescriptor extends Descriptor<StageForm> {
    private final String type;
    private final StageType stageType;
    private final StepDescriptor stepDescriptor;

    /**
     * A type whose stages one step does.
     *
     * @param type Spinnaker's
     * @param stageType what it comes to here
     * @param stepDescriptor the step that does it
     */
    StageFormDescriptor(String type, StageType stageType, StepDescriptor stepDescriptor) {
        super(StageForm.class);
        this.type = type;
        this.stageType = stageType;
        this.stepDescriptor = stepDescriptor;
    }

    /** Of stages that are edited as JSON, because no form of ours shows all of them. */
    StageFormDescriptor() {
        this("", null, null);
    }

    @Override
    public String getId() {
        return "spin-stage-" + (isJson() ? "json" : type);
    }

    @Override
    public String getDisplayName() {
        return Words.of("editor.type-" + (isJson() ? "json" : usualName().toLowerCase(Locale.ROOT)));
    }

    /** The first of the names that mean the same to Spinnaker. */
    private String usualName() {
        return stageType.names().iterator().next();
    }

    /** Whether new stages get this name, and not another one for the same. */
    boolean isUsual() {
        return isJson() || usualName().equals(type);
    }

    /** Help and checks come from a descriptor that Jenkins knows. */
    @Override
    public String getDescriptorUrl() {
        return StageFormFields.get().getDescriptorUrl();
    }

    @Override
    public String getHelpFile(String field) {
        return StageFormFields.get().getHelpFile(field);
    }

    /**
     * The step whose form is that of the stage.
     *
     * @return {@code null} for stages that are edited as JSON
     */
    public StepDescriptor getStepDescriptor() {
        return stepDescriptor;
    }

    /**
     * Whether stages of any type are edited as JSON.
     *
     * @return whether it is so
     */
    public boolean isJson() {
        return stageType == null;
    }

    /**
     * What a failure may mean for the others.
     *
     * @return the choices
     */
    public ListBoxModel getOnFailureItems() {
        ListBoxModel items = new ListBoxModel();
        for (FailOption option : FailOption.values()) {
            String word = option.name().toLowerCase(Locale.ROOT);
            items.add(Words.of("editor.fail-" + word.replace('_', '-')), word);
        }
        return items;
    }

    /**
     * What people call a day of the week.
     *
     * @param day 1 = Sunday … 7 = Saturday, as Spinnaker counts them
     * @return in the reader's language
     */
    public String getDayName(int day) {
        DayOfWeek known = day == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(day - 1);
        return known.getDisplayName(TextStyle.FULL_STANDALONE, LocaleProvider.getLocale());
    }

    StageType stageType() {
        return stageType;
    }

    String type() {
        return type;
    }

    @Override
    public StageForm newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        try {
            return StageFormReader.read(this, request, form);
        } catch (ProblemException e) {
            throw new FormException(EditorTexts.lines(e.problems()), "stages");
        }
    }

    /** The row's stage with what the row says. */
    ObjectNode write(StageForm row, Surroundings around) {
        List<Problem> problems = row.fields().problems(row.getName());
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        ObjectNode stage =
                row.getOriginal().isBlank() ? fresh(type, row.getRefId()) : PipelineText.object(row.getOriginal());
        if (isJson()) {
            return stage;
        }
        ObjectNode changed = row.fields().write(stage);
        // As a form that nobody touched would send it back.
        StepCall before = StageReading.of(stageType, stage, around)
                .step()
                .map(StepCalls::call)
                .orElseGet(() -> new StepCall(stepDescriptor.getFunctionName(), Map.of()));
        StepCall after = FormValues.changed(before, StepCalls.call(row.getStep()), row::isTouched);
        return before.equals(after) ? changed : stageType.write(changed, List.of(before), List.of(after));
    }

    /** A stage of which nothing is said yet. */
    static ObjectNode fresh(String type, String refId) {
        ObjectNode stage = JsonNodeFactory.instance.objectNode();
        stage.put("type", type).put("refId", refId).putArray("requisiteStageRefIds");
        return stage;
    }
}
