package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** Makes steps of calls as Pipeline itself does, and calls of steps as its snippet generator does. */
public final class StepCalls {
    private static final JsonMapper JSON = new JsonMapper();

    private StepCalls() {}

    /**
     * The step that a function stands for.
     *
     * @param function such as {@code spinDeploy}
     * @return empty where this Jenkins has no such step
     */
    public static Optional<StepDescriptor> descriptor(String function) {
        return Optional.ofNullable(StepDescriptor.byFunctionName(function));
    }

    /**
     * The step of a call.
     *
     * @param call a function of this Jenkins with arguments that it has
     * @return the step as a Pipeline would make it
     * @throws ProblemException when a value is none that the argument can have
     * @throws IllegalArgumentException when there is no such function or argument
     */
    public static Step step(StepCall call) {
        StepDescriptor descriptor = descriptor(call.function())
                .orElseThrow(() -> new IllegalArgumentException("There is no step " + call.function()));
        DescribableModel<? extends Step> model = DescribableModel.of(descriptor.clazz);
        Map<String, Object> arguments = new LinkedHashMap<>();
        call.arguments().forEach((name, value) -> {
            DescribableParameter parameter = model.getParameter(name);
            if (parameter == null) {
                throw new IllegalArgumentException(call.function() + " has no argument " + name);
            }
            arguments.put(name, plain(call.function(), value, parameter));
        });
        try {
            return model.instantiate(arguments, TaskListener.NULL);
        } catch (IllegalArgumentException | ClassCastException e) {
            Problem problem = Problem.of("step.call-arguments", call.function(), String.valueOf(e.getMessage()));
            throw new ProblemException(Category.INPUT, problem);
        }
    }

    /** A form would give texts for all; of a number in JSON a step that wants a text gets one. */
    private static Object plain(String function, JsonNode value, DescribableParameter parameter) {
        Class<?> wanted = parameter.getErasedType();
        if (wanted == String.class && value.isValueNode() && !value.isNull()) {
            return value.asText();
        } else if ((wanted == boolean.class || wanted == Boolean.class) && value.isTextual()) {
            String text = value.textValue().strip();
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new ProblemException(
                        Category.INPUT, Problem.of("step.call-flag", function, parameter.getName(), text));
            }
            return Boolean.valueOf(text);
        }
        return JSON.convertValue(value, Object.class);
    }

    /**
     * The call of a step.
     *
     * @param step one of ours
     * @return with the arguments that differ from what the step has without them
     */
    public static StepCall call(Step step) {
        UninstantiatedDescribable plain = DescribableModel.uninstantiate2_(step);
        Map<String, JsonNode> arguments = new LinkedHashMap<>();
        plain.getArguments().forEach((name, value) -> arguments.put(name, JSON.valueToTree(plain(value))));
        return new StepCall(step.getDescriptor().getFunctionName(), arguments);
    }

    /** Describables within arguments become maps, too. */
    private static Object plain(Object value) {
        if (value instanceof UninstantiatedDescribable describable) {
            return plain(describable.toShallowMap());
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
            return plain;
        } else if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(each -> plain.add(plain(each)));
            return plain;
        }
        return value;
    }
}
