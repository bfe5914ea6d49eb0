package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin load-balancer apply}. */
@Command(
        name = "apply",
        description = "Make load balancers, target groups, listeners and security groups what a description says.")
public final class LoadBalancerApplyCommand extends NetworkApplyCommand {
    @Override
    boolean onlyGroups() {
        return false;
    }
}
