package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin canary}. */
@Command(
        name = "canary",
        description = "Run canaries, and compare them with their baselines.",
        subcommands = {CanaryRunCommand.class, CanaryAnalyseCommand.class, CanaryJudgeCommand.class})
public final class CanaryCommand extends CommandGroup {}
