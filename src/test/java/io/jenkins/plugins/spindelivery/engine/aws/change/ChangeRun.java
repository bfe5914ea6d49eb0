package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A change of server groups from its beginning to its end, and what it told. */
final class ChangeRun {
    static final Clusters NO_CLUSTERS = account -> {
        throw new ProblemException(Category.INPUT, Problem.of("account.unknown", "", account));
    };

    private final List<Event> events = new ArrayList<>();
    private final AwsResult result;

    ChangeRun(PeerAccount account, Path folder, ServerGroupChangeRequest request) {
        this(account, folder, request, state -> {});
    }

    /** Shows each state before its move. */
    ChangeRun(
            PeerAccount account,
            Path folder,
            ServerGroupChangeRequest request,
            Consumer<ServerGroupChangeState> between) {
        OperationFile file = OperationRunner.file(folder);
        OperationContext context = context(account, file);
        result = OperationRunner.run(
                new ServerGroupChange(), ServerGroupChange.start(request, context), context, file, between);
    }

    private ChangeRun(PeerAccount account, Path folder, ServerGroupChangeRequest request, Kind last) {
        ServerGroupChange change = new ServerGroupChange();
        OperationFile file = OperationRunner.file(folder);
        OperationContext context = context(account, file);
        ServerGroupChangeState state = ServerGroupChange.start(request, context);
        while (state.tasks().get(0).kind() != last) {
            Move.Next<ServerGroupChangeState, AwsResult> next =
                    (Move.Next<ServerGroupChangeState, AwsResult>) change.move(state, context);
            LockSupport.parkNanos(next.delay().toNanos());
            state = next.state();
        }
        result = OperationRunner.run(change, change.cancel(state), context, file, any -> {});
    }

    /** A change that is cancelled right before a task. */
    static ChangeRun cancelled(PeerAccount account, Path folder, ServerGroupChangeRequest request, Kind last) {
        return new ChangeRun(account, folder, request, last);
    }

    private OperationContext context(PeerAccount account, OperationFile file) {
        return new OperationContext(
                Clock.systemUTC(),
                Runnable::run,
                events::add,
                NO_CLUSTERS,
                file,
                MetricSources.NONE,
                account.accounts(),
                () -> {});
    }

    static ServerGroupChangeRequest request(GroupTarget target, GroupChange change) {
        return request(target, change, Options.DEFAULT);
    }

    static ServerGroupChangeRequest request(GroupTarget target, GroupChange change, Options options) {
        return request(target, change, options, 60);
    }

    static ServerGroupChangeRequest request(GroupTarget target, GroupChange change, Options options, long seconds) {
        return new ServerGroupChangeRequest(PeerAccount.NAME, PeerAccount.REGION, target, change, options, seconds);
    }

    AwsResult result() {
        return result;
    }

    List<Event> events() {
        return events;
    }

    /** Status, objects with actions, and the codes of errors, in lines. */
    String told() {
        return told(result);
    }

    static String told(AwsResult result) {
        String objects = result.objects().stream()
                .map(object -> object.kind() + " " + object.name() + " "
                        + object.action().word())
                .collect(Collectors.joining("\n"));
        String errors = result.errors().stream().map(error -> error.code()).collect(Collectors.joining("\n"));
        return String.join(
                "\n",
                List.of(result.status().word(), objects, errors).stream()
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    String error() {
        return result.errors().get(0).message();
    }
}
