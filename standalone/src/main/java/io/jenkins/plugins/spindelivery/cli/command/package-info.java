/** One class for each command, and the flags that several of them share. */
package io.jenkins.plugins.spindelivery.cli.command;
