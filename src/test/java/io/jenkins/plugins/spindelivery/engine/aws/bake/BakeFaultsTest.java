package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;

/** Bakes that can't be done: the error says why, and nothing is left. */
public class BakeFaultsTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final PeerAccount account = AWS.account();

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private BakeRun bake() {
        account.rules().runUserData(true).delay(Duration.ofMillis(50));
        return new BakeRun(account.accounts(), executor);
    }

    private void assertEnds(Status status, String text, BakeRequest request) {
        AwsResult result = bake().run(request);
        assertEquals(text, BakeRun.errors(result));
        assertEquals(status, result.status());
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
        assertEquals(0, result.outputs().size());
    }

    @Test
    public void anUnknownBaseImageIsRefusedBeforeAnythingIsMade() {
        assertEnds(
                Status.REFUSED,
                "There is no base image ami-0123456789abcdef0 in region eu-central-1, or the account may not use it."
                        + " Correct the id; ids differ from region to region.",
                Bakes.of().base("ubuntu", "ami-0123456789abcdef0").request());
        assertEquals(0, account.count("ec2:(Create|Run).*"));
    }

    @Test
    public void aRegionThatIsNotAllowedIsRefused() {
        assertEnds(
                Status.REFUSED,
                "Account test may not be used in region ap-south-1, only in eu-central-1, eu-west-1, us-east-1. Choose"
                        + " one of these, or let an administrator add the region to the account.",
                Bakes.of().regions("eu-central-1", "ap-south-1").request());
        assertEquals(0, account.calls().size());
    }

    @Test
    public void anUnknownSubnetIsRefused() {
        assertEnds(
                Status.REFUSED,
                "There is no subnet subnet-0123456789abcdef0 in region eu-central-1. Correct its id.",
                Bakes.of().subnet("subnet-0123456789abcdef0").request());
    }

    @Test
    public void whatWouldHaveAwsOwnKeyIsNotSharedBeforeAnythingIsMade() {
        String refused =
                "The image is to be shared, but in region %s it would be encrypted with AWS's own key, which nobody"
                        + " else can use. Set kmsKey to a key of yours and allow the other accounts to use it, or give the region"
                        + " another default key for EBS encryption.";
        assertEnds(
                Status.REFUSED,
                refused.formatted("eu-central-1"),
                Bakes.of().shareWith("123456789012").request());
        assertEnds(
                Status.REFUSED,
                refused.formatted("us-east-1"),
                Bakes.of()
                        .regions("eu-central-1", "us-east-1")
                        .kmsKey("1234abcd-12ab-34cd-56ef-1234567890ab")
                        .shareWith("123456789012")
                        .request());
        assertEquals(0, account.count("ec2:(Create|Run).*"));
    }

    @Test
    public void whoMayNotAskForTheKeyGoesOnWithANote() {
        account.rules().deny("ec2:GetEbsDefaultKmsKeyId");
        BakeRun bake = bake();
        AwsResult result = bake.run(Bakes.of().shareWith("123456789012").request());
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertEquals("aws.bake-share-key-unknown", result.warnings().get(0).code());
        String log = String.join("\n", bake.log());
        assertTrue(log, log.contains("may not ec2:GetEbsDefaultKmsKeyId in region eu-central-1"));
    }

    @Test
    public void whoMayNotMakeTheGroupDoesNotLookForIt() {
        account.rules().deny("ec2:CreateSecurityGroup");
        AwsResult result = bake().run(Bakes.of().request());
        assertEquals("aws.no-rights", result.errors().get(0).code());
        int looks = account.count("ec2:DescribeSecurityGroups");
        assertTrue(looks + " looks", looks <= 3);
    }

    @Test
    public void missingRightsAndQuotasNameTheAction() {
        account.rules().deny("ec2:RunInstances");
        AwsResult denied = bake().run(Bakes.of().request());
        assertEquals("aws.no-rights", denied.errors().get(0).code());
        assertTrue(
                BakeRun.errors(denied),
                BakeRun.errors(denied).startsWith("The account's credential may not ec2:RunInstances in region"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
        account.rules().allowAll();
        account.rules()
                .refuse("ec2:RunInstances", 1, 400, "VcpuLimitExceeded", "You have requested more vCPU capacity.");
        assertEnds(
                Status.FAILED,
                "AWS refuses ec2:RunInstances in region eu-central-1, because a limit of the account is reached: You"
                        + " have requested more vCPU capacity. (VcpuLimitExceeded). Remove what is not needed any more,"
                        + " or ask AWS for more in Service Quotas.",
                Bakes.of().request());
    }

    @Test
    public void anImageOfTheSameNameIsNotReplaced() {
        assertEquals(
                Status.SUCCEEDED,
                bake().run(Bakes.of().named("web", "1").request()).status());
        AwsResult second =
                bake().run(Bakes.of().named("web", "1").provision("echo other").request());
        assertEquals("aws.bake-name-taken", second.errors().get(0).code());
        assertEquals(Status.REFUSED, second.status());
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void provisioningThatFailsShowsItsCodeAndWhatItWrote() {
        BakeRun bake = bake();
        AwsResult result = bake.run(Bakes.of()
                .provision("echo one\necho no such package >&2\nexit 42")
                .request());
        assertEquals(
                "The provisioning failed with exit code 42. The last line that it wrote: no such package",
                BakeRun.errors(result));
        assertEquals(Status.FAILED, result.status());
        String log = String.join("\n", bake.log());
        assertTrue(log, log.contains(" | one\n") && log.contains(" | no such package"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void theFirstCommandThatFailsEndsTheProvisioning() {
        assertEnds(
                Status.FAILED,
                "The provisioning failed with exit code 1. The last line that it wrote: before",
                Bakes.of().provision("echo before\nfalse\necho after").request());
    }

    @Test
    public void provisioningBySystemsManagerFailsAlike() {
        assertEnds(
                Status.FAILED,
                "The provisioning failed with exit code 3. The last line that it wrote: no",
                Bakes.of().bySystemsManager().provision("echo no; exit 3").request());
    }

    @Test
    public void provisioningThatHangsEndsInTimeWithItsLastOutput() {
        BakeRun bake = bake();
        AwsResult result = bake.run(
                Bakes.of().provision("echo waiting\nsleep 100").timeout(4).request());
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(
                List.of("aws.bake-late-provision", "aws.bake-last-line"),
                result.errors().stream().map(error -> error.code()).toList());
        assertTrue(BakeRun.errors(result), BakeRun.errors(result).endsWith("wrote: waiting"));
        assertTrue(String.join("\n", bake.log()).contains(" | waiting"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void anImageThatFailsIsRemoved() {
        account.rules().failImages("web-.*", "Client.InternalError: no key");
        AwsResult result = bake().run(Bakes.of().request());
        assertEquals("aws.bake-image-failed", result.errors().get(0).code());
        assertTrue(BakeRun.errors(result), BakeRun.errors(result).contains("no key"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void whatIsWrongWithARequestIsSaidAtOnce() {
        ProblemException wrong = assertThrows(
                ProblemException.class,
                () -> Bake.start(
                        Bakes.of()
                                .base("beos", "")
                                .named("", "")
                                .tag("aws:mine", "x")
                                .bySystemsManager()
                                .request(),
                        Clock.systemUTC()));
        assertEquals(
                List.of("aws.bake-base-os-unknown", "aws.bake-nameless", "aws.bake-tag-name"),
                wrong.problems().stream().map(problem -> problem.code()).toList());
        assertEquals(
                "aws.bake-script-too-long",
                assertThrows(
                                ProblemException.class,
                                () -> Bake.start(incompressible(20_000).request(), Clock.systemUTC()))
                        .problems()
                        .get(0)
                        .code());
    }

    private static Bakes incompressible(int length) {
        StringBuilder script = new StringBuilder("#");
        new java.util.Random(1).ints(length, 'a', 'z').forEach(c -> script.append((char) c));
        return Bakes.of().provision(script.toString());
    }

    @Test
    public void systemsManagerTakesMoreThanUserDataButNotAll() {
        Clock clock = Clock.systemUTC();
        Bake.start(incompressible(20_000).bySystemsManager().request(), clock);
        ProblemException wrong = assertThrows(
                ProblemException.class,
                () -> Bake.start(incompressible(90_000).bySystemsManager().request(), clock));
        assertEquals("aws.bake-commands-too-long", wrong.problems().get(0).code());
    }

    @Test
    public void anAgentThatNeverRegistersEndsTheBakeLongBeforeItsTime() {
        account.rules().agents(false).refuse("ssm:ListCommands", 1, 400, "InvalidInstanceId", "");
        BakeRun bake = bake().begin(Bakes.of().bySystemsManager().timeout(3600).request());
        assertNull(bake.goOn(state -> state.seen().startsWith("not known to Systems Manager")));
        BakeRun later = bake.at(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(11)));
        AwsResult result = later.goOn(any -> false);
        assertEquals(Status.FAILED, result.status());
        assertEquals("aws.bake-no-agent", result.errors().get(0).code());
        assertTrue(
                BakeRun.errors(result),
                BakeRun.errors(result).contains("did not register with Systems Manager within 10"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void whatIsNotKnownInAPartitionNeedsABaseImage() {
        Clock clock = Clock.systemUTC();
        Bake.start(Bakes.of().base("ubuntu", "").regions("cn-north-1").request(), clock);
        Bake.start(Bakes.of().base("debian", "ami-1").regions("cn-north-1").request(), clock);
        ProblemException wrong = assertThrows(
                ProblemException.class,
                () -> Bake.start(
                        Bakes.of().base("debian", "").regions("cn-north-1").request(), clock));
        assertEquals(
                List.of("aws.bake-base-os-elsewhere"),
                wrong.problems().stream().map(problem -> problem.code()).toList());
    }
}
