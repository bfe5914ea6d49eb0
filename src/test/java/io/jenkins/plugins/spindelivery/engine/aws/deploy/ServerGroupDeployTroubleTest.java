package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Deploys of server groups that go wrong: what they say, and what is there afterwards. */
public class ServerGroupDeployTroubleTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final Capacity ONE = new Capacity(1, 1, 1);
    private static final String BEFORE = "shop-web-v000 in 1/1/1 up 1 of 1 []";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Place place = new Place(AWS.account());

    @Before
    public void quickly() {
        place.account().rules().delay(Duration.ofMillis(20));
    }

    private AwsResult deploy(ServerGroupDeployRequest request) {
        return place.deploy(folder.getRoot().toPath(), request);
    }

    private static ServerGroupDeployRequest request(DeployStrategy strategy, String image, boolean rollback) {
        return request(StrategyOptions.of(strategy), image, Place.settings(ONE), rollback, 20);
    }

    private static ServerGroupDeployRequest request(
            StrategyOptions strategy, String image, GroupSettings group, boolean rollback, long seconds) {
        LaunchSettings launch = new LaunchSettings(image, "t3.micro", "", List.of(), "", "", List.of(), false, false);
        return Place.request(strategy, launch, group, rollback, seconds);
    }

    @Test
    public void aLaunchThatFailsEndsTheDeployAtOnceAndIsTakenBack() {
        place.with("shop-web-v000", ONE);
        place.account().rules().failLaunches(PeerAccount.ARM_IMAGE, "The architecture 'arm64' is not supported.");
        AwsResult result = deploy(request(DeployStrategy.RED_BLACK, PeerAccount.ARM_IMAGE, true));
        assertEquals("failed\naws.deploy-launch-failed", Place.told(result));
        assertThat(result.errors().get(0).message(), containsString("The architecture 'arm64' is not supported."));
        assertEquals(BEFORE, place.cluster());
        assertEquals(1, place.templates());
        assertTrue(
                "no time is lost: " + result.durationMillis(),
                result.durationMillis() < Duration.ofSeconds(15).toMillis());
    }

    @Test
    public void unhealthyTargetsAreToldWithTheirReasonsAndTakenBackWhenTheTimeIsOver() {
        place.with("shop-web-v000", ONE);
        place.account().rules().unhealthy(PeerAccount.ARM_IMAGE, "Health checks failed with these codes: [502]");
        AwsResult result = deploy(request(
                StrategyOptions.of(DeployStrategy.RED_BLACK), PeerAccount.ARM_IMAGE, Place.settings(ONE), true, 3));
        assertEquals("timedOut\naws.deploy-late-up", Place.told(result));
        assertThat(result.errors().get(0).message(), containsString("Health checks failed with these codes: [502]"));
        assertTrue(place.events().stream()
                .anyMatch(event -> event instanceof Event.Diagnosed diagnosed
                        && diagnosed.message().contains("[502]")));
        assertEquals(BEFORE, place.cluster());
        assertEquals(1, place.templates());
    }

    @Test
    public void withoutRollbackTheNewOneStaysToBeLookedAt() {
        place.with("shop-web-v000", ONE);
        place.account().rules().failLaunches(PeerAccount.ARM_IMAGE, "No such thing.");
        AwsResult result = deploy(request(DeployStrategy.RED_BLACK, PeerAccount.ARM_IMAGE, false));
        assertEquals("failed\nshop-web-v001 created failed\naws.deploy-launch-failed", Place.told(result));
        assertEquals("shop-web-v001 in 1/1/1 up 0 of 0 []\n" + BEFORE, place.cluster());
    }

    @Test
    public void theGuardKeepsTheLastInstancesThatAreUp() {
        place.with("shop-web-v000", ONE);
        GroupSettings empty = Place.settings(Capacity.NONE);
        AwsResult result =
                deploy(request(StrategyOptions.of(DeployStrategy.HIGHLANDER), PeerAccount.IMAGE, empty, true, 20));
        assertEquals("failed\nshop-web-v000 rolledBack stable\naws.traffic-guard", Place.told(result));
        assertEquals(BEFORE, place.cluster());
    }

    @Test
    public void aNameThatSomebodyElseTakesMeanwhileIsPassedOver() {
        AwsResult result = place.deploy(
                folder.getRoot().toPath(), request(DeployStrategy.NONE, PeerAccount.IMAGE, false), state -> {
                    if (state.stage() == ServerGroupDeployState.Stage.CREATE
                            && place.cluster().isEmpty()) {
                        place.with("shop-web-v000", ONE);
                    }
                    return state;
                });
        assertEquals("succeeded\nshop-web-v001 created stable", Place.told(result));
        assertEquals("shop-web-v001 in 1/1/1 up 1 of 1 []\n" + BEFORE, place.cluster());
        assertEquals(2, place.templates());
    }

    @Test
    public void aQuotaIsToldAndLeavesNothing() {
        place.account()
                .rules()
                .refuse(
                        "autoscaling:CreateAutoScalingGroup",
                        1,
                        400,
                        "LimitExceeded",
                        "You have already reached your limit of 500 groups.");
        AwsResult result = deploy(request(DeployStrategy.NONE, PeerAccount.IMAGE, false));
        assertEquals("failed\naws.limit", Place.told(result));
        assertThat(result.errors().get(0).message(), containsString("limit of 500 groups"));
        assertEquals("", place.cluster());
        assertEquals(0, place.templates());
    }

    @Test
    public void noRightsAreToldBeforeAnythingIsMade() {
        place.account().rules().deny("ec2:CreateLaunchTemplate");
        AwsResult result = deploy(request(DeployStrategy.NONE, PeerAccount.IMAGE, false));
        assertEquals("aws.no-rights", result.errors().get(0).code());
        assertEquals("", place.cluster());
        assertEquals(0, place.templates());
    }

    @Test
    public void aLostAnswerMakesNothingTwice() {
        place.account()
                .rules()
                .loseReply("autoscaling:CreateAutoScalingGroup", 1)
                .loseReply("ec2:CreateLaunchTemplate", 1);
        assertEquals(
                "succeeded\nshop-web-v000 created stable",
                Place.told(deploy(request(DeployStrategy.NONE, PeerAccount.IMAGE, false))));
        assertEquals(BEFORE, place.cluster());
        assertEquals(1, place.templates());
    }

    @Test
    public void aGateThatSaysNoGivesTheOlderOnesTheirTrafficBack() {
        place.with("shop-web-v000", new Capacity(1, 2, 2));
        StrategyOptions rolling =
                new StrategyOptions(DeployStrategy.ROLLING_RED_BLACK, 0, true, 0, 0, List.of(50), 0, true, 0, false);
        List<Gate> gates = new ArrayList<>();
        ServerGroupDeploy deploy = new ServerGroupDeploy();
        AwsResult result = place.deploy(
                folder.getRoot().toPath(),
                request(rolling, PeerAccount.IMAGE, Place.settings(new Capacity(2, 2, 2)), false, 30),
                state -> {
                    Optional<Gate> gate = deploy.gate(state);
                    gate.ifPresent(gates::add);
                    return gate.map(open -> deploy.answer(
                                    state, new GateAnswer(open.id(), gates.size() == 1, "the smoke test failed")))
                            .orElse(state);
                });
        assertEquals(
                List.of("check-50", "check-100"), gates.stream().map(Gate::id).toList());
        assertEquals("shop-web-v001", gates.get(0).variables().get("SPIN_SERVER_GROUP"));
        assertEquals("failed\nshop-web-v000 rolledBack stable\naws.deploy-check-failed", Place.told(result));
        assertEquals(
                "The check at 100 % failed: the smoke test failed",
                result.errors().get(0).message());
        assertEquals("shop-web-v000 in 1/2/2 up 2 of 2 []", place.cluster());
        assertEquals(1, place.templates());
    }
}
