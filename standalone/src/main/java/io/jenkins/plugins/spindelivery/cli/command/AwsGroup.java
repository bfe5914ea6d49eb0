package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin aws}. */
@Command(
        name = "aws",
        description = "Look at an AWS account as a whole.",
        abbreviateSynopsis = true,
        subcommands = {AwsCheckCommand.class})
public final class AwsGroup extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public AwsGroup() {
        super("cli.no-command-of");
    }
}
