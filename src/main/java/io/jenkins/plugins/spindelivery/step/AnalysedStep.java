package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.Util;
import java.io.IOException;
import org.kohsuke.stapler.DataBoundSetter;

/** A step with manifests whose effect is judged by metrics. */
public abstract class AnalysedStep extends ManifestStep implements AnalysisFields {
    private static final long serialVersionUID = 1L;

    private Object analysis;
    private String metricSource;
    private Object interval;
    private Object lookback;
    private Object baselineOffset;
    private Object step;
    private Object passScore;
    private Object marginalScore;
    private Object scopes;

    /**
     * A step without an analysis.
     *
     * @param account the account's name
     */
    protected AnalysedStep(String account) {
        super(account);
    }

    /** The canary configuration, as Kayenta has it: a path in the workspace, its text, or a map; {@code null} for no analysis. */
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

    /** The name of the metric source that is asked; {@code null} without an analysis. */
    @Override
    @CheckForNull
    public String getMetricSource() {
        return metricSource;
    }

    /** Sets the name of the metric source that is asked. */
    @DataBoundSetter
    public void setMetricSource(String metricSource) {
        this.metricSource = Util.fixEmptyAndTrim(metricSource);
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

    /** From which score on a canary passes, 0 to 100; {@code null} for the configuration's own, or 75. */
    @Override
    @CheckForNull
    public Object getPassScore() {
        return passScore;
    }

    /** Sets from which score on a canary passes, 0 to 100. */
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

    /** Whose metrics are compared, by the scope names of the configuration; {@code null} for the canary's own workloads. */
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

    @Override
    void takeOtherFiles(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        analysis = AnalysisInput.taken(analysis, workspace);
    }
}
