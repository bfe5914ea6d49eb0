package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.Site.StageMove;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deploys a server group: an Auto Scaling group with a launch template of its own, under the next number of its cluster; and
 * sees to the older ones of the cluster once enough of its instances are up. It never touches what is newer than itself.
 *
 * <p>Check → name → launch template → group → wait; then by strategy disable, scale down, destroy, or percentages. All of it
 * has the time of the request, without delays, pauses, and what runs at gates; taking back has as much again.
 *
 * <p>Cancelling or failing deletes a launch template without a group; with {@code rollbackOnFailure}, and always in a rolling
 * red/black, the older ones first get back what they had and serve again, and then the new one is destroyed. Once the
 * destroying of older ones has begun there is no way back.
 */
public final class ServerGroupDeploy extends AwsOperation<ServerGroupDeployState>
        implements GatedOperation<ServerGroupDeployState, AwsResult> {
    private static final Map<Stage, StageMove> MOVES = new EnumMap<>(Stage.class);

    static {
        MOVES.put(Stage.CHECK, Creating::check);
        MOVES.put(Stage.CHOOSE, Creating::choose);
        MOVES.put(Stage.TEMPLATE, Creating::template);
        MOVES.put(Stage.CREATE, Creating::create);
        MOVES.put(Stage.PIN, Rolling::pin);
        MOVES.put(Stage.GROW, Rolling::grow);
        MOVES.put(Stage.AWAIT, Awaiting::await);
        MOVES.put(Stage.GATE, Rolling::gate);
        MOVES.put(Stage.SHIFT, Rolling::shift);
        MOVES.put(Stage.DELAY, Leaving::delay);
        MOVES.put(Stage.DISABLE, Leaving::disable);
        MOVES.put(Stage.SCALE_DELAY, Leaving::scaleDelay);
        MOVES.put(Stage.SCALE_DOWN, Leaving::scaleDown);
        MOVES.put(Stage.UNPIN, Leaving::unpin);
        MOVES.put(Stage.DESTROY, Leaving::destroy);
        MOVES.put(Stage.REFRESH_TEMPLATE, Refreshing::template);
        MOVES.put(Stage.REFRESH_START, Refreshing::start);
        MOVES.put(Stage.REFRESH_AWAIT, Refreshing::await);
        MOVES.put(Stage.BACK_IN, TakingBack::backIn);
        MOVES.put(Stage.BACK_OUT, TakingBack::backOut);
        MOVES.put(Stage.REFRESH_BACK, RefreshBack::back);
        MOVES.put(
                Stage.END,
                (state, site) -> Move.finished(Results.of(state, site.context().clock())));
    }

    /**
     * The first state. Nothing is asked of AWS yet.
     *
     * @param request what to deploy
     * @param context keeps the user data, and tells the time
     * @return the state to save and to move on from
     * @throws ProblemException when {@link ServerGroupDeployRequest#problems} finds any
     */
    public static ServerGroupDeployState start(ServerGroupDeployRequest request, OperationContext context) {
        List<Problem> problems = request.problems();
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        LaunchSettings launch = request.launch();
        ServerGroupDeployRequest kept = launch.userData().isEmpty()
                ? request
                : request.with(launch.withUserData(context.blobs().put(Templates.userData(launch.userData()))));
        Course course = Course.begin(request.account(), request.timeoutSeconds(), context.clock());
        return ServerGroupDeployState.begin(kept, course);
    }

    @Override
    public String type() {
        return "serverGroupDeploy";
    }

    @Override
    public Class<ServerGroupDeployState> stateType() {
        return ServerGroupDeployState.class;
    }

    @Override
    public int stateVersion() {
        return ServerGroupDeployState.VERSION;
    }

    @Override
    protected Move<ServerGroupDeployState, AwsResult> step(ServerGroupDeployState state, OperationContext context) {
        Site site = Site.of(state, context, again -> lookAgain(again, context));
        return MOVES.get(state.stage()).move(state, site);
    }

    @Override
    protected ServerGroupDeployState takingBack(ServerGroupDeployState state) {
        return TakingBack.turn(state);
    }

    @Override
    protected boolean counts(ServerGroupDeployState state) {
        return state.course().ending() || state.counts();
    }

    @Override
    protected Problem late(ServerGroupDeployState state) {
        String name = state.made() == null
                ? state.request().cluster().cluster()
                : state.made().name();
        String code =
                switch (state.stage()) {
                    case SHIFT, DISABLE -> "aws.deploy-late-out";
                    case SCALE_DOWN, DESTROY -> "aws.deploy-late-gone";
                    default -> "aws.deploy-late-up";
                };
        return Problem.of(
                code,
                "",
                name,
                state.request().region(),
                state.request().timeoutSeconds(),
                state.progress().seen());
    }

    @Override
    protected AwsResult gaveUp(ServerGroupDeployState state, OperationContext context) {
        return Results.of(state, context.clock());
    }

    @Override
    public Optional<Gate> gate(ServerGroupDeployState state) {
        if (state.course().ending() || state.stage() != Stage.GATE || !Rolling.asks(state)) {
            return Optional.empty();
        }
        return Optional.of(new Gate(
                gateId(state),
                Map.of(
                        "SPIN_TRAFFIC_PERCENTAGE",
                        String.valueOf(percent(state)),
                        "SPIN_SERVER_GROUP",
                        state.made().name(),
                        "SPIN_AWS_REGION",
                        state.request().region())));
    }

    private static int percent(ServerGroupDeployState state) {
        return state.request().strategy().percentage(state.progress().step());
    }

    private static String gateId(ServerGroupDeployState state) {
        return "check-" + percent(state);
    }

    @Override
    public ServerGroupDeployState answer(ServerGroupDeployState state, GateAnswer answer) {
        if (gate(state).isEmpty() || !answer.gate().equals(gateId(state))) {
            return state;
        }
        return state.answered(answer.passed() ? null : answer.message());
    }
}
