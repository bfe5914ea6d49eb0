package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin security-group}. */
@Command(
        name = "security-group",
        description = "Security groups.",
        abbreviateSynopsis = true,
        subcommands = {SecurityGroupApplyCommand.class})
public final class SecurityGroupGroup extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public SecurityGroupGroup() {
        super("cli.no-command-of");
    }
}
