package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A metric of both sides of a comparison.
 *
 * @param control the baseline's
 * @param experiment the canary's
 */
public record SeriesPair(@JsonProperty("control") Series control, @JsonProperty("experiment") Series experiment) {}
