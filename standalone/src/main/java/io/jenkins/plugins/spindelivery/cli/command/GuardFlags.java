package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import picocli.CommandLine.Option;

/** The traffic guard of server groups. */
final class GuardFlags {
    @Option(
            names = "--ignore-traffic-guard",
            order = 51,
            description = "Also take away the last instances of a cluster that get traffic.")
    private boolean ignore;

    @Option(
            names = "--guard-ratio",
            paramLabel = "RATIO",
            defaultValue = "0",
            order = 52,
            description =
                    "The part of the cluster's healthy instances that has to stay, from 0 (at least one) to less than"
                            + " 0.5.")
    private double ratio;

    /** The same options with the guard that the flags mean. */
    Options in(Options options) {
        return options.guard(!ignore, ratio);
    }
}
