/**
 * A real Kubernetes control plane for tests, from {@code testcluster/} of this repository; its README says what is real
 * and how a pod is made to misbehave.
 */
package io.jenkins.plugins.spindelivery.engine.testcluster;
