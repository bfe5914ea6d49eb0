package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin canary}. */
@Command(
        name = "canary",
        description = "Compare a canary with its baseline.",
        subcommands = {CanaryJudgeCommand.class})
public final class CanaryCommand extends CommandGroup {}
