/**
 * Canaries as an operation: deploy a new version beside the live one, compare them for a while, decide, and remove all
 * that was only there for it.
 */
package io.jenkins.plugins.spindelivery.engine.canary.run;
