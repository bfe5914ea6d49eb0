package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a command ends.
 *
 * @param exitCode what the shell is told
 * @param json the result for a program
 * @param text prints the result for a person; errors and warnings on standard error
 */
public record Reply(int exitCode, ObjectNode json, Runnable text) {}
