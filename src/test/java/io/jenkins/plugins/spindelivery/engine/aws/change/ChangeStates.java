package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** States that no AWS is needed for. */
final class ChangeStates {
    static final OperationContext CONTEXT = new OperationContext(
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            Runnable::run,
            EventSink.NONE,
            ChangeRun.NO_CLUSTERS,
            null,
            MetricSources.NONE,
            AwsAccounts.NONE,
            () -> {});

    private ChangeStates() {}

    /** A rollback that has failed, with all in it that could be left over. */
    static ServerGroupChangeState pinned() {
        ChangedGroup group = new ChangedGroup(
                "shop-web-v000",
                1795352280115L,
                new Capacity(1, 2, 4),
                true,
                List.of("Terminate"),
                new Capacity(3, 3, 4),
                2,
                Action.SCALED,
                List.of("i-1"),
                "lt-1",
                "shop-web-v000",
                "1 of 3 instances are healthy, 3 are there",
                null);
        ServerGroupChangeRequest request = new ServerGroupChangeRequest(
                "test",
                "eu-central-1",
                GroupTarget.cluster("shop-web"),
                new Rollback("", "", 90),
                Options.DEFAULT.guard(true, 0.2),
                600);
        Course course = Course.begin("test", 600, CONTEXT.clock())
                .changing()
                .ending(Status.FAILED, Category.ACCESS, List.of(Problem.of("aws.no-rights", "", "a", "b", "c")));
        List<Task> tasks =
                List.of(task(Kind.UNPIN), task(Kind.SUSPEND), task(Kind.DELETE_TEMPLATES), task(Kind.TAKE_STOCK));
        return new ServerGroupChangeState(1, course, request, tasks, List.of(group), List.of("shop-web-v002"));
    }

    private static Task task(Kind kind) {
        return new Task(kind, List.of("shop-web-v000"));
    }
}
