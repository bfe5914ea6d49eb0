/**
 * Kubernetes manifests as text and as trees, before any cluster is asked: reading, kinds and their deploy order,
 * Spinnaker's annotations, the moniker, versions, and binding artifacts into references.
 */
package io.jenkins.plugins.spindelivery.engine.manifest;
