package io.jenkins.plugins.spindelivery.engine.pipeline.form;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter of a pipeline, as texts of a form.
 *
 * @param name as expressions call it
 * @param label for people; may be empty
 * @param description for people; may be empty
 * @param initial what it is where nothing is given; may be empty
 * @param required whether a run needs a value
 * @param options the values to choose from; none where any text may be entered
 */
public record ParameterFields(
        String name, String label, String description, String initial, boolean required, List<String> options) {
    private static final String NAME = "name";
    private static final String LABEL = "label";
    private static final String DESCRIPTION = "description";
    private static final String DEFAULT = "default";
    private static final String REQUIRED = "required";
    private static final String HAS_OPTIONS = "hasOptions";
    private static final String OPTIONS = "options";
    private static final String VALUE = "value";

    public ParameterFields {
        options = List.copyOf(options);
    }

    /**
     * The fields of a parameter.
     *
     * @param parameter an entry of {@code parameterConfig}
     * @return what a form shows
     */
    public static ParameterFields of(ObjectNode parameter) {
        List<String> options = new ArrayList<>();
        if (parameter.path(HAS_OPTIONS).asBoolean()) {
            parameter.path(OPTIONS).forEach(option -> options.add(StageFields.text(option.path(VALUE))));
        }
        return new ParameterFields(
                StageFields.text(parameter.path(NAME)),
                StageFields.text(parameter.path(LABEL)),
                StageFields.text(parameter.path(DESCRIPTION)),
                StageFields.text(parameter.path(DEFAULT)),
                parameter.path(REQUIRED).asBoolean(),
                options);
    }

    /**
     * Writes what differs from what the form had shown.
     *
     * @param parameter an entry of {@code parameterConfig}, which stays as it is; an empty one for a new parameter
     * @return a new tree
     */
    public ObjectNode write(ObjectNode parameter) {
        ParameterFields before = of(parameter);
        ObjectNode changed = parameter.deepCopy();
        StageFields.put(changed, NAME, before.name, name);
        StageFields.put(changed, LABEL, before.label, label);
        StageFields.put(changed, DESCRIPTION, before.description, description);
        StageFields.put(changed, DEFAULT, before.initial, initial);
        if (required != before.required) {
            changed.put(REQUIRED, required);
        }
        if (!options.equals(before.options)) {
            changed.put(HAS_OPTIONS, !options.isEmpty());
            ArrayNode list = changed.putArray(OPTIONS);
            options.forEach(option -> list.addObject().put(VALUE, option));
        }
        return changed;
    }
}
