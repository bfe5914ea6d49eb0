package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Deploys of server groups whose process dies at any point: one group, and what each strategy leaves of the others. */
public class ServerGroupDeployResumeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final Capacity ONE = new Capacity(1, 1, 1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property() {
        return new ResumeProperty(folder.getRoot().toPath());
    }

    private static DeployScenario scenario(Consumer<Place> before, StrategyOptions strategy, boolean rollback) {
        return scenario(before, strategy, rollback, 60);
    }

    private static DeployScenario scenario(
            Consumer<Place> before, StrategyOptions strategy, boolean rollback, long seconds) {
        ServerGroupDeployRequest plain = Place.request(strategy);
        return new DeployScenario(
                AWS, before, Place.request(strategy, plain.launch(), Place.settings(ONE), rollback, seconds));
    }

    private static void two(Place place) {
        place.with("shop-web-v000", ONE).disabled("shop-web-v000").with("shop-web-v001", ONE);
    }

    private static void one(Place place) {
        place.with("shop-web-v001", ONE);
    }

    @Test
    public void redBlack() {
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.RED_BLACK, 2, true, 0, 0, List.of(), 0, false, 0, false);
        assertEquals(
                """
                succeeded
                shop-web-v002 created stable
                shop-web-v001 scaled stable
                shop-web-v000 deleted stable
                shop-web-v002 in 1/1/1 up 1 of 1 []
                shop-web-v001 out 0/0/0 up 0 of 0 [AddToLoadBalancer, Launch, Terminate]
                2 templates""",
                property().survives(scenario(ServerGroupDeployResumeTest::two, strategy, false)));
    }

    @Test
    public void highlander() {
        assertEquals(
                """
                succeeded
                shop-web-v002 created stable
                shop-web-v001 deleted stable
                shop-web-v000 deleted stable
                shop-web-v002 in 1/1/1 up 1 of 1 []
                1 templates""",
                property()
                        .survives(scenario(
                                ServerGroupDeployResumeTest::two,
                                StrategyOptions.of(DeployStrategy.HIGHLANDER),
                                false)));
    }

    @Test
    public void rollingRedBlack() {
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.ROLLING_RED_BLACK, 0, false, 0, 0, List.of(50), 0, false, 0, false);
        assertEquals(
                """
                succeeded
                shop-web-v002 created stable
                shop-web-v001 disabled stable
                shop-web-v002 in 1/1/1 up 1 of 1 []
                shop-web-v001 out 1/1/1 up 0 of 1 [AddToLoadBalancer, Launch, Terminate]
                2 templates""",
                property().survives(scenario(ServerGroupDeployResumeTest::one, strategy, false)));
    }

    @Test
    public void cancelledRedBlackGivesTheTrafficBack() {
        List<String> outcomes = property()
                .survivesWhileCancelling(
                        scenario(ServerGroupDeployResumeTest::one, StrategyOptions.of(DeployStrategy.RED_BLACK), true));
        for (String outcome : new TreeSet<>(outcomes)) {
            assertTrue(outcome, outcome.startsWith("cancelled"));
            assertTrue(outcome, outcome.endsWith("shop-web-v001 in 1/1/1 up 1 of 1 []\n1 templates"));
        }
    }

    @Test
    public void none() {
        assertEquals(
                """
                succeeded
                shop-web-v002 created stable
                shop-web-v002 in 1/1/1 up 1 of 1 []
                shop-web-v001 in 1/1/1 up 1 of 1 []
                2 templates""",
                property()
                        .survives(scenario(
                                ServerGroupDeployResumeTest::one, StrategyOptions.of(DeployStrategy.NONE), false)));
    }

    @Test
    public void cancelledWithoutAnOlderOneAllIsTakenBack() {
        for (String outcome : new TreeSet<>(property()
                .survivesWhileCancelling(scenario(place -> {}, StrategyOptions.of(DeployStrategy.NONE), true)))) {
            assertEquals("cancelled\n\n0 templates", outcome);
        }
    }

    @Test
    public void cancelledRollingRedBlackGivesTheTrafficBack() {
        // In one step, and quickly: it has many moves, and each of them is cancelled with each loss.
        StrategyOptions strategy = StrategyOptions.of(DeployStrategy.ROLLING_RED_BLACK);
        List<String> outcomes = property()
                .survivesWhileCancelling(scenario(
                        place -> {
                            one(place);
                            place.account().rules().delay(Duration.ofMillis(20));
                        },
                        strategy,
                        false));
        List<String> cancelled = outcomes.stream()
                .filter(outcome -> outcome.startsWith("cancelled"))
                .toList();
        for (String outcome : new TreeSet<>(cancelled)) {
            assertTrue(outcome, outcome.endsWith("shop-web-v001 in 1/1/1 up 1 of 1 []\n1 templates"));
        }
        // A run that waits less often than the first one may have ended before the last cancel.
        assertTrue(outcomes.toString(), cancelled.size() * 3 >= outcomes.size() * 2);
    }

    @Test
    public void refresh() {
        assertEquals(
                """
                succeeded
                shop-web-v001 configured stable
                shop-web-v001 in 1/1/1 up 1 of 1 []
                1 templates, 2 versions""",
                property()
                        .survives(scenario(
                                ServerGroupDeployResumeTest::one, StrategyOptions.of(DeployStrategy.REFRESH), false)));
    }

    @Test
    public void aRefreshThatFailsLeavesNoVersion() {
        DeployScenario scenario = scenario(
                place -> {
                    one(place);
                    place.account().rules().failLaunches(PeerAccount.IMAGE, "No such thing.");
                },
                StrategyOptions.of(DeployStrategy.REFRESH),
                true);
        assertEquals(
                """
                failed
                shop-web-v001 configured failed
                aws.deploy-refresh-failed
                shop-web-v001 in 1/1/1 up 1 of 1 []
                1 templates, 1 versions""",
                property().survives(scenario));
    }

    @Test
    public void aCancelledRefreshLeavesNoVersion() {
        // It never comes to its end by itself, or what becomes of it would depend on which of the two comes first.
        DeployScenario scenario = scenario(
                place -> {
                    one(place);
                    place.account().rules().delay(Duration.ofHours(1));
                },
                StrategyOptions.of(DeployStrategy.REFRESH),
                true,
                2);
        for (String outcome : new TreeSet<>(property().survivesWhileCancelling(scenario))) {
            assertTrue(outcome, outcome.startsWith("cancelled") || outcome.startsWith("timedOut"));
            assertTrue(outcome, outcome.endsWith("shop-web-v001 in 1/1/1 up 1 of 1 []\n1 templates, 1 versions"));
        }
    }
}
