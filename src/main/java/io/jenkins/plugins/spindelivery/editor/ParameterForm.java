package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.ParameterFields;
import java.util.List;
import net.sf.json.JSONObject;

/** A parameter as a row of the form. */
public final class ParameterForm {
    private final String original;
    private final ParameterFields fields;

    private ParameterForm(String original, ParameterFields fields) {
        this.original = original;
        this.fields = fields;
    }

    /** The row of a parameter. */
    static ParameterForm of(ObjectNode parameter) {
        return new ParameterForm(PipelineText.write(parameter), ParameterFields.of(parameter));
    }

    /** What a form has sent. */
    static ParameterForm of(JSONObject form) {
        List<String> options = form.optString("options")
                .lines()
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .toList();
        ParameterFields fields = new ParameterFields(
                form.optString("name").strip(),
                form.optString("label").strip(),
                form.optString("description").strip(),
                form.optString("initial"),
                form.optBoolean("required"),
                options);
        return new ParameterForm(form.optString("original"), fields);
    }

    /** The parameter's JSON with what the row says. */
    ObjectNode write() {
        return fields.write(original.isBlank() ? JsonNodeFactory.instance.objectNode() : PipelineText.object(original));
    }

    /**
     * The parameter as it is written.
     *
     * @return JSON; empty for a new one
     */
    public String getOriginal() {
        return original;
    }

    /**
     * What expressions call it.
     *
     * @return the name
     */
    public String getName() {
        return fields.name();
    }

    /**
     * What people call it.
     *
     * @return may be empty
     */
    public String getLabel() {
        return fields.label();
    }

    /**
     * What it is for.
     *
     * @return may be empty
     */
    public String getDescription() {
        return fields.description();
    }

    /**
     * What it is where nothing is given.
     *
     * @return may be empty
     */
    public String getInitial() {
        return fields.initial();
    }

    /**
     * Whether a run needs a value.
     *
     * @return whether it does
     */
    public boolean isRequired() {
        return fields.required();
    }

    /**
     * The values to choose from.
     *
     * @return one on each line
     */
    public String getOptions() {
        return String.join("\n", fields.options());
    }
}
