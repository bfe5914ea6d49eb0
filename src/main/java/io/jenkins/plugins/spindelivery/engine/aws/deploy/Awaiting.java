package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Health;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.HealthyShare;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Instance;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ScalingActivities;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ScalingActivities.Failure;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waits until enough instances of the new server group are up, and says why they are not. */
final class Awaiting {
    private static final int SHOWN = 5;

    private Awaiting() {}

    /** One look. */
    static Move<ServerGroupDeployState, AwsResult> await(ServerGroupDeployState state, Site site) {
        Optional<ServerGroup> own = site.own(state);
        if (own.isEmpty()) {
            throw gone(state);
        }
        ServerGroup group = own.get();
        int desired = group.capacity().desired();
        int needed = needed(state, desired);
        site.begins(state, Phase.WAIT, 1);
        ServerGroupDeployState next = state.with(state.made().up(group.up()));
        if (group.up() >= needed) {
            site.context().emit(new Event.StatusChanged(group.ref(), "stable", "", group.up(), desired));
            return site.next(next, after(state));
        }
        next = diagnosed(next, group, site);
        return site.waiting(next, group, seen(group), group.up(), desired);
    }

    static ProblemException gone(ServerGroupDeployState state) {
        return new ProblemException(
                Category.FAILED,
                Problem.of(
                        "aws.deploy-gone",
                        "",
                        state.made().name(),
                        state.request().region()));
    }

    private static Stage after(ServerGroupDeployState state) {
        StrategyOptions strategy = state.request().strategy();
        if (strategy.rolling()) {
            return Stage.GATE;
        }
        boolean follows =
                strategy.strategy() == DeployStrategy.RED_BLACK || strategy.strategy() == DeployStrategy.HIGHLANDER;
        return follows && !state.older().isEmpty() ? Stage.DELAY : Stage.END;
    }

    static int needed(ServerGroupDeployState state, int desired) {
        int percent = state.request().healthyPercent();
        return HealthyShare.needed(percent > 0 ? percent : HealthyShare.percent(desired), desired);
    }

    /** What is wrong with each instance, in a few words. */
    static String seen(ServerGroup group) {
        List<String> troubles = group.instances().stream()
                .filter(instance -> group.health(instance) != Health.UP)
                .map(instance -> instance.id() + " "
                        + instance.reason().orElse(group.health(instance).name().toLowerCase(Locale.ROOT)))
                .toList();
        String more = troubles.size() > SHOWN ? ", …" : "";
        return troubles.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
    }

    /**
     * Tells of instances in trouble, each once.
     *
     * @throws ProblemException when waiting is in vain: Auto Scaling can't launch, or gives instances up again
     */
    private static ServerGroupDeployState diagnosed(ServerGroupDeployState state, ServerGroup group, Site site) {
        ServerGroupDeployState next = state;
        for (Instance instance : group.instances(Health.DOWN)) {
            String reason = instance.reason().orElse("");
            if (!next.hasTold(instance.id())) {
                site.context()
                        .emit(new Event.Diagnosed(
                                AwsRef.of(AwsRef.Kind.INSTANCE, group.region(), instance.id()),
                                "",
                                reason,
                                List.of(),
                                List.of()));
                next = next.told(instance.id());
            }
            if (instance.healthStatus().equalsIgnoreCase("Unhealthy")) {
                throw new ProblemException(
                        Category.FAILED,
                        Problem.of("aws.deploy-unhealthy", "", group.name(), group.region(), instance.id(), reason));
            }
        }
        if (group.instances().size() < group.capacity().desired()) {
            next = launches(next, group, site);
        }
        return next;
    }

    private static ServerGroupDeployState launches(ServerGroupDeployState state, ServerGroup group, Site site) {
        ServerGroupDeployState next = state;
        for (Failure failure : ScalingActivities.failures(
                site.region(), group.name(), state.made().createdAt())) {
            if (!next.hasTold(failure.id())) {
                site.context().emit(new Event.Diagnosed(group.ref(), "", failure.message(), List.of(), List.of()));
                next = next.told(failure.id());
            }
            // Auto Scaling finds capacity in another zone, or later; it does not find an image that is not there.
            if (!failure.message().contains("sufficient")) {
                throw new ProblemException(
                        Category.FAILED,
                        Problem.of("aws.deploy-launch-failed", "", group.name(), group.region(), failure.message()));
            }
        }
        return next;
    }
}
