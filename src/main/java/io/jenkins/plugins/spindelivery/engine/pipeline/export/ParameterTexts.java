package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterConfig;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GroovyText;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The parameters of a pipeline as a Jenkinsfile declares them. */
final class ParameterTexts {
    private ParameterTexts() {}

    /** One call for each; none when they can't be read, which the report says. */
    static List<String> of(Definition definition, String before, String after) {
        try {
            return ParameterConfig.of(definition.json()).stream()
                    .map(parameter -> text(parameter, before, after))
                    .toList();
        } catch (ProblemException e) {
            return List.of();
        }
    }

    private static String text(ParameterConfig parameter, String before, String after) {
        String value = parameter.defaultText();
        List<String> arguments = new ArrayList<>();
        arguments.add("name: " + GroovyText.quote(parameter.name()));
        String kind = "string";
        if (!parameter.options().isEmpty()) {
            kind = "choice";
            arguments.add("choices: "
                    + parameter.choices().stream().map(GroovyText::quote).collect(Collectors.joining(", ", "[", "]")));
        } else if (!value.isEmpty()) {
            arguments.add("defaultValue: " + GroovyText.quote(value));
        }
        String description =
                parameter.description().isBlank() && !parameter.label().equals(parameter.name())
                        ? parameter.label()
                        : parameter.description();
        if (!description.isBlank()) {
            arguments.add("description: " + GroovyText.quote(description));
        }
        return kind + before + String.join(", ", arguments) + after;
    }
}
