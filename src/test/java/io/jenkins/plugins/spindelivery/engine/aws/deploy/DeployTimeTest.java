package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which time counts for the deadline of a deploy. The clock is the test's own, and nobody waits. */
public class DeployTimeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final Capacity ONE = new Capacity(1, 1, 1);
    private static final long TIMEOUT_SECONDS = 600;
    private static final Duration MOST = Duration.ofSeconds(500);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Place place = new Place(AWS.account());
    private final Hand clock = new Hand();
    private final ServerGroupDeploy deploy = new ServerGroupDeploy();
    private final Set<Stage> seen = EnumSet.noneOf(Stage.class);

    /** A clock that a test sets. */
    private static final class Hand extends Clock {
        private Instant now = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Before
    public void atOnce() {
        place.account().rules().delay(Duration.ZERO);
        place.with("shop-web-v000", ONE);
    }

    /** Moves until the end, each as soon as the one before has come through. */
    private AwsResult run(StrategyOptions strategy, UnaryOperator<ServerGroupDeployState> between) {
        OperationFile file = new OperationFile(folder.getRoot().toPath().resolve("operation.json"), Sealer.NONE);
        OperationContext context = place.context(clock, file, place.account().accounts());
        ServerGroupDeployRequest plain = Place.request(strategy);
        ServerGroupDeployState state = ServerGroupDeploy.start(
                Place.request(strategy, plain.launch(), Place.settings(ONE), true, TIMEOUT_SECONDS), context);
        for (int i = 0; i < 2000; i++) {
            state = between.apply(state);
            Move<ServerGroupDeployState, AwsResult> move = deploy.move(state, context);
            if (move instanceof Move.Finished<ServerGroupDeployState, AwsResult> end) {
                return end.result();
            }
            Move.Next<ServerGroupDeployState, AwsResult> next = (Move.Next<ServerGroupDeployState, AwsResult>) move;
            clock.now = clock.now.plus(next.delay());
            state = next.state();
        }
        throw new AssertionError("no end: " + state);
    }

    /** Nearly all of the time passes until the new one is up, and as much again while the older one drains. */
    private ServerGroupDeployState slow(ServerGroupDeployState state) {
        if (first(state, Stage.AWAIT)) {
            clock.now = clock.now.plus(MOST);
        } else if (first(state, Stage.DISABLE)) {
            place.account().rules().delay(Duration.ofHours(1));
            clock.now = clock.now.plus(MOST);
        } else if (first(state, Stage.BACK_IN)) {
            place.account().rules().delay(Duration.ZERO);
        }
        return state;
    }

    private boolean first(ServerGroupDeployState state, Stage stage) {
        return state.stage() == stage && seen.add(stage);
    }

    @Test
    public void theTimeIsThatOfTheWholeDeploy() {
        AwsResult result = run(StrategyOptions.of(DeployStrategy.RED_BLACK), this::slow);
        assertEquals("timedOut\nshop-web-v000 rolledBack stable\naws.deploy-late-out", Place.told(result));
    }

    @Test
    public void delaysDoNotCount() {
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.RED_BLACK, 0, true, 3000, 3000, List.of(), 0, false, 0, false);
        AwsResult result = run(strategy, state -> state);
        assertEquals("succeeded\nshop-web-v001 created stable\nshop-web-v000 scaled stable", Place.told(result));
    }

    @Test
    public void whatWasWaitedOnPurposeIsTakenOffAndNoMore() {
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.RED_BLACK, 0, false, 3000, 0, List.of(), 0, false, 0, false);
        AwsResult result = run(strategy, this::slow);
        assertEquals("timedOut\nshop-web-v000 rolledBack stable\naws.deploy-late-out", Place.told(result));
    }

    @Test
    public void peopleAtAGateMayTakeAsLongAsTheyLikeThoughAwsIsBusyMeanwhile() {
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.ROLLING_RED_BLACK, 0, false, 0, 0, List.of(50), 0, true, 0, false);
        AwsResult result = run(strategy, state -> {
            if (deploy.gate(state).isEmpty()) {
                return state;
            }
            String id = deploy.gate(state).get().id();
            boolean patient = clock.millis() - state.progress().since()
                    < Duration.ofDays(2).toMillis();
            if (patient) {
                clock.now = clock.now.plus(Duration.ofHours(10));
                place.account().rules().throttle("autoscaling:DescribeAutoScalingGroups", 1);
                return state;
            }
            return deploy.answer(state, new GateAnswer(id, true, ""));
        });
        assertEquals("succeeded\nshop-web-v001 created stable\nshop-web-v000 disabled stable", Place.told(result));
    }
}
