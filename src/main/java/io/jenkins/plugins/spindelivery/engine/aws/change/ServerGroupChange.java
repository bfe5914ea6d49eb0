package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Changes live server groups of one region: resizes, enables, disables or destroys them, or rolls a cluster back.
 *
 * <p>The first move finds them and writes the whole work down as a list of tasks; each of the following moves does the first
 * of these, or looks whether what it waits for has come.
 *
 * <p>Cancelling stops where it stands. A smallest size that was only set for the time of a rollback is taken back, scaling
 * processes that were resumed for a resize are suspended again, and the launch template of a server group whose deletion has
 * begun goes with it.
 */
public final class ServerGroupChange extends AwsOperation<ServerGroupChangeState> {
    /** The operation's name in saved files. */
    public static final String TYPE = "serverGroupChange";

    /**
     * The first state of a change. Nothing is asked of AWS yet; a request that is wrong is refused by the first move.
     *
     * @param request what to change
     * @param context tells the time
     * @return the state to save and to move on from
     */
    public static ServerGroupChangeState start(ServerGroupChangeRequest request, OperationContext context) {
        Course course = Course.begin(request.account(), request.timeoutSeconds(), context.clock());
        return ServerGroupChangeState.begin(course, request);
    }

    /**
     * What a change would be about, for a question to the user. A rollback of a cluster chooses later.
     *
     * @param request the change
     * @param region where to look
     * @param executor lends threads for calls that are independent of each other
     * @return the server groups, newest first
     * @throws ProblemException when the request is wrong, or nothing is meant
     */
    public static List<ObjectRef> find(ServerGroupChangeRequest request, AwsRegion region, Executor executor) {
        List<Problem> wrong = request.problems();
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
        return Choice.of(new ServerGroups(region, executor), request).chosen().stream()
                .map(ServerGroup::ref)
                .toList();
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<ServerGroupChangeState> stateType() {
        return ServerGroupChangeState.class;
    }

    @Override
    public int stateVersion() {
        return ServerGroupChangeState.VERSION;
    }

    @Override
    protected Move<ServerGroupChangeState, AwsResult> step(ServerGroupChangeState state, OperationContext context) {
        if (state.tasks().isEmpty()) {
            return Move.finished(ChangeResults.of(state, context));
        }
        AwsAccount account = context.aws().account(state.course().account());
        AwsRegion region = account.region(state.request().region());
        Working working = new Working(region, context, state);
        Removal removal = new Removal(region, account, context, state);
        return switch (state.tasks().get(0).kind()) {
            case PLAN -> Move.next(plan(state, account, region, context));
            case GUARD -> Move.next(working.guard());
            case ENABLE -> Move.next(working.enable());
            case RESIZE -> Move.next(working.resize());
            case DISABLE -> Move.next(working.disable());
            case SUSPEND -> Move.next(working.suspend());
            case UNPIN -> Move.next(working.unpin());
            case NOTE -> Move.next(removal.note());
            case DELETE -> Move.next(removal.delete());
            case DELETE_TEMPLATES -> Move.next(removal.deleteTemplates());
            case AWAIT_SIZE -> waiting(state, new Waiting(region, context, state).size(), context);
            case AWAIT_IN -> waiting(state, new Waiting(region, context, state).in(), context);
            case AWAIT_OUT -> waiting(state, new Waiting(region, context, state).out(), context);
            case AWAIT_GONE -> waiting(state, removal.left(), context);
            case TAKE_STOCK -> Move.next(new Stock(region, context, state).taken());
        };
    }

    private static ServerGroupChangeState plan(
            ServerGroupChangeState state, AwsAccount account, AwsRegion region, OperationContext context) {
        context.emit(new Event.PhaseStarted(Phase.PLAN, 0));
        ServerGroups reader = new ServerGroups(region, context.executor());
        ServerGroupChangeState planned = new Planning(reader, account, state.request()).plan(state);
        if (state.request().change().destroys()) {
            context.emit(new Event.DeleteListed(
                    planned.groups().stream()
                            .map(group -> AwsRef.of(AwsRef.Kind.SERVER_GROUP, region.name(), group.name()))
                            .toList(),
                    state.request().options().dryRun()));
        }
        return planned;
    }

    private Move<ServerGroupChangeState, AwsResult> waiting(
            ServerGroupChangeState state, List<ChangedGroup> missing, OperationContext context) {
        if (missing.isEmpty()) {
            return Move.next(state.each(group -> group.now("")).done());
        }
        if (state.course().polls() == 0) {
            context.emit(new Event.PhaseStarted(Phase.WAIT, missing.size()));
        }
        return lookAgain(state.each(group -> find(missing, group).orElse(group.now(""))), context);
    }

    private static Optional<ChangedGroup> find(List<ChangedGroup> groups, ChangedGroup wanted) {
        return groups.stream()
                .filter(group -> group.name().equals(wanted.name()))
                .findFirst();
    }

    @Override
    protected ServerGroupChangeState takingBack(ServerGroupChangeState state) {
        return state.todo(
                state.tasks().stream().filter(task -> task.kind().tidies()).toList());
    }

    @Override
    protected Problem late(ServerGroupChangeState state) {
        String region = state.request().region();
        Kind kind = state.tasks().isEmpty() ? Kind.PLAN : state.tasks().get(0).kind();
        String seen = state.groups().stream()
                .filter(group -> !group.now().isEmpty())
                .map(group -> group.name() + ": " + group.now())
                .collect(Collectors.joining("; "));
        String code =
                switch (kind) {
                    case AWAIT_SIZE -> "aws.change-late-size";
                    case AWAIT_IN -> "aws.change-late-in";
                    case AWAIT_OUT -> "aws.change-late-out";
                    case AWAIT_GONE -> "aws.change-late-gone";
                    default -> "aws.change-late";
                };
        return Problem.of(code, "", region, state.request().timeoutSeconds(), seen);
    }

    @Override
    protected AwsResult gaveUp(ServerGroupChangeState state, OperationContext context) {
        List<Problem> left = state.tasks().stream()
                .flatMap(task -> task.groups().stream()
                        .map(state::group)
                        .flatMap(group -> left(task.kind(), group, state).stream()))
                .toList();
        Course course = state.course();
        left.forEach(problem -> context.emit(new Event.Failed(problem)));
        return ChangeResults.of(state.with(course.ending(course.status(), course.category(), left)), context);
    }

    private static Optional<Problem> left(Kind kind, ChangedGroup group, ServerGroupChangeState state) {
        String region = state.request().region();
        return switch (kind) {
            case UNPIN -> Optional.of(Problem.of(
                    "aws.change-left-pinned",
                    "",
                    group.name(),
                    region,
                    group.goal().min(),
                    group.before().min()));
            case SUSPEND -> Optional.of(Problem.of(
                    "aws.change-left-scaling", "", group.name(), region, String.join(", ", group.suspended())));
            case DELETE_TEMPLATES -> group.templateId().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Problem.of("aws.change-left-template", "", group.templateName(), region, group.name()));
            default -> Optional.empty();
        };
    }
}
