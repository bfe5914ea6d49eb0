package io.jenkins.plugins.spindelivery.engine.canary.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;

/**
 * A metric as it was compared last.
 *
 * @param control the baseline's series, thinned for drawing
 * @param experiment the canary's series, thinned for drawing
 * @param controlSummary the baseline's series in numbers, from all its points
 * @param experimentSummary the canary's series in numbers, from all its points
 */
public record MeasuredMetric(
        @JsonProperty("control") Series control,
        @JsonProperty("experiment") Series experiment,
        @JsonProperty("controlSummary") SeriesSummary controlSummary,
        @JsonProperty("experimentSummary") SeriesSummary experimentSummary) {
    /** More than a chart has pixels to show. */
    static final int MOST_POINTS = 600;

    static MeasuredMetric of(SeriesPair pair) {
        return new MeasuredMetric(
                Thinning.thin(pair.control(), MOST_POINTS),
                Thinning.thin(pair.experiment(), MOST_POINTS),
                SeriesSummary.of(pair.control()),
                SeriesSummary.of(pair.experiment()));
    }
}
