/**
 * Changing live workloads as an operation: scale, undo, restart, pause and resume of a rollout, patch. Each object is
 * changed by one request; then the operation waits until all are stable.
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;
