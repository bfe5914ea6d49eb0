/** Where metrics come from: time series of one scope, from Prometheus or any HTTP service that answers with JSON. */
package io.jenkins.plugins.spindelivery.engine.canary.metrics;
