package io.jenkins.plugins.spindelivery.engine.aws.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/** How an account connects, and what it says when that fails. */
public class SdkAccountTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount peer = AWS.account();
    private final AwsSettings usual = peer.settings();
    private SdkAccount account;

    @After
    public void close() {
        if (account != null) {
            account.close();
        }
    }

    private SdkAccount connect(
            AwsCredentialsProvider credentials, String role, String externalId, List<String> regions, String endpoint) {
        account = new SdkAccount(new AwsSettings("prod", credentials, role, externalId, regions, URI.create(endpoint)));
        return account;
    }

    private SdkAccount inRegions(String... regions) {
        return connect(usual.credentials(), "", "", List.of(regions), peer.endpoint());
    }

    private static String text(ThrowingRunnable call) {
        return assertThrows(ProblemException.class, call).problems().get(0).message();
    }

    private static AwsFault fault(ThrowingRunnable call) {
        return assertThrows(AwsFault.class, call);
    }

    @Test
    public void clientsAreMadeOnceForEachRegion() {
        AwsRegion region = inRegions().region("eu-west-1");
        assertEquals("eu-west-1", region.name());
        assertSame(region, account.region("eu-west-1"));
        assertSame(region.ec2(), region.ec2());
        assertEquals(peer.id(), region.sts().getCallerIdentity().account());
        assertEquals("prod", account.name());
    }

    @Test
    public void aRegionThatAwsDoesNotHaveIsRefusedWithTheNearestName() {
        inRegions();
        assertEquals(
                "AWS has no region eu-centrl-1. Did you mean eu-central-1?", text(() -> account.region("eu-centrl-1")));
        assertEquals(
                "AWS has no region moon. Use a region's code, such as eu-central-1; a region that is newer than this version"
                        + " has to be named in the account's regions.",
                text(() -> account.region("moon")));
        assertEquals(
                Category.INPUT,
                assertThrows(ProblemException.class, () -> account.region("moon"))
                        .category());
        assertEquals(0, peer.count(".*"));
    }

    @Test
    public void aRegionThatTheAccountMayNotUseIsRefused() {
        inRegions("eu-central-1", "eu-west-1");
        assertEquals(
                "Account prod may not be used in region us-east-1, only in eu-central-1, eu-west-1. Choose one of these, or"
                        + " let an administrator add the region to the account.",
                text(() -> account.region("us-east-1")));
        assertEquals(
                Category.ACCESS,
                assertThrows(ProblemException.class, () -> account.region("us-east-1"))
                        .category());
    }

    @Test
    public void aNewRegionCanBeNamedButNoOtherHost() {
        inRegions("xx-moon-1", "evil.example.com/eu-west-1");
        assertEquals("xx-moon-1", account.region("xx-moon-1").name());
        assertTrue(text(() -> account.region("evil.example.com/eu-west-1")).startsWith("AWS has no region evil."));
    }

    @Test
    public void aRoleIsAssumedWithItsExternalId() {
        String role = peer.role("deployer", "a secret word");
        connect(usual.credentials(), role, "a secret word", List.of("eu-west-1"), peer.endpoint());
        String who = account.region("eu-west-1").sts().getCallerIdentity().arn();
        assertEquals("arn:aws:sts::" + peer.id() + ":assumed-role/deployer/spin-delivery", who);
        account.region("eu-west-1").ec2().describeVpcs();
        assertEquals(1, peer.count("sts:AssumeRole"));
        assertEquals("eu-west-1", peer.calls().get(0).region());
    }

    @Test
    public void aRoleThatMayNotBeAssumedIsNamed() {
        String role = peer.role("deployer", "a secret word");
        connect(usual.credentials(), role, "another word", List.of(), peer.endpoint());
        AwsFault fault = fault(() -> account.region("eu-west-1").ec2().describeVpcs());
        assertEquals(Category.ACCESS, fault.category());
        assertEquals(
                "The account's credential may not sts:AssumeRole in region us-east-1: User: arn:aws:iam::" + peer.id()
                        + ":user/test is not authorized to perform: sts:AssumeRole on resource: " + role
                        + ". Allow this action in its IAM policy.",
                fault.problems().get(0).message());
    }

    @Test
    public void aCredentialWithoutTheRightIsToldWhichOne() {
        inRegions();
        peer.rules().deny("ec2:RunInstances");
        AwsFault fault =
                fault(() -> account.region("eu-west-1").ec2().runInstances(request -> request.imageId(peer.image())
                        .minCount(1)
                        .maxCount(1)));
        assertEquals(Category.ACCESS, fault.category());
        assertFalse(fault.passing());
        assertEquals("UnauthorizedOperation", fault.code());
        assertEquals(
                "The account's credential may not ec2:RunInstances in region eu-west-1: You are not authorized to perform"
                        + " this operation. User: arn:aws:iam::" + peer.id()
                        + ":user/test is not authorized to perform: ec2:RunInstances because no identity-based policy"
                        + " allows the ec2:RunInstances action.. Allow this action in its IAM policy.",
                fault.problems().get(0).message());
    }

    @Test
    public void anUnknownAccessKeyIsACredentialThatAwsDoesNotAccept() {
        connect(() -> AwsBasicCredentials.create("AKIANOBODY", "not-told"), "", "", List.of(), peer.endpoint());
        AwsFault fault = fault(() -> account.region("eu-west-1").sts().getCallerIdentity());
        assertEquals(Category.ACCESS, fault.category());
        assertEquals(
                "AWS does not accept the account's credential for sts:GetCallerIdentity in region eu-west-1: The security"
                        + " token included in the request is invalid. (InvalidClientTokenId). Check the access key, its"
                        + " secret and the clock of this machine.",
                fault.problems().get(0).message());
        assertFalse(trace(fault).contains("not-told"));
    }

    private static String trace(Throwable e) {
        StringWriter out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return out.toString();
    }

    @Test
    public void withoutAnyCredentialItSaysSo() {
        connect(SystemPropertyCredentialsProvider.create(), "", "", List.of(), peer.endpoint());
        AwsFault fault = fault(() -> account.region("eu-west-1").ec2().describeVpcs());
        assertEquals(Category.ACCESS, fault.category());
        assertFalse(fault.passing());
        assertEquals(
                "No AWS credential was found. Name a credential in the account, or give this machine a role. The AWS SDK"
                        + " says: Unable to load credentials from system settings. Access key must be specified either via"
                        + " environment variable (AWS_ACCESS_KEY_ID) or system property (aws.accessKeyId).",
                fault.problems().get(0).message());
    }

    @Test
    public void whatCannotBeReachedMayPass() {
        connect(usual.credentials(), "", "", List.of(), "http://127.0.0.1:1");
        AwsFault fault = fault(() -> account.region("eu-west-1").ec2().describeVpcs());
        assertEquals(Category.ACCESS, fault.category());
        assertTrue(fault.passing());
        assertTrue(
                fault.getMessage(),
                fault.problems()
                        .get(0)
                        .message()
                        .startsWith("AWS could not be reached for ec2:DescribeVpcs in region eu-west-1: "));
    }

    @Test
    public void aHostThatHasNoAddressIsNamed() {
        connect(usual.credentials(), "", "", List.of(), "http://nowhere.invalid");
        AwsFault fault = fault(() -> account.region("eu-west-1").ec2().describeVpcs());
        assertTrue(fault.passing());
        assertTrue(
                fault.getMessage(),
                fault.problems()
                        .get(0)
                        .message()
                        .startsWith("The name of the AWS service for ec2:DescribeVpcs in region eu-west-1 can't be"
                                + " resolved: "));
    }

    private AwsFault refused(String host, String role) {
        connectRefusing("http://" + host + ":" + URI.create(peer.endpoint()).getPort(), role);
        AwsFault fault = fault(() -> account.region("eu-west-1").ec2().describeVpcs());
        assertEquals(Category.ACCESS, fault.category());
        assertFalse("to try again would not help", fault.passing());
        return fault;
    }

    private void connectRefusing(String endpoint, String role) {
        account = new SdkAccount(new AwsSettings(
                "prod", usual.credentials(), role, "", List.of(), URI.create(endpoint), address -> Optional.of(
                                Problem.of("aws.refused", "", "it", "here", address.getHostAddress(), "NotHere"))
                        .filter(problem -> address.isLoopbackAddress())));
    }

    @Test
    public void anEndpointAtAnAddressThatIsRefusedIsNotConnectedTo() {
        String told = "AWS refuses it in region here: 127.0.0.1 (NotHere).";
        assertEquals(told, refused("127.0.0.1", "").problems().get(0).message());
        refused("localhost", "");
        assertEquals(
                "the role's giver is behind the same endpoint",
                told,
                refused("127.0.0.1", peer.role("deployer", "a secret word"))
                        .problems()
                        .get(0)
                        .message());
        assertEquals(0, peer.count(".*"));
    }

    @Test
    public void throttlingAndErrorsOfTheServersPassAndRefusalsDoNot() {
        AwsRegion region = inRegions().region("eu-west-1");
        peer.rules().throttle("ec2:DescribeVpcs", 1);
        AwsFault throttled = fault(() -> region.ec2().describeVpcs());
        assertTrue(throttled.passing());
        assertEquals(
                "AWS could not answer ec2:DescribeVpcs in region eu-west-1 just now: Request limit exceeded."
                        + " (RequestLimitExceeded).",
                throttled.problems().get(0).message());
        peer.rules().refuse("elasticloadbalancing:.*", 1, 502, "", "");
        assertTrue(fault(() -> region.loadBalancing().describeTargetGroups()).passing());
        AwsFault refused = fault(() -> region.ec2().describeInstances(request -> request.instanceIds("i-0123")));
        assertFalse(refused.passing());
        assertTrue(refused.isNotFound());
        assertEquals(Category.REFUSED, refused.category());
        assertEquals(
                "AWS refuses ec2:DescribeInstances in region eu-west-1: The instance ID 'i-0123' does not exist"
                        + " (InvalidInstanceID.NotFound).",
                refused.problems().get(0).message());
    }

    @Test
    public void nothingIsTriedTwiceByTheSdk() {
        AwsRegion region = inRegions().region("eu-west-1");
        peer.rules().throttle("ec2:DescribeVpcs", 1);
        fault(() -> region.ec2().describeVpcs());
        peer.rules().loseReply("ec2:DescribeVpcs", 1);
        fault(() -> region.ec2().describeVpcs());
        assertEquals(2, peer.count("ec2:DescribeVpcs"));
    }
}
