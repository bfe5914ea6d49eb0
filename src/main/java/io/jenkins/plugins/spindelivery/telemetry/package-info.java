/** Figures of deliveries, for those who watch Jenkins by the plugin <em>metrics</em>. Nothing is here without it. */
package io.jenkins.plugins.spindelivery.telemetry;
