/** A proxy in front of the test cluster's API server that fails as told: statuses, delays, lost replies, cut bodies. */
package io.jenkins.plugins.spindelivery.engine.testcluster.fault;
