/**
 * How an object is doing, and why not.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules} judges one object by itself, offline;
 * {@link io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveStatus} adds what only the cluster knows;
 * {@link io.jenkins.plugins.spindelivery.engine.kubernetes.status.RolloutDiagnosis} finds the pods that keep a workload
 * from getting ready, and whether waiting longer has any point.
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes.status;
