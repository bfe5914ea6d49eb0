/**
 * Metric sources: where canaries' metrics come from, as administrators configure them.
 *
 * <p>A {@link io.jenkins.plugins.spindelivery.metric.MetricSourceConfiguration} says which server is asked, and with which
 * credential; {@link io.jenkins.plugins.spindelivery.metric.MetricSourcesConfiguration} holds all of them, and
 * {@link io.jenkins.plugins.spindelivery.metric.MetricConnections} gives operations the sources that their jobs may use.
 */
package io.jenkins.plugins.spindelivery.metric;
