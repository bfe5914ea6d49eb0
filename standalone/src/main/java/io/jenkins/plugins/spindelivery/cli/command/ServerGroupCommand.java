package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin server-group}. */
@Command(
        name = "server-group",
        description = "Deploy, resize, enable, disable, destroy and roll back server groups in AWS.",
        abbreviateSynopsis = true,
        subcommands = {
            ServerGroupChanges.Resize.class,
            ServerGroupChanges.Enable.class,
            ServerGroupChanges.Disable.class,
            ServerGroupChanges.Destroy.class,
            ServerGroupChanges.Rollback.class
        })
public final class ServerGroupCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public ServerGroupCommand() {
        super("cli.no-command-of");
    }
}
