package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Option;

/** A command that changes live objects and, unless told otherwise, waits until they are stable. */
abstract class WaitingChangeCommand extends ChangeCommand {
    @Option(names = "--no-wait", order = 56, description = "End when the objects are changed.")
    private boolean noWait;

    @Override
    final boolean awaits() {
        return !noWait;
    }
}
