package io.jenkins.plugins.spindelivery.editor;

import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.PipelineFields;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/** Writes what a form has sent into a definition. */
public final class PipelineFormReader {
    private PipelineFormReader() {}

    /**
     * The definition with what a form says.
     *
     * @param request the form's
     * @param text the definition that the form was made of
     * @param jobs the Jenkins job of another pipeline, by that pipeline's application and its id or name
     * @param form what the form says
     * @return the very same text where the form says what that does
     * @throws FormException when something can't be read; the message names it
     */
    public static String read(
            StaplerRequest2 request, String text, BiFunction<String, String, Optional<String>> jobs, JSONObject form)
            throws FormException {
        List<StageForm> stages = Descriptor.newInstancesFromHeteroList(
                request, form, "stages", StageFormDescriptors.get().all());
        List<ParameterForm> parameters = new ArrayList<>();
        if (form.has("parameters")) {
            for (Object parameter : JSONArray.fromObject(form.get("parameters"))) {
                parameters.add(ParameterForm.of((JSONObject) parameter));
            }
        }
        PipelineFields fields = new PipelineFields(
                text(form, "application"),
                text(form, "description"),
                form.optBoolean("limitConcurrent"),
                form.optBoolean("keepWaiting"),
                text(form, "mostConcurrent"),
                text(form, "timeZone"));
        List<String> lists =
                PipelineForm.JSON_LISTS.stream().map(form::optString).toList();
        try {
            if (!fields.problems().isEmpty()) {
                throw new FormException(EditorTexts.lines(fields.problems()), "pipeline");
            }
            return PipelineForm.write(text, jobs, fields, parameters, stages, lists);
        } catch (ProblemException e) {
            throw new FormException(EditorTexts.lines(e.problems()), "pipeline");
        }
    }

    private static String text(JSONObject form, String field) {
        return form.optString(field).strip();
    }
}
