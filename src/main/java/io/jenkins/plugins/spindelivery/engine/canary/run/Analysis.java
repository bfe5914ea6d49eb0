package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import java.util.Map;

/**
 * How a canary is judged by its metrics; the words are those of Spinnaker's canary stage.
 *
 * @param source the name of the metric source
 * @param scopes whose metrics are compared, by the scope names of the canary configuration; a metric whose scope is not
 *     in it takes {@code default}. Without that the workloads' own names and their namespace count
 * @param thresholds from which scores on it is good; {@code null} for the configuration's own, or else 75 and 50
 * @param intervalSeconds from one judgment to the next, in seconds; 0, or more than the lifetime, for one at the end
 * @param lookbackSeconds how far back each judgment looks, in seconds; 0 for back to the beginning
 * @param warmupSeconds how long to wait before measuring begins, in seconds
 * @param baselineOffsetSeconds how much earlier the baseline is measured, in seconds
 * @param stepSeconds from one point of a series to the next, in seconds; 0 for {@link #DEFAULT_STEP_SECONDS}
 * @param startMillis for judging the past: from when, in milliseconds since 1970; {@code null} for judging what is to
 *     come
 * @param endMillis for judging the past: until when, in milliseconds since 1970
 */
public record Analysis(
        @JsonProperty("source") String source,
        @JsonProperty("scopes") Map<String, Scope> scopes,
        @JsonProperty("thresholds") ScoreThresholds thresholds,
        @JsonProperty("intervalSeconds") long intervalSeconds,
        @JsonProperty("lookbackSeconds") long lookbackSeconds,
        @JsonProperty("warmupSeconds") long warmupSeconds,
        @JsonProperty("baselineOffsetSeconds") long baselineOffsetSeconds,
        @JsonProperty("stepSeconds") long stepSeconds,
        @JsonProperty("startMillis") Long startMillis,
        @JsonProperty("endMillis") Long endMillis) {

    /** From one point to the next, as Spinnaker has it, in seconds. */
    public static final long DEFAULT_STEP_SECONDS = 60;

    /** The scope of metrics that name none. */
    public static final String DEFAULT_SCOPE = "default";

    /**
     * Whose metrics are compared. What is empty is taken from the canary's own workloads.
     *
     * @param control what tells the baseline's metrics from others, {@code ${scope}} in queries
     * @param controlLocation where the baseline is, {@code ${location}} in queries
     * @param experiment what tells the canary's metrics from others
     * @param experimentLocation where the canary is
     * @param parameters further variables for queries (Kayenta's {@code extendedScopeParams})
     */
    public record Scope(
            @JsonProperty("control") String control,
            @JsonProperty("controlLocation") String controlLocation,
            @JsonProperty("experiment") String experiment,
            @JsonProperty("experimentLocation") String experimentLocation,
            @JsonProperty("parameters") Map<String, String> parameters) {

        /** The canary's own workloads. */
        public static final Scope OWN = new Scope("", "", "", "", Map.of());

        public Scope {
            control = control == null ? "" : control;
            controlLocation = controlLocation == null ? "" : controlLocation;
            experiment = experiment == null ? "" : experiment;
            experimentLocation = experimentLocation == null ? "" : experimentLocation;
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

    public Analysis {
        scopes = scopes == null ? Map.of() : Map.copyOf(scopes);
        stepSeconds = stepSeconds == 0 ? DEFAULT_STEP_SECONDS : stepSeconds;
    }

    /** Whether it judges the past, for which nothing has to be deployed or waited for. */
    public boolean retrospective() {
        return startMillis != null && endMillis != null;
    }
}
