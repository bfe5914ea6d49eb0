package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spin traffic}, with the commands for traffic below it. */
@Command(
        name = "traffic",
        resourceBundle = "io.jenkins.plugins.spindelivery.cli.Help",
        description = "Let ReplicaSets into Services, or take them out.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrafficCommand.Enable.class, TrafficCommand.Disable.class},
        sortOptions = false,
        optionListHeading = "%n",
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n")
public final class TrafficCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 1000,
            description = "Show this help.")
    private boolean help;

    /** {@code spin traffic} without a command. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), Problem.of("cli.no-traffic-command", "").message());
    }

    /** {@code spin traffic enable}. */
    @Command(name = "enable", description = "Attach ReplicaSets to Services, and wait until their pods get requests.")
    static final class Enable extends TrafficChangeCommand {
        @Override
        TrafficRequest request(String account, Target target, List<String> services, boolean await, Duration timeout) {
            return TrafficRequest.enable(account, target, services, await, timeout.toSeconds());
        }
    }

    /** {@code spin traffic disable}. */
    @Command(
            name = "disable",
            description = "Detach ReplicaSets from Services, and wait until their pods get no requests any more.")
    static final class Disable extends TrafficChangeCommand {
        @Option(
                names = "--ignore-traffic-guard",
                order = 61,
                description = "Also take away the last pods that get requests.")
        private boolean ignoreGuard;

        @Option(
                names = "--guard-ratio",
                paramLabel = "RATIO",
                defaultValue = "0",
                order = 62,
                description = "The part of the pods that has to stay, from 0 (at least one pod) to less than 0.5.")
        private double ratio;

        @Override
        TrafficRequest request(String account, Target target, List<String> services, boolean await, Duration timeout) {
            if (!TrafficRequest.isRatio(ratio)) {
                throw new ProblemException(
                        Category.INPUT, Problem.of("kubernetes.traffic-ratio", "--guard-ratio", ratio));
            }
            return TrafficRequest.disable(account, target, services, ignoreGuard, ratio, await, timeout.toSeconds());
        }
    }
}
