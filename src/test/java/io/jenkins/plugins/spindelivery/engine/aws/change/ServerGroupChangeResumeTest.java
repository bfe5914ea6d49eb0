package io.jenkins.plugins.spindelivery.engine.aws.change;

import static io.jenkins.plugins.spindelivery.engine.aws.change.ChangeRun.request;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Enable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Changes of server groups that are stopped everywhere. */
public class ServerGroupChangeResumeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String OLD = "shop-web-v000";
    private static final String NEW = "shop-web-v001";
    private static final Capacity ONE = new Capacity(1, 1, 1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    private static ChangeScenario scenario(Consumer<TestGroups> before, ServerGroupChangeRequest request) {
        return new ChangeScenario(AWS, List.of(OLD, NEW), before, request);
    }

    private static ChangeScenario change(GroupChange change) {
        return scenario(
                groups -> groups.add(OLD, ONE).add(NEW, ONE).disabled(OLD), request(GroupTarget.named(OLD), change));
    }

    private static String out(String name, String size) {
        return name + " out " + size + " [AddToLoadBalancer, Launch, Terminate]";
    }

    private static final String NEW_AS_IT_WAS = "shop-web-v001 in 1/1/1 up 1 of 1 []\n[shop-web-v000, shop-web-v001]";

    /** Scaling processes are resumed for it and suspended again. */
    @Test
    public void aResizeOfADisabledOne() {
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 scaled\n" + out(OLD, "1/2/2 up 0 of 2") + "\n" + NEW_AS_IT_WAS,
                property.survives(change(new Resize(null, 2, null))));
    }

    @Test
    public void anEnable() {
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 enabled\nshop-web-v000 in 1/1/1 up 1 of 1 []\n" + NEW_AS_IT_WAS,
                property.survives(change(new Enable())));
    }

    @Test
    public void aDisable() {
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 disabled\n" + out(OLD, "1/1/1 up 0 of 1") + "\n" + NEW_AS_IT_WAS,
                property.survives(scenario(
                        groups -> groups.add(OLD, ONE).add(NEW, ONE), request(GroupTarget.named(OLD), new Disable()))));
    }

    private static ChangeScenario destroy() {
        return scenario(
                groups -> groups.add(OLD, ONE).add(NEW, ONE), request(GroupTarget.named(OLD), new Destroy(false)));
    }

    @Test
    public void aDestroy() {
        assertEquals(
                """
                succeeded
                ServerGroup shop-web-v000 deleted
                LaunchTemplate shop-web-v000 deleted
                shop-web-v000 gone
                shop-web-v001 in 1/1/1 up 1 of 1 []
                [shop-web-v001]""",
                property.survives(destroy()));
    }

    /** Nothing is left of one whose deletion has begun, and one whose deletion has not is whole. */
    @Test
    public void aDestroyThatIsCancelled() {
        List<String> outcomes = property.survivesWhileCancelling(destroy());
        String first = outcomes.get(0);
        assertTrue(first, first.startsWith("cancelled\n"));
        assertTrue(first, first.endsWith("up 1 of 1 []\n[shop-web-v000, shop-web-v001]"));
        String last = outcomes.get(outcomes.size() - 1);
        assertTrue(last, last.endsWith("[shop-web-v001]"));
    }

    private static ChangeScenario rollback() {
        return scenario(
                groups -> groups.add(OLD, new Capacity(0, 0, 1))
                        .add(NEW, new Capacity(1, 2, 3))
                        .disabled(OLD),
                request(GroupTarget.cluster("shop-web"), new Rollback("", "", null)));
    }

    @Test
    public void aRollback() {
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 enabled\nServerGroup shop-web-v001 disabled\n"
                        + "shop-web-v000 in 1/2/3 up 2 of 2 []\n" + out(NEW, "1/2/3 up 0 of 2")
                        + "\n[shop-web-v000, shop-web-v001]",
                property.survives(rollback()));
    }
}
