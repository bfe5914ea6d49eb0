package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin traffic}, with the commands for traffic below it. */
@Command(
        name = "traffic",
        description = "Let ReplicaSets into Services, or take them out.",
        subcommands = {TrafficCommand.Enable.class, TrafficCommand.Disable.class})
public final class TrafficCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public TrafficCommand() {
        super("cli.no-traffic-command");
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
