package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Option;

/** All server groups of a cluster but the newest. */
final class KeepFlags {
    @Option(
            names = "--keep",
            paramLabel = "N",
            order = 13,
            description = "With --cluster: all of its server groups but the N newest.")
    private Integer keep;

    @Option(
            names = "--allow-active",
            order = 14,
            description = "With --keep: also server groups that get traffic. Without it they are left alone.")
    private boolean allowActive;

    /** How many are left alone; {@code null} when one is meant. */
    Integer keep() {
        return keep;
    }

    /** Whether those that get traffic are meant, too. */
    boolean allowActive() {
        return allowActive;
    }
}
