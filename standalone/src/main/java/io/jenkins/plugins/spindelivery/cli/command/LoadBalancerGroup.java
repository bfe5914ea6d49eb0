package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin load-balancer}. */
@Command(
        name = "load-balancer",
        description = "Load balancers, with their target groups and listeners.",
        abbreviateSynopsis = true,
        subcommands = {LoadBalancerApplyCommand.class})
public final class LoadBalancerGroup extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public LoadBalancerGroup() {
        super("cli.no-command-of");
    }
}
