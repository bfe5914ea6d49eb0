/**
 * Manifests whose API version the cluster does not serve: moved to a served one where that keeps their meaning, refused
 * with what is served where it does not.
 *
 * <p>Sources: the "Deprecated API Migration Guide" of the Kubernetes documentation, and the defaults of the old
 * versions, which Kubernetes still carries (files {@code pkg/apis/.../v1beta1/defaults.go}).
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;
