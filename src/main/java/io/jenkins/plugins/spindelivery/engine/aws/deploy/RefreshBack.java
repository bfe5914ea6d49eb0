package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.InstanceRefresh;

/**
 * After a refresh that failed or was cancelled: one that is under way is rolled back, or stopped when nothing is to be taken
 * back. Then the group launches the version from before, by its number, and the new version goes: it would be what the
 * template calls its latest one, and others may launch that.
 */
final class RefreshBack {
    private static final Set<String> UNDER_WAY = Set.of("Pending", "InProgress", "Baking");
    private static final Set<String> ENDING = Set.of("RollbackInProgress", "Cancelling");
    private static final Set<String> HALFWAY = Set.of("Failed", "Cancelled", "RollbackFailed");
    private static final String REFUSED = "aws.deploy-refresh-not-back";
    private static final int LOOKS_FOR_LATE = 4;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private RefreshBack() {}

    /** One move on the way back. */
    static Move<ServerGroupDeployState, AwsResult> back(ServerGroupDeployState saved, Site site) {
        ServerGroupDeployState state = saved.progress().since() == 0 ? saved.to(Stage.REFRESH_BACK, site.now()) : saved;
        Optional<ServerGroup> group = site.lives(state);
        Optional<InstanceRefresh> refresh = group.flatMap(there -> Refreshing.find(state, site));
        if (refresh.isEmpty() && state.course().polls() < LOOKS_FOR_LATE) {
            // Whether it was started is not known: the answer may be lost, and it may be seen late.
            return Move.after(BETWEEN_LOOKS, state.with(state.course().polled()));
        }
        String status = refresh.map(InstanceRefresh::statusAsString).orElse("");
        if (status.equals("Successful")) {
            return TakingBack.over(state, problem("aws.deploy-refresh-done", state, status), site);
        }
        boolean underWay = UNDER_WAY.contains(status);
        if (underWay || ENDING.contains(status)) {
            if (site.now() - state.progress().since() > 1000 * state.request().timeoutSeconds()) {
                return TakingBack.over(state, problem("aws.deploy-refresh-goes-on", state, status), site);
            }
            return underWay ? stop(state, status, site) : site.again().again(state);
        }
        return restored(state, group, status, site);
    }

    /** All these texts are about the same; the last argument is what differs. */
    private static Problem problem(String code, ServerGroupDeployState state, String more) {
        return Problem.of(
                code,
                "",
                state.made().name(),
                state.request().region(),
                state.made().template(),
                state.made().templateVersion(),
                state.made().versionBefore(),
                more);
    }

    private static Move<ServerGroupDeployState, AwsResult> stop(
            ServerGroupDeployState state, String status, Site site) {
        site.begins(state, Phase.ROLLBACK, 1);
        String name = state.made().name();
        boolean wholly = state.request().takesBack()
                && state.course().errors().stream()
                        .noneMatch(error -> error.code().equals(REFUSED));
        try {
            if (wholly) {
                site.region().autoScaling().rollbackInstanceRefresh(ask -> ask.autoScalingGroupName(name));
            } else {
                site.region().autoScaling().cancelInstanceRefresh(ask -> ask.autoScalingGroupName(name));
            }
        } catch (AwsFault e) {
            // It is not found when it has just ended, which the next look shows.
            if (e.passing()) {
                throw e;
            }
            if (!e.isNotFound()) {
                return refused(state, wholly, status, e, site);
            }
        }
        return site.again().again(state);
    }

    /** What can't be rolled back is at least stopped; asking again would be answered the same. */
    private static Move<ServerGroupDeployState, AwsResult> refused(
            ServerGroupDeployState state, boolean wholly, String status, AwsFault fault, Site site) {
        String reason = fault.problems().get(0).message();
        if (!wholly) {
            ServerGroupDeployState known = state.with(state.course()
                    .ending(state.course().status(), state.course().category(), fault.problems()));
            return TakingBack.over(known, problem("aws.deploy-refresh-goes-on", state, status), site);
        }
        Problem problem = problem(REFUSED, state, reason);
        site.context().emit(new Event.Failed(problem));
        Course course = state.course();
        return Move.next(state.with(course.ending(course.status(), course.category(), List.of(problem))));
    }

    private static Move<ServerGroupDeployState, AwsResult> restored(
            ServerGroupDeployState state, Optional<ServerGroup> group, String status, Site site) {
        ServerGroupDeployState next = state;
        Versions versions = new Versions(state, site);
        List<String> made = versions.made();
        if (!made.isEmpty()) {
            if (group.isPresent()) {
                Refreshing.tie(state, site);
                site.changed(group.get(), Action.ROLLED_BACK);
            }
            for (Problem left : versions.delete(made)) {
                next = warned(next, left, site);
            }
        }
        if (HALFWAY.contains(status)) {
            next = warned(next, problem("aws.deploy-refresh-halfway", state, status), site);
        }
        return Move.next(next.turnedTo(Stage.END));
    }

    private static ServerGroupDeployState warned(ServerGroupDeployState state, Problem problem, Site site) {
        site.context().emit(new Event.Warned(problem));
        return state.with(state.course().warned(problem));
    }
}
