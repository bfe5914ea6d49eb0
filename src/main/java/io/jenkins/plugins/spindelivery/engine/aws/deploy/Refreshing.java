package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.HealthyShare;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.InstanceRefresh;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;

/**
 * Replaces the instances of the newest server group in place. AWS gives the group its new launch template version when all
 * are replaced, and a refresh under way can be rolled back.
 */
final class Refreshing {
    private static final Set<String> ENDED_BADLY =
            Set.of("Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed");

    private Refreshing() {}

    /**
     * Refuses a group whose refresh would take more away than its instances: a refresh to a launch template replaces the
     * policy of mixed instances.
     *
     * @param newest the group
     * @throws ProblemException when it can't be refreshed
     */
    static void check(ServerGroup newest, Site site) {
        boolean mixed = described(newest.name(), site)
                .map(group -> group.mixedInstancesPolicy() != null)
                .orElse(false);
        if (mixed || newest.source().templateId().isEmpty()) {
            String code = mixed ? "aws.deploy-refresh-mixed" : "aws.deploy-refresh-template";
            throw new ProblemException(Category.INPUT, Problem.of(code, "", newest.name(), newest.region()));
        }
    }

    private static Optional<AutoScalingGroup> described(String group, Site site) {
        return site
                .region()
                .autoScaling()
                .describeAutoScalingGroups(ask -> ask.autoScalingGroupNames(group))
                .autoScalingGroups()
                .stream()
                .findFirst();
    }

    /**
     * Makes the new version of the launch template. A group that follows the newest version is tied to the present one first:
     * else it launches the new one before the refresh begins, and Auto Scaling refuses to roll back.
     */
    static Move<ServerGroupDeployState, AwsResult> template(ServerGroupDeployState state, Site site) {
        site.begins(state, Phase.APPLY, 1);
        tie(state, site);
        return site.next(state.with(new Templates(state, site).version()), Stage.REFRESH_START);
    }

    /** Lets the group launch the version from before, by its number. */
    static void tie(ServerGroupDeployState state, Site site) {
        String version = state.made().versionBefore();
        Optional<LaunchTemplateSpecification> other = described(state.made().name(), site)
                .map(AutoScalingGroup::launchTemplate)
                .filter(template ->
                        template.launchTemplateId().equals(state.made().template()))
                .filter(template -> !version.equals(template.version()));
        if (other.isPresent()) {
            site.region().autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName(
                            state.made().name())
                    .launchTemplate(
                            to -> to.launchTemplateId(state.made().template()).version(version)));
        }
    }

    /** Starts the refresh, or finds that it is under way already. */
    static Move<ServerGroupDeployState, AwsResult> start(ServerGroupDeployState state, Site site) {
        ServerGroup group = site.own(state).orElseThrow(() -> Awaiting.gone(state));
        if (find(state, site).isEmpty()) {
            int desired = group.capacity().desired();
            int percent = state.request().healthyPercent() > 0
                    ? state.request().healthyPercent()
                    : HealthyShare.percent(desired);
            site.region().autoScaling().startInstanceRefresh(ask -> ask.autoScalingGroupName(group.name())
                    .desiredConfiguration(to -> to.launchTemplate(version(state)))
                    .preferences(how -> how.minHealthyPercentage(percent)
                            .autoRollback(state.request().takesBack())));
        }
        site.planned(group, Action.CONFIGURED, state);
        site.changed(group, Action.CONFIGURED);
        return site.next(state, Stage.REFRESH_AWAIT);
    }

    private static LaunchTemplateSpecification version(ServerGroupDeployState state) {
        return LaunchTemplateSpecification.builder()
                .launchTemplateId(state.made().template())
                .version(state.made().templateVersion())
                .build();
    }

    /** This operation's refresh: no other one leads to its version. */
    static Optional<InstanceRefresh> find(ServerGroupDeployState state, Site site) {
        if (state.made().templateVersion().isEmpty()) {
            return Optional.empty();
        }
        return site
                .region()
                .autoScaling()
                .describeInstanceRefreshes(
                        ask -> ask.autoScalingGroupName(state.made().name()))
                .instanceRefreshes()
                .stream()
                .filter(refresh -> refresh.desiredConfiguration() != null
                        && refresh.desiredConfiguration().launchTemplate() != null
                        && state.made()
                                .templateVersion()
                                .equals(refresh.desiredConfiguration()
                                        .launchTemplate()
                                        .version()))
                .findFirst();
    }

    /** Waits until all instances are replaced, and enough of them are up. */
    static Move<ServerGroupDeployState, AwsResult> await(ServerGroupDeployState state, Site site) {
        ServerGroup group = site.own(state).orElseThrow(() -> Awaiting.gone(state));
        Optional<InstanceRefresh> refresh = find(state, site);
        String status = refresh.map(InstanceRefresh::statusAsString).orElse("");
        int desired = group.capacity().desired();
        site.begins(state, Phase.WAIT, 1);
        // Auto Scaling asks target groups only when its health checks are to.
        if (status.equals("Successful") && group.up() >= Awaiting.needed(state, desired)) {
            site.context().emit(new Event.StatusChanged(group.ref(), "stable", "", group.up(), desired));
            return site.next(state.with(state.made().up(group.up())), Stage.END);
        }
        String reason = refresh.map(InstanceRefresh::statusReason).orElse("");
        if (ENDED_BADLY.contains(status)) {
            throw new ProblemException(
                    Category.FAILED,
                    Problem.of("aws.deploy-refresh-failed", "", group.name(), group.region(), status, reason));
        }
        String troubles = Awaiting.seen(group);
        String seen = status
                + refresh.map(InstanceRefresh::percentageComplete)
                        .map(percent -> " " + percent + " %")
                        .orElse("")
                + (reason == null || reason.isEmpty() ? "" : ": " + reason)
                + (troubles.isEmpty() ? "" : "; " + troubles);
        return site.waiting(state.with(state.made().up(group.up())), group, seen, group.up(), desired);
    }
}
