package io.jenkins.plugins.spindelivery.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.editor.PipelineForm;
import io.jenkins.plugins.spindelivery.editor.PipelineFormReader;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import jenkins.model.Jenkins;
import net.sf.json.JSONException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** A definition that is written in the job's own configuration. */
public final class DefinitionText extends DefinitionSource {
    /** The view that shows the definition as a form. */
    private static final String FORM = "form";

    private final String text;

    /**
     * A definition.
     *
     * @param text Spinnaker's JSON or YAML; it is kept exactly as it is written
     */
    @DataBoundConstructor
    public DefinitionText(String text) {
        this.text = Util.fixNull(text);
    }

    /**
     * The definition.
     *
     * @return exactly as it was written
     */
    public String getText() {
        return text;
    }

    @Override
    public Text text(WorkflowRun run, TaskListener listener) {
        return text();
    }

    @Override
    public Optional<Text> lastKnown(WorkflowJob job) {
        return Optional.of(text());
    }

    private Text text() {
        return new Text(Words.of("job.text-title"), text);
    }

    /** Describes the source. */
    @Extension(ordinal = 2)
    @Symbol("spinPipelineText")
    public static final class DescriptorImpl extends Descriptor<DefinitionSource> {

        @Override
        public String getDisplayName() {
            return Words.of("job.text-name");
        }

        /**
         * The definition as a form, for its first view.
         *
         * @param source what is configured; {@code null} for a new one
         * @return {@code null} where the text can't be read, so that only the text can be shown
         */
        public PipelineForm form(@CheckForNull DefinitionText source) {
            try {
                return PipelineForm.of(source == null ? "" : source.getText(), jobs());
            } catch (ProblemException e) {
                return null;
            }
        }

        @Override
        public DefinitionSource newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form)
                throws FormException {
            return new DefinitionText(text(request, form));
        }

        /** The jobs that the pipelines of the job's folder are. */
        private static BiFunction<String, String, Optional<String>> jobs() {
            StaplerRequest2 request = Stapler.getCurrentRequest2();
            Item item = request == null ? null : request.findAncestorObject(Item.class);
            ItemGroup<?> folder = item == null ? Jenkins.get() : item.getParent();
            return (application, pipeline) -> PipelineJobs.find(folder, application, pipeline);
        }

        /** Form and text are two views of one definition: the one that is shown counts. */
        private static String text(StaplerRequest2 request, JSONObject form) throws FormException {
            String text = form.optString("text");
            return FORM.equals(form.optString("view"))
                    ? PipelineFormReader.read(request, text, jobs(), form.getJSONObject("pipeline"))
                    : text;
        }

        /**
         * A definition as a form.
         *
         * @param item the job; {@code null} outside of one
         * @param request asks for it
         * @param response gets it as HTML; as plain text what keeps the definition from being read, with status 400
         * @param text JSON or YAML
         * @throws ServletException when it can't be shown
         * @throws IOException when the reader is gone
         */
        @POST
        public void doForm(
                @AncestorInPath Item item,
                StaplerRequest2 request,
                StaplerResponse2 response,
                @QueryParameter String text)
                throws ServletException, IOException {
            FormAccess.checkConfigure(item);
            try {
                PipelineForm form = PipelineForm.of(Util.fixNull(text), jobs());
                request.getView(form, "_rows.jelly").forward(request, response);
            } catch (ProblemException e) {
                refuse(response, TextCheck.lines(e.problems()));
            }
        }

        /**
         * What a form says, as the text of a definition.
         *
         * @param item the job; {@code null} outside of one
         * @param request brings the form
         * @param response gets the text; or what is wrong with the form, with status 400
         * @param form as Jenkins' forms send themselves: JSON
         * @throws IOException when the reader is gone
         */
        @POST
        public void doText(
                @AncestorInPath Item item,
                StaplerRequest2 request,
                StaplerResponse2 response,
                @QueryParameter String form)
                throws IOException {
            FormAccess.checkConfigure(item);
            try {
                String text = text(request, JSONObject.fromObject(form));
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().write(text);
            } catch (FormException e) {
                refuse(response, e.getMessage());
            } catch (JSONException e) {
                refuse(response, Words.of("job.form-unreadable"));
            }
        }

        private static void refuse(StaplerResponse2 response, String why) throws IOException {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().write(why);
        }

        /**
         * Checks a definition.
         *
         * @param item the job; {@code null} outside of one
         * @param value the text
         * @return everything that would keep it from being run, with its line where that is known
         */
        @POST
        public FormValidation doCheckText(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? TextCheck.check(Util.fixNull(value), item) : FormValidation.ok();
        }
    }
}
