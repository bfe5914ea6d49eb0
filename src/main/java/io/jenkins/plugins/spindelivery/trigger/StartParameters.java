package io.jenkins.plugins.spindelivery.trigger;

import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A build's parameters: those that its trigger gives, and the job's defaults. */
final class StartParameters {
    private StartParameters() {}

    /**
     * The parameters of a build.
     *
     * @param job defines them; values of others never reach a build
     * @param given the trigger's, by name
     * @return empty when the job has none
     * @throws ProblemException when the job does not allow a value, or defines no parameter of a name
     */
    static Optional<ParametersAction> of(Job<?, ?> job, Map<String, String> given) {
        ParametersDefinitionProperty defined = job.getProperty(ParametersDefinitionProperty.class);
        List<ParameterValue> values = new ArrayList<>();
        List<ParameterDefinition> definitions = defined == null ? List.of() : defined.getParameterDefinitions();
        for (String name : given.keySet()) {
            if (definitions.stream()
                    .noneMatch(definition -> definition.getName().equals(name))) {
                throw refused("trigger.parameter-unknown", name);
            }
        }
        for (ParameterDefinition definition : definitions) {
            String text = given.get(definition.getName());
            ParameterValue value = text == null ? definition.getDefaultParameterValue() : value(definition, text);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new ParametersAction(values));
    }

    private static ParameterValue value(ParameterDefinition definition, String text) {
        if (!(definition instanceof SimpleParameterDefinition simple)) {
            throw refused("trigger.parameter-kind", definition.getName());
        }
        ParameterValue value;
        try {
            value = simple.createValue(text);
        } catch (IllegalArgumentException e) {
            throw refused("trigger.parameter-value", definition.getName());
        }
        if (!simple.isValid(value)) {
            throw refused("trigger.parameter-value", definition.getName());
        }
        return value;
    }

    private static ProblemException refused(String code, String name) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", name));
    }
}
