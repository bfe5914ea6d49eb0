package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * The steps that do what a stage does. They are made anew whenever they are needed, always the same ones: of the stage's
 * evaluated fields and of the ends of the stages before it, which don't change any more.
 */
final class StageCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StageNode stage;
    private final ObjectNode evaluated;
    private final StageType type;
    private final List<StepCall> calls;

    private StageCalls(StageNode stage, ObjectNode evaluated, StageType type, List<StepCall> calls) {
        this.stage = stage;
        this.evaluated = evaluated;
        this.type = type;
        this.calls = calls;
    }

    /**
     * The calls of a stage that has begun.
     *
     * @param pipeline its run
     * @param refId the stage
     * @return its calls
     * @throws ProblemException when it can't be run with its fields as they are
     */
    static StageCalls of(PipelineRun pipeline, String refId) {
        return of(pipeline, pipeline.stage(refId), pipeline.progress(refId).context());
    }

    /**
     * The calls of a stage.
     *
     * @param pipeline its run
     * @param stage as it is written
     * @param evaluated its JSON after expressions
     * @return its calls
     * @throws ProblemException when it can't be run with its fields as they are
     */
    static StageCalls of(PipelineRun pipeline, StageNode stage, ObjectNode evaluated) {
        StageType type = StageTypeProvider.typeOf(stage)
                .orElseThrow(() -> wrong(List.of(Problem.of("job.stage-unknown", "", stage.describe(), stage.type()))));
        RunMapping mapping = new RunMapping(pipeline, stage.refId());
        List<StepCall> calls = type.calls(evaluated.deepCopy(), mapping);
        List<Problem> cannot = mapping.findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.CANNOT)
                .map(Finding::problem)
                .toList();
        if (!cannot.isEmpty()) {
            throw wrong(cannot);
        }
        return new StageCalls(stage, evaluated, type, calls);
    }

    /** How many steps do the stage's work, one after the other. */
    int size() {
        return calls.size();
    }

    /**
     * All steps, so that what is wrong with one is known before the first begins.
     *
     * @return in order
     * @throws ProblemException when a call is none of a step that is there
     */
    List<Step> steps() {
        return calls.stream().map(this::step).toList();
    }

    /**
     * One of the steps.
     *
     * @param call counts from 0
     * @return as if a person had written it into a Jenkinsfile
     * @throws ProblemException as {@link #steps}
     */
    Step step(int call) {
        return step(calls.get(call));
    }

    /**
     * What later stages see of the stage.
     *
     * @param values what the steps have returned
     * @return under Spinnaker's names
     */
    ObjectNode outputs(List<Object> values) {
        return type.outputs(
                evaluated.deepCopy(),
                values.stream().<JsonNode>map(JSON::valueToTree).toList());
    }

    private Step step(StepCall call) {
        StepDescriptor descriptor = StepDescriptor.byFunctionName(call.function());
        if (descriptor == null) {
            throw wrong(List.of(Problem.of("job.step-missing", "", stage.describe(), call.function())));
        }
        DescribableModel<? extends Step> model = DescribableModel.of(descriptor.clazz);
        Map<String, Object> arguments = new LinkedHashMap<>();
        call.arguments().forEach((name, value) -> arguments.put(name, plain(value, model.getParameter(name))));
        try {
            return model.instantiate(arguments, TaskListener.NULL);
        } catch (Exception e) {
            throw wrong(List.of(Problem.of(
                    "job.call-unusable", "", stage.describe(), call.function(), String.valueOf(e.getMessage()))));
        }
    }

    /** A form would give texts for all; of a number in the JSON a step that wants a text gets one. */
    private static Object plain(JsonNode value, DescribableParameter parameter) {
        Class<?> wanted = parameter == null ? Object.class : parameter.getErasedType();
        if (wanted == String.class && value.isValueNode() && !value.isNull()) {
            return value.asText();
        } else if ((wanted == boolean.class || wanted == Boolean.class) && value.isTextual()) {
            return Boolean.valueOf(value.textValue().strip());
        }
        return JSON.convertValue(value, Object.class);
    }

    private static ProblemException wrong(List<Problem> problems) {
        return new ProblemException(Category.INPUT, problems);
    }
}
