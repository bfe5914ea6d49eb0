package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerCall;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** What a bake makes. */
public class BakeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final PeerAccount account = AWS.account();

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private BakeRun bake() {
        account.rules().runUserData(true);
        return new BakeRun(account.accounts(), executor);
    }

    @Test
    public void anImageIsBakedCopiedAndShared() {
        BakeRun bake = bake();
        account.rules().ebsKey("arn:aws:kms:eu-central-1:123456789012:key/ours");
        BakeRequest request = Bakes.of("web_0.1-3_all")
                .regions("eu-central-1", "us-east-1")
                .build("shop/web", "12", "170cdbd")
                .provision("echo installed; echo two")
                .shareWith("123456789012")
                .request();
        AwsResult result = bake.run(request);
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        Image image = only("eu-central-1");
        Image copy = only("us-east-1");
        assertEquals("web-0.1-h12.170cdbd/shop-web/12", tag(image, "appversion"));
        assertEquals(PeerAccount.IMAGE, tag(image, "spin-delivery:base-image"));
        assertEquals("shop #7", tag(image, "spin-delivery:made-for"));
        assertEquals(
                BakeNames.digest(BakeNames.key(request.recipe(), request.labels(), "us-east-1")),
                tag(copy, "spin-delivery:bake-key"));
        assertEquals("web-0.1-h12.170cdbd/shop-web/12", tag(copy, "appversion"));
        assertEquals(
                List.of("123456789012"),
                account
                        .aside()
                        .ec2()
                        .describeImageAttribute(
                                each -> each.imageId(image.imageId()).attribute("launchPermission"))
                        .launchPermissions()
                        .stream()
                        .map(permission -> permission.userId())
                        .toList());
        assertEquals(2, account.leftovers("eu-central-1").size());
        assertEquals(2, account.leftovers("us-east-1").size());
        String log = String.join("\n", bake.log());
        assertTrue(log, log.contains("/provision | installed\n"));
        assertTrue(log, log.contains("apt-get") && log.contains("install web=0.1-3"));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) result.outputs().get("images")).get(0);
        assertEquals(image.imageId(), first.get("id"));
        assertEquals(false, first.get("reused"));
        assertEquals("web-0.1-h12.170cdbd/shop-web/12", result.outputs().get("appversion"));
        Map<?, ?> detail = (Map<?, ?>) ((List<?>) result.outputs().get("deploymentDetails")).get(1);
        assertEquals(copy.imageId(), detail.get("ami"));
        assertEquals("us-east-1", detail.get("region"));
        assertEquals(List.of(), result.warnings());
        anotherBakeUsesIt(request, image);
        aRebakeMakesANewOne(request.rebaking());
    }

    private void anotherBakeUsesIt(BakeRequest request, Image image) {
        account.forget();
        BakeRequest same = new BakeRequest(
                request.account(),
                List.of("eu-central-1"),
                request.recipe(),
                request.labels(),
                request.builder(),
                List.of(),
                false,
                "",
                60);
        AwsResult result = bake().run(same);
        Map<?, ?> first = (Map<?, ?>) ((List<?>) result.outputs().get("images")).get(0);
        assertEquals(image.imageId(), first.get("id"));
        assertEquals(true, first.get("reused"));
        assertEquals("one look is enough", 1, account.calls().size());
    }

    private void aRebakeMakesANewOne(BakeRequest request) {
        AwsResult result = bake().run(request);
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertEquals(4, account.leftovers("eu-central-1").size());
    }

    private Image only(String region) {
        List<Image> images = account.aside(region)
                .ec2()
                .describeImages(each -> each.owners("self"))
                .images();
        assertEquals(1, images.size());
        return images.get(0);
    }

    private static String tag(Image image, String name) {
        return BakeWork.tag(image.tags(), name);
    }

    @Test
    public void theBuilderIsLaunchedAsItShould() {
        BakeRun bake = bake();
        bake.run(Bakes.of().subnet(account.subnet()).request());
        PeerCall launch = call("ec2:RunInstances");
        assertEquals("required", launch.parameter("MetadataOptions.HttpTokens"));
        assertEquals("stop", launch.parameter("InstanceInitiatedShutdownBehavior"));
        assertEquals("true", launch.parameter("BlockDeviceMapping.1.Ebs.Encrypted"));
        assertEquals(account.subnet(), launch.parameter("SubnetId"));
        assertEquals("", launch.parameter("KeyName"));
        assertTrue(launch.toString(), launch.parameter("ClientToken").endsWith("-builder"));
        assertEquals("instance", launch.parameter("TagSpecification.1.ResourceType"));
        assertEquals("volume", launch.parameter("TagSpecification.2.ResourceType"));
        assertEquals(0, account.count("ec2:AuthorizeSecurityGroupIngress"));
        assertEquals(1, account.count("ec2:CreateSecurityGroup"));
        assertEquals(1, account.count("ec2:DeleteSecurityGroup"));
    }

    @Test
    public void aCommandWhoseAnswerIsLostRunsOnce() {
        account.rules().loseReply("ssm:SendCommand", 1).loseReply("ec2:CreateImage", 1);
        BakeRun bake = bake();
        AwsResult result = bake.run(Bakes.of()
                .bySystemsManager()
                .provision("#!/usr/bin/env bash\necho ran")
                .request());
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertEquals(1, account.count("ssm:SendCommand"));
        assertEquals(1, account.count("ec2:CreateImage"));
        assertEquals(1, account.count("ec2:StopInstances"));
        assertEquals(
                1, bake.log().stream().filter(line -> line.endsWith(" | ran")).count());
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    private PeerCall call(String action) {
        return account.calls().stream()
                .filter(call -> call.action().equals(action))
                .findFirst()
                .orElseThrow();
    }
}
