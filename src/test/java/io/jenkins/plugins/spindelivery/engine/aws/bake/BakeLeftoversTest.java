package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What AWS shows late, or in another region, is not left over. */
public class BakeLeftoversTest {
    private static final Duration LATE = Duration.ofMillis(1500);

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final PeerAccount account = AWS.account();

    @Before
    public void quick() {
        account.rules().runUserData(true).delay(Duration.ofMillis(50));
    }

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private BakeRun bake(Clock clock) {
        return new BakeRun(account.accounts(), executor, clock);
    }

    private void assertNothingIsLeft(AwsResult result) {
        assertEquals(BakeRun.errors(result), Status.CANCELLED, result.status());
        for (String region : PeerAccount.REGIONS) {
            assertEquals(List.of(), account.leftovers(region));
        }
    }

    @Test
    public void anImageWhoseAnswerIsLostAndThatIsSeenLateIsRemoved() {
        BakeRun bake = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(bake.goOn(state -> state.phase() == BakePhase.IMAGE));
        account.rules().lag(LATE).snapshotLag(LATE).loseReply("ec2:CreateImage", 1);
        assertNull(bake.goOn(state -> state.course().tries() == 1));
        assertNothingIsLeft(bake.cancel());
    }

    @Test
    public void aCopyWhoseAnswerIsLostAndThatIsSeenLateIsRemoved() {
        BakeRun bake = bake(Clock.systemUTC())
                .begin(Bakes.of().regions("eu-central-1", "us-east-1").request());
        assertNull(bake.goOn(state -> state.phase() == BakePhase.COPY));
        account.rules().lag(LATE).snapshotLag(LATE).loseReply("ec2:CopyImage", 1);
        assertNull(bake.goOn(state -> state.course().tries() == 1));
        assertNothingIsLeft(bake.cancel());
    }

    @Test
    public void snapshotsThatAreSeenLaterThanTheirImageAreRemoved() {
        account.rules().snapshotLag(LATE);
        BakeRun bake = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(bake.goOn(state -> !state.images().get(0).isMissing()));
        assertNothingIsLeft(bake.cancel());
    }

    @Test
    public void aGroupWhoseAnswerIsLostAndThatIsSeenLateIsRemoved() {
        account.rules().lag(LATE).loseReply("ec2:CreateSecurityGroup", 1);
        BakeRun bake = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(bake.goOn(state -> state.course().tries() == 1));
        assertNothingIsLeft(bake.cancel());
    }

    @Test
    public void whatNeverAppearsIsNotWaitedForLong() {
        BakeRun bake = bake(new FastClock(Clock.systemUTC()))
                .begin(Bakes.of().timeout(1000).request());
        assertNull(bake.goOn(state -> state.images().get(0).asked() > 0));
        assertNothingIsLeft(bake.cancel());
        assertEquals(0, account.count("ec2:CreateImage"));
    }

    private BakeRun deadWithACopyIn(String region) {
        BakeRun dead = bake(Clock.systemUTC())
                .begin(Bakes.of().regions("eu-central-1", region).request());
        assertNull(dead.goOn(state -> !state.images().get(1).isMissing()));
        assertEquals(2, account.leftovers(region).size());
        return dead;
    }

    private static Clock later() {
        return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(BakeLock.LEASE_MINUTES + 1));
    }

    @Test
    public void whoTakesAPlaceCleansUpTheOthersRegions() {
        deadWithACopyIn("us-east-1");
        AwsResult result = bake(later()).run(Bakes.of().request());
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertEquals(List.of(), account.leftovers("us-east-1"));
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void aRegionThatMayNotBeUsedIsToldOf() {
        BakeRun dead = deadWithACopyIn("us-east-1");
        AwsSettings all = account.settings();
        try (SdkAccount narrow = new SdkAccount(
                new AwsSettings(all.name(), all.credentials(), "", "", List.of(PeerAccount.REGION), all.endpoint()))) {
            AwsAccounts accounts = name -> narrow;
            BakeRun bake = new BakeRun(accounts, executor, later());
            AwsResult result = bake.run(Bakes.of().request());
            assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
            assertEquals(1, result.warnings().size());
            String warning = result.warnings().get(0).message(Locale.ENGLISH);
            assertTrue(warning, warning.contains("in region us-east-1, where account test may not be used."));
            assertEquals(
                    1,
                    bake.log().stream().filter(line -> line.contains(warning)).count());
        }
        assertEquals(2, account.leftovers("us-east-1").size());
        dead.cancel();
        assertEquals(List.of(), account.leftovers("us-east-1"));
    }

    @Test
    public void manyRegionsGoIntoSeveralTags() {
        List<String> regions = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            regions.add("ap-southeast-" + i);
        }
        Map<String, String> tags = LockRegions.tags(regions);
        assertEquals(3, tags.size());
        tags.values().forEach(value -> assertTrue(value, value.length() <= 256));
        List<Tag> read = new ArrayList<>(BakeWork.tags(tags));
        read.add(Tag.builder().key("spin-delivery:regions-of-others").value("x").build());
        assertEquals(regions, LockRegions.of(read));
        assertEquals(Map.of("spin-delivery:regions", "eu-central-1"), LockRegions.tags(List.of("eu-central-1")));
    }

    @Test
    public void aGroupOfTheNameThatIsNoBakesIsSaidAtOnce() {
        BakeRequest request = Bakes.of().request();
        String name =
                "spin-bake-" + BakeNames.digest(BakeNames.key(request.recipe(), request.labels(), PeerAccount.REGION));
        String id = account.aside()
                .ec2()
                .createSecurityGroup(each -> each.groupName(name).description("mine"))
                .groupId();
        AwsResult result = bake(Clock.systemUTC()).run(request);
        assertEquals(Status.FAILED, result.status());
        Problem problem = result.errors().get(0);
        assertEquals("aws.bake-foreign-group", problem.code());
        assertTrue(BakeRun.errors(result), BakeRun.errors(result).contains(name + " (" + id + ")"));
        int looks = account.count("ec2:DescribeSecurityGroups");
        assertTrue(looks + " looks", looks <= 6);
        assertEquals(1, account.leftovers(PeerAccount.REGION).size());
    }

    private String subnetOfAnotherVpc() {
        String vpc = account.aside()
                .ec2()
                .createVpc(each -> each.cidrBlock("10.9.0.0/16"))
                .vpc()
                .vpcId();
        return account.aside()
                .ec2()
                .createSubnet(each -> each.vpcId(vpc).cidrBlock("10.9.1.0/24"))
                .subnet()
                .subnetId();
    }

    @Test
    public void whoWaitsForAnotherVpcLeavesNoGroupWhoseAnswerWasLost() {
        String subnet = subnetOfAnotherVpc();
        account.rules().lag(Duration.ofMinutes(1));
        BakeRun older = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(older.goOn(state -> state.lease().held()));
        BakeRun younger =
                bake(Clock.systemUTC()).begin(Bakes.of().subnet(subnet).request());
        account.rules().loseReply("ec2:CreateSecurityGroup", 1);
        assertNull(younger.goOn(state -> state.course().tries() == 1));
        account.rules().lag(Duration.ZERO);
        assertNull(younger.goOn(state -> state.phase() == BakePhase.WAIT));
        assertEquals(1, account.leftovers(PeerAccount.REGION).size());
        younger.cancel();
        assertNothingIsLeft(older.cancel());
    }

    @Test
    public void ofBakesInTwoVpcsAtOnceTheOlderOneBakes() {
        String subnet = subnetOfAnotherVpc();
        int before = account.leftovers(PeerAccount.REGION).size();
        account.rules().lag(Duration.ofMinutes(1));
        BakeRun older = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(older.goOn(state -> state.lease().held()));
        BakeRun younger =
                bake(Clock.systemUTC()).begin(Bakes.of().subnet(subnet).request());
        assertNull(younger.goOn(state -> state.lease().held()));
        account.rules().lag(Duration.ZERO);
        assertNull(younger.goOn(state -> state.phase() == BakePhase.WAIT));
        assertEquals(before + 1, account.leftovers(PeerAccount.REGION).size());
        AwsResult first = older.goOn(any -> false);
        assertEquals(BakeRun.errors(first), Status.SUCCEEDED, first.status());
        AwsResult second = younger.goOn(any -> false);
        assertEquals(BakeRun.errors(second), Status.SUCCEEDED, second.status());
        assertEquals(1, account.count("ec2:CreateImage"));
        assertEquals(before + 2, account.leftovers(PeerAccount.REGION).size());
    }
}
