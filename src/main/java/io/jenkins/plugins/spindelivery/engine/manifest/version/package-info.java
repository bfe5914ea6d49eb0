/** Versions of objects: their numbers and names, re-using the one that has the same content, and what history keeps. */
package io.jenkins.plugins.spindelivery.engine.manifest.version;
