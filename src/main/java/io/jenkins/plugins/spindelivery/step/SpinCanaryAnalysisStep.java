package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code spinCanaryAnalysis}: judges by its metrics what runs or ran without us, as a canary is judged. Nothing is deployed
 * or changed, so there is no account.
 */
public final class SpinCanaryAnalysisStep extends StageStep implements AnalysisFields, TakesFiles {
    private static final long serialVersionUID = 1L;

    private final String metricSource;
    private Object analysis;
    private Object start;
    private Object end;
    private String control;
    private String experiment;
    private String controlLocation;
    private String experimentLocation;
    private Object scopes;
    private Object interval;
    private Object lookback;
    private Object baselineOffset;
    private Object step;
    private Object passScore;
    private Object marginalScore;
    private boolean failOnVerdict = true;

    /**
     * An analysis of nothing yet.
     *
     * @param metricSource the name of the metric source that is asked
     */
    @DataBoundConstructor
    public SpinCanaryAnalysisStep(String metricSource) {
        super("");
        this.metricSource = Util.fixNull(metricSource).strip();
    }

    /** The name of the metric source that is asked. */
    @Override
    @NonNull
    public String getMetricSource() {
        return metricSource;
    }

    /** The canary configuration, as Kayenta has it: a path in the workspace, its text, or a map. */
    @Override
    @CheckForNull
    public Object getAnalysis() {
        return analysis;
    }

    /** Sets the canary configuration, as Kayenta has it: a path in the workspace, its text, or a map. */
    @DataBoundSetter
    public void setAnalysis(Object analysis) {
        this.analysis = Values.plain(analysis);
    }

    /** From when: ISO 8601 with its offset, milliseconds since 1970, or how long before the end. */
    @CheckForNull
    public Object getStart() {
        return start;
    }

    /** Sets from when: ISO 8601 with its offset, milliseconds since 1970, or how long before the end. */
    @DataBoundSetter
    public void setStart(Object start) {
        this.start = Values.text(start, "");
    }

    /** Until when: ISO 8601 with its offset, or milliseconds since 1970; {@code null} for now. */
    @CheckForNull
    public Object getEnd() {
        return end;
    }

    /** Sets until when: ISO 8601 with its offset, or milliseconds since 1970. */
    @DataBoundSetter
    public void setEnd(Object end) {
        this.end = Values.text(end, "");
    }

    /** What the baseline's metrics are known by; {@code null} when the scopes say so. */
    @CheckForNull
    public String getControl() {
        return control;
    }

    /** Sets what the baseline's metrics are known by. */
    @DataBoundSetter
    public void setControl(String control) {
        this.control = Util.fixEmptyAndTrim(control);
    }

    /** What the new version's metrics are known by; {@code null} when the scopes say so. */
    @CheckForNull
    public String getExperiment() {
        return experiment;
    }

    /** Sets what the new version's metrics are known by. */
    @DataBoundSetter
    public void setExperiment(String experiment) {
        this.experiment = Util.fixEmptyAndTrim(experiment);
    }

    /** Where the baseline is; {@code null} for nowhere in particular. */
    @CheckForNull
    public String getControlLocation() {
        return controlLocation;
    }

    /** Sets where the baseline is. */
    @DataBoundSetter
    public void setControlLocation(String controlLocation) {
        this.controlLocation = Util.fixEmptyAndTrim(controlLocation);
    }

    /** Where the new version is; {@code null} for nowhere in particular. */
    @CheckForNull
    public String getExperimentLocation() {
        return experimentLocation;
    }

    /** Sets where the new version is. */
    @DataBoundSetter
    public void setExperimentLocation(String experimentLocation) {
        this.experimentLocation = Util.fixEmptyAndTrim(experimentLocation);
    }

    /** Whose metrics are compared, by the scope names of the configuration; {@code null} for the same in all. */
    @Override
    @CheckForNull
    public Object getScopes() {
        return scopes;
    }

    /** Sets whose metrics are compared, by the scope names of the configuration. */
    @DataBoundSetter
    public void setScopes(Object scopes) {
        this.scopes = Values.plain(scopes);
    }

    /** From one judgment to the next; {@code null} for one judgment at the end. */
    @Override
    @CheckForNull
    public Object getInterval() {
        return interval;
    }

    /** Sets from one judgment to the next. */
    @DataBoundSetter
    public void setInterval(Object interval) {
        this.interval = Values.text(interval, "");
    }

    /** How far back each judgment looks; {@code null} for back to the beginning. */
    @Override
    @CheckForNull
    public Object getLookback() {
        return lookback;
    }

    /** Sets how far back each judgment looks. */
    @DataBoundSetter
    public void setLookback(Object lookback) {
        this.lookback = Values.text(lookback, "");
    }

    /** How much earlier the baseline is measured; {@code null} for not at all. */
    @Override
    @CheckForNull
    public Object getBaselineOffset() {
        return baselineOffset;
    }

    /** Sets how much earlier the baseline is measured. */
    @DataBoundSetter
    public void setBaselineOffset(Object baselineOffset) {
        this.baselineOffset = Values.text(baselineOffset, "");
    }

    /** From one point of a series to the next; {@code null} for a minute. */
    @Override
    @CheckForNull
    public Object getStep() {
        return step;
    }

    /** Sets from one point of a series to the next. */
    @DataBoundSetter
    public void setStep(Object step) {
        this.step = Values.text(step, "60s");
    }

    /** From which score on it passes, 0 to 100; {@code null} for the configuration's own, or 75. */
    @Override
    @CheckForNull
    public Object getPassScore() {
        return passScore;
    }

    /** Sets from which score on it passes, 0 to 100. */
    @DataBoundSetter
    public void setPassScore(Object passScore) {
        this.passScore = Values.text(passScore, "");
    }

    /** The score that has to be exceeded, 0 to 100; {@code null} for the configuration's own, or 50. */
    @Override
    @CheckForNull
    public Object getMarginalScore() {
        return marginalScore;
    }

    /** Sets the score that has to be exceeded, 0 to 100. */
    @DataBoundSetter
    public void setMarginalScore(Object marginalScore) {
        this.marginalScore = Values.text(marginalScore, "");
    }

    /** Whether the step fails when the new version does not pass. */
    public boolean isFailOnVerdict() {
        return failOnVerdict;
    }

    /** Fails when the new version does not pass, or returns the verdict. */
    @DataBoundSetter
    public void setFailOnVerdict(boolean failOnVerdict) {
        this.failOnVerdict = failOnVerdict;
    }

    @Override
    public String type() {
        return "canary-analysis";
    }

    @Override
    public String subject() {
        return Util.fixNull(experiment);
    }

    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        StepInput input = new StepInput(context);
        AnalysisInput analysis = new AnalysisInput(this, input);
        if (this.analysis == null) {
            input.refuse(Problem.of("step.analysis-missing", "analysis"));
        }
        Analysis how = how(analysis, input);
        input.check();
        analysis.useSource();
        CanaryRequest request = new CanaryRequest(null, 1, List.of(), "", null, null, how, 0, false);
        return new Task.Work<>(new Canary(), Canary.start(request, List.of(), analysis.config(), context.operation()));
    }

    private Analysis how(AnalysisInput analysis, StepInput input) {
        Instant until = end(input);
        return analysis.past(scope(input), start(input, until).toEpochMilli(), until.toEpochMilli());
    }

    private Instant end(StepInput input) {
        Instant now = input.context().operation().clock().instant();
        String text = input.text("end", (String) end);
        Optional<Instant> moment = Moments.parse(text);
        if (!text.isEmpty() && moment.isEmpty()) {
            input.refuse(Problem.of("step.moment-bad", "end", text));
        }
        return moment.orElse(now);
    }

    private Instant start(StepInput input, Instant until) {
        String text = input.text("start", (String) start);
        Optional<Instant> moment = Moments.parse(text, until);
        if (moment.isEmpty()) {
            input.refuse(
                    text.isEmpty()
                            ? Problem.of("step.analysis-start", "start")
                            : Problem.of("step.moment-or-duration-bad", "start", text));
        }
        return moment.orElse(until);
    }

    private Scope scope(StepInput input) {
        Scope scope = new Scope(
                input.text("control", control),
                input.text("controlLocation", controlLocation),
                input.text("experiment", experiment),
                input.text("experimentLocation", experimentLocation),
                Map.of());
        return scope.equals(Scope.OWN) ? null : scope;
    }

    @Override
    public void takeFiles(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        analysis = AnalysisInput.taken(analysis, workspace);
    }

    @Override
    public boolean accepts(StageResult result) {
        return super.accepts(result) || (!failOnVerdict && AnalysisInput.decided(result));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinCanaryAnalysis";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.canary-analysis-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"experiment"};
        }

        /** Checks all fields that are durations. */
        private static FormValidation duration(Item item, String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCanaryAnalysisStep#getStart()}. */
        @POST
        public FormValidation doCheckStart(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.momentOrDuration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCanaryAnalysisStep#getEnd()}. */
        @POST
        public FormValidation doCheckEnd(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.moment(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCanaryAnalysisStep#getInterval()}. */
        @POST
        public FormValidation doCheckInterval(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryAnalysisStep#getLookback()}. */
        @POST
        public FormValidation doCheckLookback(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryAnalysisStep#getBaselineOffset()}. */
        @POST
        public FormValidation doCheckBaselineOffset(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryAnalysisStep#getStep()}. */
        @POST
        public FormValidation doCheckStep(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryAnalysisStep#getAnalysis()}: a configuration that stands in the form is read. */
        @POST
        public FormValidation doCheckAnalysis(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? AnalysisInput.checkAnalysis(value) : FormValidation.ok();
        }
    }
}
