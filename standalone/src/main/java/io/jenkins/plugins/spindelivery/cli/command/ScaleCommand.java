package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin scale}. */
@Command(name = "scale", description = "Give workloads another number of replicas, and wait until it is there.")
public final class ScaleCommand extends WaitingChangeCommand {
    @Option(
            names = "--replicas",
            required = true,
            paramLabel = "N|+N|-N",
            order = 20,
            description = "How many; or how many more (+2) or fewer (-1) than there are.")
    private String replicas;

    @Option(
            names = "--traffic-guard",
            order = 55,
            description = "Refuse to take away the last pods that get a Service's requests.")
    private boolean trafficGuard;

    @Override
    boolean guardsTraffic() {
        return trafficGuard;
    }

    @Override
    Change change() {
        return Change.Scale.of(replicas)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("kubernetes.rollout-scale-number", "--replicas", replicas)));
    }
}
