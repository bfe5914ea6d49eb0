package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin bake}. */
@Command(
        name = "bake",
        description = "Bake images for AWS.",
        abbreviateSynopsis = true,
        subcommands = {BakeRunCommand.class, BakePlanCommand.class})
public final class BakeCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public BakeCommand() {
        super("cli.no-command-of");
    }
}
