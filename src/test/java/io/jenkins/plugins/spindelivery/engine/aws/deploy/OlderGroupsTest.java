package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a deploy does not touch although it has the name, or the launch template, of an older server group. */
public class OlderGroupsTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final Capacity ONE = new Capacity(1, 1, 1);
    private static final String OLDER = "shop-web-v000";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Place place = new Place(AWS.account());

    @Before
    public void quickly() {
        place.account().rules().delay(Duration.ofMillis(20));
    }

    /** Deploys; meanwhile, while the new group starts, somebody does something. */
    private AwsResult deploy(StrategyOptions strategy, boolean rollback, Runnable meanwhile) {
        AtomicBoolean done = new AtomicBoolean();
        ServerGroupDeployRequest plain = Place.request(strategy);
        return place.deploy(
                folder.getRoot().toPath(),
                Place.request(strategy, plain.launch(), Place.settings(ONE), rollback, 30),
                state -> {
                    if (state.stage() == ServerGroupDeployState.Stage.AWAIT && !done.getAndSet(true)) {
                        meanwhile.run();
                    }
                    return state;
                });
    }

    /** By hand, as Spinnaker's own are: nothing says which operation made it. */
    private String foreign() {
        place.with("seed-v000", ONE);
        String template = place.read("seed-v000").source().templateId();
        place.without("seed-v000").group(OLDER, ONE, template, "");
        return template;
    }

    @Test
    public void aGroupThatWasMadeAnewUnderTheSameNameIsNotDestroyed() {
        String template = foreign();
        AwsResult result = deploy(StrategyOptions.of(DeployStrategy.HIGHLANDER), false, () -> place.without(OLDER)
                .group(OLDER, ONE, template, ""));
        assertEquals("succeeded\nshop-web-v001 created stable\nshop-web-v000 deleted stable", Place.told(result));
        assertTrue(place.cluster(), place.cluster().contains("shop-web-v000 in 1/1/1 up 1 of 1 []"));
    }

    @Test
    public void aGroupThatWasMadeAnewUnderTheSameNameIsNotScaledDown() {
        String template = foreign();
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.RED_BLACK, 0, true, 0, 0, List.of(), 0, false, 0, false);
        AwsResult result = deploy(strategy, true, () -> place.without(OLDER).group(OLDER, ONE, template, ""));
        assertEquals("succeeded", result.status().word());
        assertTrue(place.cluster(), place.cluster().contains("shop-web-v000 in 1/1/1 up 1 of 1 []"));
    }

    @Test
    public void aGroupThatIsStillTheSameIsDestroyedThoughNoOperationMadeIt() {
        foreign();
        AwsResult result = deploy(StrategyOptions.of(DeployStrategy.HIGHLANDER), false, () -> {});
        assertEquals("succeeded\nshop-web-v001 created stable\nshop-web-v000 deleted stable", Place.told(result));
        assertEquals("shop-web-v001 in 1/1/1 up 1 of 1 []", place.cluster());
    }

    @Test
    public void aLaunchTemplateThatAnotherServerGroupUsesStays() {
        place.with(OLDER, ONE);
        String template = place.read(OLDER).source().templateId();
        place.group("other-v000", ONE, template, "");
        AwsResult result = deploy(StrategyOptions.of(DeployStrategy.HIGHLANDER), false, () -> {});
        assertEquals("succeeded\nshop-web-v001 created stable\nshop-web-v000 deleted stable", Place.told(result));
        assertEquals(2, place.templates());
        assertTrue(place.events().stream()
                .anyMatch(event -> event instanceof Event.Noted noted
                        && noted.problem().code().equals("aws.deploy-template-used")
                        && noted.problem().message().contains("other-v000")));
    }
}
