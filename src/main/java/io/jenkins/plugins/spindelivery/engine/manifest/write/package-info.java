/** Writes trees as YAML for people and for kubectl. */
package io.jenkins.plugins.spindelivery.engine.manifest.write;
