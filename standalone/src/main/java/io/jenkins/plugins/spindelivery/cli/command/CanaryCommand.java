package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin canary}. */
@Command(
        name = "canary",
        description = "Run canaries, and compare them with their baselines.",
        abbreviateSynopsis = true,
        subcommands = {CanaryRunCommand.class, CanaryAnalyseCommand.class, CanaryJudgeCommand.class})
public final class CanaryCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public CanaryCommand() {
        super("cli.no-command-of");
    }
}
