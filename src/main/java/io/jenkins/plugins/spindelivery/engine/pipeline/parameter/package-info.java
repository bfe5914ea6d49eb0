/**
 * A pipeline's parameters as Spinnaker declares them, and the values that a run gets: given ones, defaults, and what is
 * refused.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.parameter;
