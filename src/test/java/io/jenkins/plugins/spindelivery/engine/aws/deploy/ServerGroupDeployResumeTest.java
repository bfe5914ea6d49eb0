package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
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
        ServerGroupDeployRequest plain = Place.request(strategy);
        return new DeployScenario(
                AWS, before, Place.request(strategy, plain.launch(), Place.settings(ONE), rollback, 60));
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
}
