/** Binding artifacts: putting versioned names and image references in the place of plain mentions. */
package io.jenkins.plugins.spindelivery.engine.manifest.bind;
