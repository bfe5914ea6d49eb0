/** What a deploy would change in an object, as a list of changes and as lines; values of Secrets never appear in it. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;
