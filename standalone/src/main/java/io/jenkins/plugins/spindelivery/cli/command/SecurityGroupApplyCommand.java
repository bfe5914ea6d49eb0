package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin security-group apply}. */
@Command(name = "apply", description = "Make security groups what a description says.")
public final class SecurityGroupApplyCommand extends NetworkApplyCommand {
    @Override
    boolean onlyGroups() {
        return true;
    }
}
