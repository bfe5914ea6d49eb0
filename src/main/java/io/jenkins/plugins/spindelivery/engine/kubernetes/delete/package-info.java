/** Deleting live objects by name or label as an operation: find, delete, wait until they are gone. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;
