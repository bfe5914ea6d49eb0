/** Server groups of Kubernetes: the ReplicaSets, StatefulSets and DaemonSets of an application. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.group;
