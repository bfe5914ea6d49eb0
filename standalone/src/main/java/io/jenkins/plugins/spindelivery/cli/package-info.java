/**
 * The command line {@code spin}: a second user of the engine beside the Jenkins plugin.
 *
 * <ul>
 *   <li>{@code command}: one class for each command, and the flags that several of them share
 *   <li>{@code input}: from flags to manifests, parameters and artifacts
 *   <li>{@code run}: drives the engine's operations: state files, interruption, connections
 *   <li>{@code output}: what people and programs get to see; the JSON contract of {@code docs/cli.md}
 * </ul>
 *
 * {@link io.jenkins.plugins.spindelivery.cli.Spin} is the entry.
 */
package io.jenkins.plugins.spindelivery.cli;
