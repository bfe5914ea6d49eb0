/** Drives the engine's operations: the loop, state files, interruption, connections. */
package io.jenkins.plugins.spindelivery.cli.run;
