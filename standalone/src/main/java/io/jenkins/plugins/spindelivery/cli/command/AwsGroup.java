package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin aws}. */
@Command(
        name = "aws",
        description = "Look at an AWS account as a whole, and destroy by tags.",
        abbreviateSynopsis = true,
        subcommands = {AwsCheckCommand.class, AwsDestroyCommand.class})
public final class AwsGroup extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public AwsGroup() {
        super("cli.no-command-of");
    }
}
