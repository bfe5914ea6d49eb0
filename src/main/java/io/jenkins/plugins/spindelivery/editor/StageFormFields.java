package io.jenkins.plugins.spindelivery.editor;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.StageFields;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.WindowTexts;
import java.util.List;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The fields that the rows of all types have: their help, and what is said of them while they are typed. */
public final class StageFormFields extends AbstractDescribableImpl<StageFormFields> {
    private StageFormFields() {}

    /** The one that Jenkins knows. */
    static DescriptorImpl get() {
        return ExtensionList.lookupSingleton(DescriptorImpl.class);
    }

    /** Describes the fields. Its checks tell nothing of this Jenkins, so anybody may ask. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<StageFormFields> {

        @Override
        public String getDisplayName() {
            return Words.of("editor.name");
        }

        /**
         * Checks a timeout.
         *
         * @param value as it was typed
         * @return what is wrong with it
         */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            return problems(value, "", "");
        }

        /**
         * Checks hours.
         *
         * @param value as they were typed
         * @return what is wrong with them
         */
        @POST
        public FormValidation doCheckHours(@QueryParameter String value) {
            return problems("", value, "");
        }

        /**
         * Checks a random delay.
         *
         * @param value as it was typed
         * @return what is wrong with it
         */
        @POST
        public FormValidation doCheckDelay(@QueryParameter String value) {
            return problems("", "", value);
        }

        private static FormValidation problems(String timeout, String hours, String delay) {
            WindowTexts windows = new WindowTexts(true, List.of(), hours.strip(), delay.strip(), false);
            StageFields fields = new StageFields("", List.of(), FailOption.FAIL, "", "", timeout.strip(), windows);
            String lines = EditorTexts.lines(fields.problems(""));
            return lines.isEmpty() ? FormValidation.ok() : FormValidation.error(lines);
        }
    }
}
