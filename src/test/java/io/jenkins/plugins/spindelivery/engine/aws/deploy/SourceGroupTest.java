package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which older server group says the size, and is noted as the way back. */
public class SourceGroupTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Place place = new Place(AWS.account());

    private AwsResult deploy() {
        GroupSettings group = new GroupSettings(
                null, true, List.of(), List.of(), List.of(Place.TARGET_GROUP), "EC2", 0, List.of(), List.of(), null);
        LaunchSettings launch =
                new LaunchSettings(PeerAccount.IMAGE, "t3.micro", "", List.of(), "", "", List.of(), false, false);
        return place.deploy(
                folder.getRoot().toPath(), Place.request(StrategyOptions.of(DeployStrategy.NONE), launch, group));
    }

    @Test
    public void isTheNewestThatServes() {
        place.with("shop-web-v000", new Capacity(1, 2, 3))
                .with("shop-web-v001", new Capacity(0, 1, 1))
                .with("shop-web-v002", new Capacity(0, 0, 0))
                .disabled("shop-web-v001");
        AwsResult result = deploy();
        assertEquals("succeeded\nshop-web-v003 created stable", Place.told(result));
        assertEquals(new Capacity(1, 2, 3), place.read("shop-web-v003").capacity());
        assertEquals("shop-web-v000", place.read("shop-web-v003").tags().get(AwsTags.REPLACED));
        assertEquals("shop-web-v000", result.outputs().get("sourceServerGroup"));
    }

    @Test
    public void whereNoneServesTheNewestSaysTheSizeAndIsNoWayBack() {
        place.with("shop-web-v000", new Capacity(1, 1, 3)).disabled("shop-web-v000");
        assertEquals("succeeded\nshop-web-v001 created stable", Place.told(deploy()));
        assertEquals(new Capacity(1, 1, 3), place.read("shop-web-v001").capacity());
        assertEquals(null, place.read("shop-web-v001").tags().get(AwsTags.REPLACED));
    }
}
