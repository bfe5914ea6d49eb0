package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin server-group}, with the commands for server groups in AWS below it. */
@Command(
        name = "server-group",
        description = "Deploy server groups in AWS, find them, and change live ones.",
        subcommands = {
            ServerGroupDeployCommand.class,
            ServerGroupFindCommand.class,
            ServerGroupChanges.Resize.class,
            ServerGroupChanges.Enable.class,
            ServerGroupChanges.Disable.class,
            ServerGroupChanges.Destroy.class,
            ServerGroupChanges.Rollback.class
        })
public final class ServerGroupCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public ServerGroupCommand() {
        super("cli.no-server-group-command");
    }
}
