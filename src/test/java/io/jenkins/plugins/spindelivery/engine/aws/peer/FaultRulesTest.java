package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What goes wrong between a client and the peer, when it shall. */
public class FaultRulesTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();
    private final AwsRegion region = account.region();

    private static AwsFault fault(ThrowingRunnable call) {
        return assertThrows(AwsFault.class, call);
    }

    private void makeGroup(String name) {
        region.ec2().createSecurityGroup(request -> request.groupName(name).description("of a test"));
    }

    @Test
    public void throttlesInTheWordsOfEachServiceAsOftenAsAsked() {
        account.rules().throttle(".*", 5);
        List<AwsFault> faults = List.of(
                fault(() -> region.ec2().describeVpcs()),
                fault(() -> region.autoScaling().describeAutoScalingGroups()),
                fault(() -> region.loadBalancing().describeTargetGroups()),
                fault(() -> region.systemsManager().listCommands()),
                fault(() -> region.s3().listBuckets()));
        assertEquals(
                List.of("RequestLimitExceeded", "Throttling", "Throttling", "ThrottlingException", "SlowDown"),
                faults.stream().map(AwsFault::code).toList());
        assertTrue(faults.stream().allMatch(AwsFault::passing));
        region.ec2().describeVpcs();
        assertEquals(6, account.count(".*"));
    }

    @Test
    public void whatIsThrottledOrBrokenDoesNothing() {
        account.rules().throttle("ec2:CreateSecurityGroup", 1);
        assertEquals("RequestLimitExceeded", fault(() -> makeGroup("a")).code());
        account.rules().shares(0, 1, 0, 0);
        AwsFault broken = fault(() -> makeGroup("a"));
        assertEquals("InternalError", broken.code());
        assertTrue(broken.passing());
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void aCallWhoseReplyIsLostHasItsEffect() {
        account.rules().loseReply("ec2:CreateSecurityGroup", 1, 1);
        makeGroup("a");
        AwsFault lost = fault(() -> makeGroup("b"));
        assertEquals("", lost.code());
        assertTrue(lost.passing());
        makeGroup("c");
        assertEquals(3, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void sharesAreTheSameForTheSameSeed() {
        List<Boolean> first = outcomes(7);
        assertEquals(first, outcomes(7));
        long failed = first.stream().filter(ok -> !ok).count();
        assertTrue("failed: " + failed, failed > 5 && failed < 25);
    }

    private List<Boolean> outcomes(long seed) {
        account.rules().shares(0.3, 0.1, 0.1, seed);
        List<Boolean> outcomes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            try {
                region.ec2().describeKeyPairs();
                outcomes.add(true);
            } catch (AwsFault e) {
                outcomes.add(false);
            }
        }
        return outcomes;
    }

    @Test
    public void refusesWhatItIsToldToRefuse() {
        account.rules()
                .refuse(
                        "ec2:CreateSecurityGroup",
                        1,
                        400,
                        "SecurityGroupLimitExceeded",
                        "The maximum number is reached");
        AwsFault fault = fault(() -> makeGroup("a"));
        assertEquals("SecurityGroupLimitExceeded", fault.code());
        assertFalse(fault.passing());
        assertEquals(
                "AWS refuses ec2:CreateSecurityGroup in region eu-central-1, because a limit of the account is reached: The"
                        + " maximum number is reached (SecurityGroupLimitExceeded). Remove what is not needed any more, or ask AWS for"
                        + " more in Service Quotas.",
                fault.problems().get(0).message());
        makeGroup("a");
    }

    @Test
    public void aCredentialWithoutARightIsForbiddenToUseIt() {
        account.rules().deny("ec2:Create.*").deny("ssm:.*").deny("s3:.*");
        assertEquals("UnauthorizedOperation", fault(() -> makeGroup("a")).code());
        assertEquals(
                "AccessDeniedException",
                fault(() -> region.systemsManager().listCommands()).code());
        assertEquals("AccessDenied", fault(() -> region.s3().listBuckets()).code());
        region.ec2().describeVpcs();
        account.aside().ec2().createSecurityGroup(request -> request.groupName("a")
                .description("of a test"));
        account.rules().allowAll();
        makeGroup("b");
    }

    @Test
    public void calmEndsIt() {
        account.rules()
                .shares(1, 0, 0, 1)
                .deny(".*")
                .throttle(".*", 99)
                .latency(Duration.ofHours(1))
                .calm();
        region.ec2().describeVpcs();
    }

    @Test
    public void latencyMakesCallsTakeLonger() {
        region.ec2().describeVpcs();
        account.rules().latency(Duration.ofMillis(200));
        long before = System.nanoTime();
        region.ec2().describeVpcs();
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(200));
    }
}
