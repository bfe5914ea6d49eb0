package io.jenkins.plugins.spindelivery.editor;

import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.StageFields;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.WindowTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.StaplerRequest2;

/** Makes a row of what a form has sent. */
final class StageFormReader {
    private static final Pattern SEPARATOR = Pattern.compile("[,;\\s]+");
    private static final int DAYS = 7;

    private StageFormReader() {}

    static StageForm read(StageFormDescriptor descriptor, StaplerRequest2 request, JSONObject form)
            throws FormException {
        String original = form.optString("original");
        if (descriptor.isJson()) {
            return PipelineForm.jsonRow(form.optString("stage"));
        }
        Step step = descriptor.getStepDescriptor().newInstance(request, form.getJSONObject("step"));
        StageFields fields = new StageFields(
                text(form, "name"),
                SEPARATOR
                        .splitAsStream(text(form, "after"))
                        .filter(refId -> !refId.isEmpty())
                        .toList(),
                FailOption.valueOf(
                        form.optString("onFailure", FailOption.FAIL.name()).toUpperCase(Locale.ROOT)),
                text(form, "enabledIf"),
                text(form, "comments"),
                text(form, "timeout"),
                windows(form));
        List<String> touched =
                SEPARATOR.splitAsStream(form.optString("touched", "*")).toList();
        return new StageForm(descriptor, text(form, "refId"), original, fields, step, List.of()).touching(touched);
    }

    private static WindowTexts windows(JSONObject form) {
        List<Integer> days = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            if (form.optBoolean("day" + day)) {
                days.add(day);
            }
        }
        return new WindowTexts(
                form.optBoolean("restricted"),
                days,
                text(form, "hours"),
                text(form, "delay"),
                form.optBoolean("skipManual"));
    }

    private static String text(JSONObject form, String field) {
        return form.optString(field).strip();
    }
}
