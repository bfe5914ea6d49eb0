package io.jenkins.plugins.spindelivery.engine.aws.change;

import static io.jenkins.plugins.spindelivery.engine.aws.change.ChangeRun.request;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Rolling back to an earlier server group, against the peer. */
public class RollbackTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String FIRST = "shop-web-v000";
    private static final String SECOND = "shop-web-v001";
    private static final String THIRD = "shop-web-v002";
    private static final GroupTarget CLUSTER = GroupTarget.cluster("shop-web");
    private static final Capacity ONE = new Capacity(1, 1, 1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestGroups groups;

    @Before
    public void account() {
        groups = new TestGroups(AWS.account());
    }

    private ChangeRun run(GroupTarget target, String to, String image) {
        return new ChangeRun(
                groups.account(), folder.getRoot().toPath(), request(target, new Rollback(to, image, null)));
    }

    @Test
    public void theOneBeforeTakesOverAtFullSize() {
        groups.add(FIRST, new Capacity(0, 1, 1)).add(SECOND, new Capacity(1, 2, 4));
        groups.disabled(FIRST);
        List<String> pinned = new ArrayList<>();
        ChangeRun run = new ChangeRun(
                groups.account(), folder.getRoot().toPath(), request(CLUSTER, new Rollback("", "", null)), state -> {
                    if (!state.tasks().isEmpty() && state.tasks().get(0).kind() == Kind.DISABLE) {
                        pinned.add(groups.line(FIRST));
                        pinned.add(groups.line(SECOND));
                    }
                });
        assertEquals("succeeded\nServerGroup shop-web-v000 enabled\nServerGroup shop-web-v001 disabled", run.told());
        // Both served before the newer one was taken out, and the older one could not shrink.
        assertEquals(List.of("shop-web-v000 in 2/2/4 up 2 of 2 []", "shop-web-v001 in 1/2/4 up 2 of 2 []"), pinned);
        assertEquals("shop-web-v000 in 1/2/4 up 2 of 2 []", groups.line(FIRST));
        assertEquals("shop-web-v001 out 1/2/4 up 0 of 2 [AddToLoadBalancer, Launch, Terminate]", groups.line(SECOND));
        assertEquals(FIRST, run.result().outputs().get("rolledBackTo"));
        assertEquals(SECOND, run.result().outputs().get("rolledBackFrom"));
    }

    @Test
    public void theNewestEnabledIsTheBadOne() {
        groups.add(FIRST, ONE).add(SECOND, ONE).add(THIRD, ONE);
        groups.disabled(FIRST).disabled(THIRD);
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 enabled\nServerGroup shop-web-v001 disabled",
                run(CLUSTER, "", "").told());
        ChangeRun none = run(CLUSTER, "", "");
        assertEquals("refused\naws.rollback-none-older", none.told());
        assertEquals(
                "Server group shop-web-v000 is the oldest of cluster shop-web in region eu-central-1, so there is none before"
                        + " it to roll back to. There are: shop-web-v002, shop-web-v001, shop-web-v000. Name the server group"
                        + " that is to take over.",
                none.error());
        assertEquals(
                "succeeded\nServerGroup shop-web-v002 enabled\nServerGroup shop-web-v000 disabled",
                run(GroupTarget.named(FIRST), THIRD, "").told());
        assertEquals(
                "succeeded\nServerGroup shop-web-v002 unchanged",
                run(CLUSTER, THIRD, "").told());
        assertEquals(
                "refused\naws.rollback-no-group",
                run(CLUSTER, "shop-web-v009", "").told());
        assertEquals(
                "refused\naws.rollback-same",
                run(GroupTarget.named(FIRST), FIRST, "").told());
    }

    @Test
    public void whatDidNotServeWhenTheNewerOneWasMadeIsPassedOver() {
        Capacity none = new Capacity(0, 0, 0);
        groups.add(FIRST, ONE).add(SECOND, none).add(THIRD, ONE).replaced(THIRD, FIRST);
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 unchanged\nServerGroup shop-web-v002 disabled",
                run(CLUSTER, "", "").told());
    }

    @Test
    public void whereTheOneThatServedIsGoneItIsTheOneBeforeThat() {
        Capacity none = new Capacity(0, 0, 0);
        groups.add("shop-web-v998", none).add("shop-web-v999", none).add(FIRST, none);
        groups.add(SECOND, ONE).replaced(SECOND, "shop-web-v999");
        groups.remove("shop-web-v999");
        assertEquals(
                "succeeded\nServerGroup shop-web-v998 enabled\nServerGroup shop-web-v001 disabled",
                new ChangeRun(
                                groups.disabled("shop-web-v998").account(),
                                folder.getRoot().toPath(),
                                request(CLUSTER, new Rollback("", "", null)))
                        .told());
        groups.remove("shop-web-v998");
        ChangeRun left = run(GroupTarget.named(SECOND), "", "");
        assertEquals("refused\naws.rollback-replaced-gone", left.told());
        assertEquals(
                "Server group shop-web-v001 replaced shop-web-v999, which is gone, and so is all that served before that in"
                        + " cluster shop-web in region eu-central-1. What is left did not serve when shop-web-v001 was"
                        + " made: shop-web-v000. Name the server group that is to take over.",
                left.error());
    }

    @Test
    public void toTheNewestThatRunsAnImage() {
        groups.add(FIRST, ONE, groups.template("first", true, PeerAccount.ARM_IMAGE));
        groups.add(SECOND, ONE).add(THIRD, ONE);
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 unchanged\nServerGroup shop-web-v002 disabled",
                run(CLUSTER, "", PeerAccount.ARM_IMAGE).told());
        ChangeRun none = run(CLUSTER, "", "ami-0123");
        assertEquals("refused\naws.rollback-no-image", none.told());
        assertTrue(none.error(), none.error().contains("runs image ami-0123"));
    }

    @Test
    public void withoutTwoServerGroupsThereIsNoWayBack() {
        groups.add(FIRST, ONE);
        ChangeRun alone = run(CLUSTER, "", "");
        assertEquals("refused\naws.rollback-alone", alone.told());
        assertEquals(
                "Cluster shop-web in region eu-central-1 has only server group shop-web-v000, so there is nothing to roll"
                        + " back to.",
                alone.error());
        groups.add(SECOND, ONE);
        groups.disabled(FIRST).disabled(SECOND);
        ChangeRun none = run(CLUSTER, "", "");
        assertEquals("refused\naws.rollback-none-enabled", none.told());
        assertTrue(none.error(), none.error().contains("There are: shop-web-v001, shop-web-v000."));
        assertEquals(
                "refused\naws.change-no-cluster",
                run(GroupTarget.cluster("shop-api"), "", "").told());
    }
}
