package io.jenkins.plugins.spindelivery.child;

import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parameters for a job that is started. */
final class ChildParameters {
    private ChildParameters() {}

    /**
     * Makes values of what is given, and of the job's defaults for the rest. Jenkins drops values that a job does not
     * define (SECURITY-170), and a build that silently lacks one does something else than it was asked to.
     *
     * @param job the job
     * @param given texts by name
     * @return in the job's order
     * @throws ProblemException with everything that the job does not take; never with a value, which may be secret
     */
    static List<ParameterValue> of(Job<?, ?> job, Map<String, String> given) {
        ParametersDefinitionProperty defined = job.getProperty(ParametersDefinitionProperty.class);
        List<ParameterDefinition> definitions = defined == null ? List.of() : defined.getParameterDefinitions();
        Faults faults = new Faults();
        Set<String> unknown = new LinkedHashSet<>(given.keySet());
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterDefinition definition : definitions) {
            String name = definition.getName();
            unknown.remove(name);
            faults.collect(() -> {
                ParameterValue value =
                        given.containsKey(name) ? value(job, definition, given.get(name)) : usual(definition);
                if (value != null) {
                    values.add(value);
                }
            });
        }
        unknown.forEach(name -> faults.collect(() -> {
            throw refused("child.parameter-unknown", name, job.getFullName(), names(definitions));
        }));
        faults.throwIfAny();
        return values;
    }

    private static ParameterValue usual(ParameterDefinition definition) {
        return definition.getDefaultParameterValue();
    }

    private static ParameterValue value(Job<?, ?> job, ParameterDefinition definition, String text) {
        if (!(definition instanceof SimpleParameterDefinition simple)) {
            throw refused("child.parameter-kind", definition.getName(), job.getFullName());
        }
        try {
            ParameterValue value = simple.createValue(text);
            if (value != null && definition.isValid(value)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Jenkins' words hold the value.
        }
        throw refused("child.parameter-value", definition.getName(), job.getFullName());
    }

    private static String names(List<ParameterDefinition> definitions) {
        return definitions.isEmpty()
                ? "-"
                : String.join(
                        ", ",
                        definitions.stream().map(ParameterDefinition::getName).toList());
    }

    private static ProblemException refused(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "parameters", arguments));
    }
}
