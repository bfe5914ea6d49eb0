/** Deploying manifests as an operation: plan, apply in order, wait until stable, keep the history, or go back. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;
