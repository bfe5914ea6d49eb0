/**
 * From manifests as read to manifests as applied: namespaces, binding, versions, capacity, load balancers, annotations
 * and labels. Nothing here asks a cluster; what is live comes through {@code LiveView}.
 */
package io.jenkins.plugins.spindelivery.engine.manifest.prepare;
