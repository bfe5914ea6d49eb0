package io.jenkins.plugins.spindelivery.engine.aws.change;

import static io.jenkins.plugins.spindelivery.engine.aws.change.ChangeRun.request;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Enable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.ResizeBy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.ResizeToCluster;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Resizing, enabling, disabling and destroying server groups against the peer. */
public class ServerGroupChangeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String OLD = "shop-web-v000";
    private static final String NEW = "shop-web-v001";
    private static final GroupTarget NEWEST = GroupTarget.of("shop-web", ServerGroupTarget.NEWEST);
    private static final Options UNGUARDED = Options.DEFAULT.guard(false, 0);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestGroups groups;

    @Before
    public void account() {
        groups = new TestGroups(AWS.account());
    }

    private ChangeRun run(ServerGroupChangeRequest request) {
        return new ChangeRun(groups.account(), folder.getRoot().toPath(), request);
    }

    private void pair() {
        groups.add(OLD, new Capacity(1, 2, 4)).add(NEW, new Capacity(1, 1, 2));
    }

    @Test
    public void resizesTheNewest() {
        pair();
        ChangeRun run = run(request(NEWEST, new Resize(null, 3, 5)));
        assertEquals("succeeded\nServerGroup shop-web-v001 scaled", run.told());
        assertEquals("shop-web-v001 in 1/3/5 up 3 of 3 []", groups.line(NEW));
        assertEquals("shop-web-v000 in 1/2/4 up 2 of 2 []", groups.line(OLD));
        assertEquals(
                "Enabled; min/desired/max 1/3/5; instances: 3, healthy in the traffic: 3.",
                run.result().objects().get(0).message());
        assertEquals(
                "[{name=shop-web-v001, region=eu-central-1, enabled=true, min=1, desired=3, max=5, instances=3, up=3}]",
                run.result().outputs().get("serverGroups").toString());
    }

    @Test
    public void whatIsSoAlreadyIsNoError() {
        pair();
        groups.account().forget();
        ChangeRun run = run(request(GroupTarget.named(OLD), new Resize(1, 2, null)));
        assertEquals("succeeded\nServerGroup shop-web-v000 unchanged", run.told());
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 unchanged",
                run(request(NEWEST, new Enable())).told());
        groups.disabled(OLD);
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 unchanged",
                run(request(GroupTarget.named(OLD), new Disable())).told());
        assertEquals(0, groups.account().count(".*:(Update|Suspend|Resume|Register|Deregister).*"));
    }

    @Test
    public void growsByAShareAndToTheClustersLargestSize() {
        pair();
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 scaled",
                run(request(NEWEST, ResizeBy.of("+150%").orElseThrow())).told());
        assertEquals("shop-web-v001 in 1/3/3 up 3 of 3 []", groups.line(NEW));
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 scaled",
                run(request(GroupTarget.of("shop-web", ServerGroupTarget.PREVIOUS), new ResizeToCluster()))
                        .told());
        assertEquals("shop-web-v000 in 1/3/4 up 3 of 3 []", groups.line(OLD));
    }

    @Test
    public void aDisabledOneIsResizedAndStaysAsItWas() {
        pair();
        groups.disabled(OLD);
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 scaled",
                run(request(GroupTarget.named(OLD), new Resize(0, 0, 0))).told());
        assertEquals("shop-web-v000 out 0/0/0 up 0 of 0 [AddToLoadBalancer, Launch, Terminate]", groups.line(OLD));
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 scaled",
                run(request(GroupTarget.named(OLD), new Resize(null, 2, null))).told());
        assertEquals("shop-web-v000 out 0/2/2 up 0 of 2 [AddToLoadBalancer, Launch, Terminate]", groups.line(OLD));
    }

    @Test
    public void disablesAndEnables() {
        pair();
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 disabled",
                run(request(NEWEST, new Disable())).told());
        assertEquals("shop-web-v001 out 1/1/2 up 0 of 1 [AddToLoadBalancer, Launch, Terminate]", groups.line(NEW));
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 enabled",
                run(request(NEWEST, new Enable())).told());
        assertEquals("shop-web-v001 in 1/1/2 up 1 of 1 []", groups.line(NEW));
    }

    @Test
    public void theGuardKeepsTheLastInstancesInTheTraffic() {
        pair();
        groups.disabled(OLD);
        for (GroupChange change : List.of(new Disable(), new Destroy(false), new Destroy(true), new Resize(0, 0, 0))) {
            ChangeRun run = run(request(NEWEST, change));
            assertEquals(
                    change.toString(), "refused\nServerGroup shop-web-v001 skipped\naws.traffic-guard", run.told());
        }
        assertEquals("shop-web-v001 in 1/1/2 up 1 of 1 []", groups.line(NEW));
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 disabled",
                run(request(NEWEST, new Disable(), UNGUARDED)).told());
    }

    @Test
    public void theGuardCanAskForAShare() {
        pair();
        // 1 of 3 would stay, and that is not more than 0.4.
        ChangeRun run = run(request(GroupTarget.named(OLD), new Disable(), Options.DEFAULT.guard(true, 0.4)));
        assertEquals("refused\nServerGroup shop-web-v000 skipped\naws.traffic-guard-ratio", run.told());
        assertTrue(run.error(), run.error().contains("3 are up now, 1 would stay"));
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 disabled",
                run(request(GroupTarget.named(OLD), new Disable(), Options.DEFAULT.guard(true, 0.3)))
                        .told());
    }

    @Test
    public void destroysWithAllThatGoesAlong() {
        pair();
        ChangeRun run = run(request(GroupTarget.of("shop-web", ServerGroupTarget.OLDEST), new Destroy(false)));
        assertEquals("succeeded\nServerGroup shop-web-v000 deleted\nLaunchTemplate shop-web-v000 deleted", run.told());
        assertEquals("shop-web-v000 gone", groups.line(OLD));
        assertEquals(List.of(NEW), groups.templates());
        assertEquals("shop-web-v001 in 1/1/2 up 1 of 1 []", groups.line(NEW));
    }

    @Test
    public void aDryRunDestroysNothing() {
        pair();
        groups.account().forget();
        ChangeRun run = run(request(GroupTarget.named(OLD), new Destroy(false), Options.DEFAULT.dryRun(true)));
        assertEquals("succeeded\nServerGroup shop-web-v000 deleted", run.told());
        assertEquals(0, groups.account().count(".*:(?!Describe).*"));
    }

    @Test
    public void onlyWhatIsOursGoesAlong() {
        String theirs = groups.template("theirs", false);
        String shared = groups.template("shared", true);
        groups.add(OLD, new Capacity(0, 1, 1), theirs)
                .add("shop-web-v001", new Capacity(0, 1, 1), shared)
                .add("shop-web-v002", new Capacity(0, 1, 1), shared);
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 deleted\nServerGroup shop-web-v000 deleted",
                run(request(GroupTarget.allBut("shop-web", 1), new Destroy(true), Options.DEFAULT.allowActive(true)))
                        .told());
        assertEquals(List.of("shared", "theirs"), groups.templates());
    }

    @Test
    public void ofAClusterOnlyWhatIsDisabledGoes() {
        groups.add(OLD, new Capacity(0, 0, 0))
                .add("shop-web-v001", new Capacity(1, 1, 1))
                .add("shop-web-v002", new Capacity(1, 1, 1))
                .add("shop-web-v003", new Capacity(1, 1, 1));
        groups.disabled(OLD).disabled("shop-web-v002");
        ChangeRun run = run(request(GroupTarget.allBut("shop-web", 1), new Destroy(false)));
        assertEquals(
                "succeeded\n"
                        + "ServerGroup shop-web-v002 deleted\nLaunchTemplate shop-web-v002 deleted\n"
                        + "ServerGroup shop-web-v000 deleted\nLaunchTemplate shop-web-v000 deleted\n"
                        + "ServerGroup shop-web-v001 skipped",
                run.told());
        assertEquals(
                "It gets traffic, so it was left alone.",
                run.result().objects().get(4).message());
        assertEquals(List.of("shop-web-v001", "shop-web-v003"), groups.templates());
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 disabled",
                run(request(GroupTarget.allBut("shop-web", 1), new Disable())).told());
        assertEquals(
                "succeeded\nServerGroup shop-web-v001 scaled",
                run(request(GroupTarget.allBut("shop-web", 1), new Resize(0, 0, 0)))
                        .told());
    }
}
