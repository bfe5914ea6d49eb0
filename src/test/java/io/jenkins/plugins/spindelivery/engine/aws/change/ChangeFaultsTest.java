package io.jenkins.plugins.spindelivery.engine.aws.change;

import static io.jenkins.plugins.spindelivery.engine.aws.change.ChangeRun.request;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Enable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.aws.change.Task.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** Changes of server groups that go wrong: what is said, and what is left. */
public class ChangeFaultsTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String OLD = "shop-web-v000";
    private static final String NEW = "shop-web-v001";
    private static final Capacity ONE = new Capacity(1, 1, 1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private PeerAccount account;
    private TestGroups groups;

    @Before
    public void pair() {
        account = AWS.account();
        account.rules().delay(Duration.ofMillis(50));
        groups = new TestGroups(account);
        groups.add(OLD, ONE).add(NEW, ONE);
    }

    private ChangeRun run(ServerGroupChangeRequest request) {
        return run(request, state -> {});
    }

    private ChangeRun run(ServerGroupChangeRequest request, Consumer<ServerGroupChangeState> between) {
        return new ChangeRun(account, folder.getRoot().toPath(), request, between);
    }

    private static Consumer<ServerGroupChangeState> before(Kind kind, Runnable what) {
        return state -> {
            if (!state.tasks().isEmpty() && state.tasks().get(0).kind() == kind) {
                what.run();
            }
        };
    }

    @Test
    public void whatIsNotThereIsNamedWithWhatIs() {
        ChangeRun missing = run(request(GroupTarget.named("shop-web-v007"), new Enable()));
        assertEquals("refused\naws.change-no-group", missing.told());
        assertEquals(
                "There is no server group shop-web-v007 in region eu-central-1. There are: shop-web-v001, shop-web-v000."
                        + " Correct the name, or the region.",
                missing.error());
        assertEquals(
                "There is no server group of cluster shop-wed in region eu-central-1. There are: shop-web-v001,"
                        + " shop-web-v000. Correct the cluster, or the region.",
                run(request(GroupTarget.allBut("shop-wed", 1), new Destroy(false)))
                        .error());
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 deleted\nLaunchTemplate shop-web-v000 deleted",
                run(request(GroupTarget.named(OLD), new Destroy(true))).told());
        assertEquals(
                "Cluster shop-web in region eu-central-1 has no previous server group, only shop-web-v001.",
                run(request(GroupTarget.of("shop-web", ServerGroupTarget.PREVIOUS), new Enable()))
                        .error());
    }

    @Test
    public void repliesThatAreLostAndThrottlingAreNoMatter() {
        account.rules()
                .loseReply("autoscaling:(Suspend|Delete).*", 2)
                .loseReply("elasticloadbalancing:DeregisterTargets", 1)
                .throttle("autoscaling:DeleteAutoScalingGroup", 1)
                .loseReply("ec2:DeleteLaunchTemplate", 1);
        assertEquals(
                "succeeded\nServerGroup shop-web-v000 deleted\nLaunchTemplate shop-web-v000 deleted",
                run(request(GroupTarget.named(OLD), new Destroy(false))).told());
        assertEquals(List.of(NEW), groups.templates());
    }

    @Test
    public void withoutTheRightNothingIsChanged() {
        account.rules().deny("autoscaling:SuspendProcesses");
        ChangeRun run = run(request(GroupTarget.named(OLD), new Disable()));
        assertEquals("failed\nServerGroup shop-web-v000 skipped\naws.no-rights", run.told());
        assertTrue(run.error(), run.error().contains("may not autoscaling:SuspendProcesses in region eu-central-1"));
        assertEquals("shop-web-v000 in 1/1/1 up 1 of 1 []", groups.line(OLD));
    }

    @Test
    public void anotherOfTheSameNameIsNotTouched() {
        Runnable replace = () -> {
            delete(OLD);
            groups.add(OLD, ONE, groups.template("another", true));
        };
        ChangeRun run = run(request(GroupTarget.named(OLD), new Destroy(true)), before(Kind.DELETE, replace));
        assertEquals("succeeded", run.result().status().word());
        assertEquals("shop-web-v000 in 1/1/1 up 1 of 1 []", groups.line(OLD));
        assertEquals(List.of("another", NEW), groups.templates());
        ChangeRun resized =
                run(request(GroupTarget.named(OLD), new Resize(null, 2, null)), before(Kind.RESIZE, () -> delete(OLD)));
        assertEquals("failed\nServerGroup shop-web-v000 skipped\naws.change-gone", resized.told());
    }

    /** Deletes a server group as somebody else would; it is gone when its instances are. */
    private void delete(String name) {
        AutoScalingClient aws = account.aside().autoScaling();
        aws.deleteAutoScalingGroup(request -> request.autoScalingGroupName(name).forceDelete(true));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!aws.describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                .autoScalingGroups()
                .isEmpty()) {
            assertTrue(name + " does not go", System.nanoTime() < deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    public void whatDoesNotGetHealthyInTimeIsSaidAndTheOldOneServes() {
        groups.disabled(OLD);
        account.rules().delay(Duration.ofHours(1));
        ChangeRun run = run(request(GroupTarget.cluster("shop-web"), new Rollback("", "", null), Options.DEFAULT, 2));
        assertEquals("timedOut", run.result().status().word());
        assertEquals("aws.change-late-in", run.result().errors().get(0).code());
        assertTrue(
                run.error(),
                run.error().contains("shop-web-v000: 0 of 1 instances are healthy, 1 are there: 1 × initial"));
        assertEquals("shop-web-v001 in 1/1/1 up 1 of 1 []", groups.line(NEW));
    }

    /** Stopped where it stands: both serve, and the older one may shrink again. */
    @Test
    public void aCancelledRollbackUnpins() {
        new TrafficSwitch(account.aside()).disable(groups.get(OLD));
        groups.account().aside().autoScaling().updateAutoScalingGroup(request -> request.autoScalingGroupName(OLD)
                .minSize(0)
                .desiredCapacity(0));
        ChangeRun run = ChangeRun.cancelled(
                account,
                folder.getRoot().toPath(),
                request(GroupTarget.cluster("shop-web"), new Rollback("", "", null)),
                Kind.DISABLE);
        assertEquals("cancelled\nServerGroup shop-web-v000 enabled\nServerGroup shop-web-v001 skipped", run.told());
        assertEquals("shop-web-v000 in 0/1/1 up 1 of 1 []", groups.line(OLD));
        assertEquals("shop-web-v001 in 1/1/1 up 1 of 1 []", groups.line(NEW));
    }

    @Test
    public void whatCouldNotBeTakenBackIsSaid() {
        ServerGroupChangeState state = ChangeStates.pinned();
        AwsResult result = new ServerGroupChange().gaveUp(state, ChangeStates.CONTEXT);
        assertEquals(
                List.of(
                        "aws.no-rights",
                        "aws.change-left-pinned",
                        "aws.change-left-scaling",
                        "aws.change-left-template"),
                result.errors().stream().map(Problem::code).toList());
        assertEquals(
                "Server group shop-web-v000 in region eu-central-1 still has the smallest size 3 that was only meant for the"
                        + " rollback; before it was 1. Set it by hand, or by a resize.",
                result.errors().get(1).message());
    }
}
