package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.peer.StrictMoto;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Bakes by users whose policies the emulator enforces: the missing right is named, and nothing is left. */
public class BakeRightsTest {
    @ClassRule
    public static final StrictMoto AWS = new StrictMoto();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private AwsResult bake(AwsSettings settings) {
        try (SdkAccount account = new SdkAccount(settings)) {
            return new BakeRun(name -> account, executor).run(Bakes.of().request());
        }
    }

    private static List<String> groups(AwsSettings settings) {
        try (SdkAccount account = new SdkAccount(settings)) {
            Ec2Client ec2 = account.region(PeerAccount.REGION).ec2();
            return ec2.describeSecurityGroups().securityGroups().stream()
                    .map(SecurityGroup::groupName)
                    .toList();
        }
    }

    private static void assertDenied(String action, AwsResult result) {
        assertEquals("aws.no-rights", result.errors().get(0).code());
        assertThat(
                BakeRun.errors(result),
                startsWith("The account's credential may not " + action + " in region " + PeerAccount.REGION + ": "));
    }

    @Test
    public void whoMayDoNothingMakesNothing() throws Exception {
        assertDenied("ec2:DescribeImages", bake(AWS.user("nobody", "s3:ListAllMyBuckets")));
    }

    @Test
    public void whoMayOnlyReadMakesNothing() throws Exception {
        AwsSettings reader = AWS.user("reader", "ec2:Describe*");
        assertDenied("ec2:CreateSecurityGroup", bake(reader));
        assertEquals(List.of("default"), groups(reader));
    }

    @Test
    public void whoMayNotLaunchLeavesNoGroup() throws Exception {
        AwsSettings some = AWS.user(
                "some", "ec2:Describe*", "ec2:CreateSecurityGroup", "ec2:DeleteSecurityGroup", "ec2:CreateTags");
        AwsResult result = bake(some);
        assertDenied("ec2:RunInstances", result);
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("default"), groups(some));
    }

    @Test
    public void anUnknownKeyIsACredentialThatAwsDoesNotAccept() throws Exception {
        AWS.user("somebody", "ec2:*");
        assertEquals(
                "aws.credential-refused",
                bake(AWS.settings("AKIAIOSFODNN7EXAMPLE", "nobodys"))
                        .errors()
                        .get(0)
                        .code());
    }

    @Test
    public void aWrongSecretIsACredentialThatAwsDoesNotAccept() throws Exception {
        AwsSettings user = AWS.user("forger", "ec2:*");
        String key = user.credentials().resolveCredentials().accessKeyId();
        assertEquals(
                "aws.credential-refused",
                bake(AWS.settings(key, "another")).errors().get(0).code());
    }
}
