/**
 * The pipelines of {@code docs/examples} from end to end: their very files, in a Jenkins, on a real Kubernetes control
 * plane or on the emulated AWS. What they come to is read from the live objects.
 */
package io.jenkins.plugins.spindelivery.e2e;
