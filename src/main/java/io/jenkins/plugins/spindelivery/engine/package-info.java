/**
 * The engine: delivery work without Jenkins.
 *
 * <p>It imports nothing of Jenkins, starts no thread, never sleeps and never reads the system clock, so that the same
 * code runs under the Jenkins plugin and under the command line {@code spin}. Long work is an
 * {@link io.jenkins.plugins.spindelivery.engine.operation.Operation}.
 */
package io.jenkins.plugins.spindelivery.engine;
