package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.AssumptionViolatedException;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** How the peer is used, and that its accounts are isolated. */
public class AwsPeerTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();

    private static RunInstancesRequest run(String image) {
        return RunInstancesRequest.builder()
                .imageId(image)
                .instanceType("t3.micro")
                .minCount(1)
                .maxCount(1)
                .build();
    }

    @Test
    public void aFreshAccountHasANetworkAndImagesAndNothingElse() {
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
        assertThat(account.vpc(), startsWith("vpc-"));
        assertEquals(3, account.subnets().size());
        assertEquals(
                List.of("x86_64", "arm64"),
                List.of(PeerAccount.IMAGE, PeerAccount.ARM_IMAGE).stream()
                        .map(id -> account.aside()
                                .ec2()
                                .describeImages(request -> request.imageIds(id))
                                .images()
                                .get(0)
                                .architectureAsString())
                        .toList());
    }

    @Test
    public void accountsAreIsolated() {
        account.region().ec2().runInstances(run(account.image()));
        assertThat(account.leftovers(PeerAccount.REGION).get(0), startsWith("Instance i-"));
        assertEquals(List.of(), account.leftovers("eu-west-1"));
        assertEquals(List.of(), AWS.account().leftovers(PeerAccount.REGION));
        assertEquals(account.id(), account.region().sts().getCallerIdentity().account());
    }

    @Test
    public void recordsTheCallsOfTheTestsCredentialAlone() {
        account.aside().ec2().describeInstances();
        account.region().ec2().runInstances(run(account.image()));
        account.region().autoScaling().describeAutoScalingGroups();
        account.region().systemsManager().listCommands();
        account.region().cloudWatch().listMetrics();
        account.region().s3().createBucket(request -> request.bucket("bucket-" + account.id()));
        account.region()
                .s3()
                .putObject(request -> request.bucket("bucket-" + account.id()).key("a/b"), RequestBody.fromString("x"));
        assertEquals(
                List.of(
                        "ec2:RunInstances",
                        "autoscaling:DescribeAutoScalingGroups",
                        "ssm:ListCommands",
                        "cloudwatch:ListMetrics",
                        "s3:CreateBucket",
                        "s3:PutObject"),
                account.calls().stream().map(PeerCall::action).toList());
        assertEquals(account.image(), account.calls().get(0).parameter("ImageId"));
        assertEquals(1, account.count("ec2:.*"));
        account.forget();
        assertEquals(0, account.count(".*"));
    }

    @Test
    public void aSignedUrlIsACallOfItsAccount() throws IOException {
        String bucket = "signed-" + account.id();
        account.aside().s3().createBucket(request -> request.bucket(bucket));
        account.aside()
                .s3()
                .putObject(request -> request.bucket(bucket).key("a/b c"), RequestBody.fromString("content"));
        String url = account.region()
                .presigned(
                        GetObjectRequest.builder().bucket(bucket).key("a/b c").build(), Duration.ofMinutes(1));
        assertTrue(url, url.startsWith(account.endpoint()) && url.contains("X-Amz-Expires=60"));
        try (InputStream in = URI.create(url).toURL().openStream()) {
            assertEquals("content", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(1, account.count("s3:GetObject"));
        account.rules().deny("s3:GetObject");
        assertThrows(
                IOException.class, () -> URI.create(url).toURL().openStream().close());
    }

    @Test
    public void refusesAnAccessKeyOfNoAccount() {
        var stranger = new SdkAccount(new AwsSettings(
                "stranger",
                () -> AwsBasicCredentials.create("AKIANOBODY", "s"),
                "",
                "",
                List.of(),
                URI.create(account.endpoint())));
        assertEquals(
                "AuthFailure",
                assertThrows(
                                AwsFault.class,
                                () -> stranger.region("eu-west-1").ec2().describeVpcs())
                        .code());
    }

    @Test
    public void whatTheEmulatorCannotDoIsAnErrorThatDoesNotPass() {
        AwsFault fault = assertThrows(
                AwsFault.class, () -> account.region().ec2().exportImage(request -> request.imageId(account.image())
                        .diskImageFormat("RAW")
                        .s3ExportLocation(location -> location.s3Bucket("bucket"))));
        assertEquals("PeerUnable", fault.code());
        assertFalse(fault.passing());
    }

    @Test
    public void aLaunchThatIsOnlyTriedTellsOfAMissingInstanceProfileAndLaunchesNothing() {
        assertEquals("DryRunOperation", tried("web", ""));
        assertEquals("InvalidParameterValue", tried("missing-web", ""));
        assertEquals("InvalidParameterValue", tried("", "arn:aws:iam::123456789012:instance-profile/missing-web"));
        assertEquals(0, account.leftovers(PeerAccount.REGION).size());
    }

    private String tried(String name, String arn) {
        return assertThrows(AwsFault.class, () -> account.region().ec2().runInstances(request -> request.dryRun(true)
                        .imageId(account.image())
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1)
                        .iamInstanceProfile(
                                profile -> (arn.isEmpty() ? profile.name(name) : profile.arn(arn)).build())))
                .code();
    }

    @Test
    public void withoutMotoTestsAreSkippedUnlessItIsRequired() {
        assertTrue(Moto.unavailable("no Python", false) instanceof AssumptionViolatedException);
        assertEquals(
                "No emulator of AWS, and SPIN_REQUIRE_CLUSTER is set: no Python",
                assertThrows(AssertionError.class, () -> Moto.unavailable("no Python", true))
                        .getMessage());
    }
}
