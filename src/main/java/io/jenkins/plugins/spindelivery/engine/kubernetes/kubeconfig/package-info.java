/**
 * Kubeconfigs: reading and merging them as kubectl does, and making of one context the client's configuration, with
 * credentials that are known to be there.
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;
