package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** What steps that judge by metrics have in common. Each may be {@code null}; what that means is the step's matter. */
interface AnalysisFields {
    /** The canary configuration, as Kayenta has it: a path in the workspace, its text, or a map. */
    @CheckForNull
    Object getAnalysis();

    /** The name of the metric source that is asked. */
    @CheckForNull
    String getMetricSource();

    /** From one judgment to the next. */
    @CheckForNull
    Object getInterval();

    /** How far back each judgment looks. */
    @CheckForNull
    Object getLookback();

    /** How much earlier the baseline is measured. */
    @CheckForNull
    Object getBaselineOffset();

    /** From one point of a series to the next. */
    @CheckForNull
    Object getStep();

    /** From which score on it passes, 0 to 100. */
    @CheckForNull
    Object getPassScore();

    /** The score that has to be exceeded, 0 to 100. */
    @CheckForNull
    Object getMarginalScore();

    /** Whose metrics are compared, by the scope names of the configuration. */
    @CheckForNull
    Object getScopes();
}
