package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.LaunchSettings.BlockDevice;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A server group that is made like another one. */
public class CopiedSettingsTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final PeerAccount account = AWS.account();
    private final Place place = new Place(account);
    private final AwsRegion region = account.aside();

    private static final ServerGroupDeployRequest BLANK = new ServerGroupDeployRequest(
            PeerAccount.NAME,
            PeerAccount.REGION,
            "",
            "",
            "",
            new LaunchSettings("", "", "", List.of(), "", "", List.of(), false, false),
            new GroupSettings(null, false, null, null, null, "", GroupSettings.GRACE, null, null, null),
            StrategyOptions.of(DeployStrategy.NONE),
            false,
            0,
            "",
            30);

    private CopiedSettings read(String name) {
        return CopiedSettings.read(region, new ServerGroups(region, Runnable::run), name);
    }

    private void rich() {
        String security = region.ec2()
                .createSecurityGroup(
                        ask -> ask.groupName("web").description("web").vpcId(account.vpc()))
                .groupId();
        byte[] script = "echo top-secret".getBytes(StandardCharsets.UTF_8);
        String template = region.ec2()
                .createLaunchTemplate(ask -> ask.launchTemplateName("by-hand")
                        .launchTemplateData(data -> data.imageId(account.image())
                                .instanceType("t3.small")
                                .securityGroupIds(security)
                                .userData(Base64.getEncoder().encodeToString(script))
                                .ebsOptimized(true)
                                .monitoring(monitoring -> monitoring.enabled(true))
                                .blockDeviceMappings(device -> device.deviceName("/dev/sda1")
                                        .ebs(volume -> volume.volumeSize(20).volumeType("gp3")))))
                .launchTemplate()
                .launchTemplateId();
        place.group("shop-web-v004", new Capacity(1, 2, 3), template, "");
        region.autoScaling()
                .createOrUpdateTags(ask -> ask.tags(
                        tag -> tag.resourceId("shop-web-v004")
                                .resourceType("auto-scaling-group")
                                .key("team")
                                .value("shop")
                                .propagateAtLaunch(true),
                        tag -> tag.resourceId("shop-web-v004")
                                .resourceType("auto-scaling-group")
                                .key("Name")
                                .value("shop-web-v004")
                                .propagateAtLaunch(true)));
        region.autoScaling().updateAutoScalingGroup(ask -> ask.autoScalingGroupName("shop-web-v004")
                .healthCheckType("ELB")
                .healthCheckGracePeriod(77));
    }

    @Test
    public void allIsTakenAndTheNextOneIsMade() {
        rich();
        CopiedSettings copied = read("shop-web-v004");
        ServerGroupDeployRequest request = copied.fill(BLANK, false, false);
        assertEquals(List.of(), request.problems());
        assertEquals("shop-web", request.cluster().cluster());
        assertEquals("t3.small", request.launch().instanceType());
        assertEquals("echo top-secret", request.launch().userData());
        assertEquals(
                List.of(new BlockDevice("/dev/sda1", 20, "gp3", false)),
                request.launch().blockDevices());
        assertTrue(request.launch().ebsOptimized());
        assertEquals(1, request.launch().securityGroups().size());
        assertEquals(new Capacity(1, 2, 3), request.group().capacity());
        assertEquals(List.of(account.subnet()), request.group().subnets());
        assertEquals("ELB", request.group().healthCheckType());
        assertEquals(77, request.group().healthCheckGrace());
        assertEquals(List.of("Default"), request.group().terminationPolicies());
        assertEquals(Map.of("team", "shop"), request.group().tags());
        assertEquals(
                List.of("shop-web-v004", "monitoring"),
                copied.warning().orElseThrow().arguments());
        assertFalse(copied.toString().contains("secret"));
        AwsResult result = place.deploy(folder.getRoot().toPath(), request);
        assertEquals("succeeded\nshop-web-v005 created stable", Place.told(result));
        assertEquals(request.launch().userData(), read("shop-web-v005").launch().userData());
        assertEquals(request.group(), read("shop-web-v005").group());
    }

    @Test
    public void whatIsGivenCounts() {
        place.with("shop-web-v000", new Capacity(1, 1, 1));
        CopiedSettings copied = read("shop-web-v000");
        assertEquals(Optional.empty(), copied.warning());
        ServerGroupDeployRequest given = new ServerGroupDeployRequest(
                PeerAccount.NAME,
                PeerAccount.REGION,
                "cart",
                "",
                "blue",
                new LaunchSettings("ami-1", "m5.large", "key", List.of("sg"), "role", "run", List.of(), false, true),
                new GroupSettings(
                        new Capacity(5, 6, 7),
                        true,
                        List.of("other"),
                        List.of(),
                        List.of("tg"),
                        "EC2",
                        9,
                        List.of("NewestInstance"),
                        List.of("AZRebalance"),
                        Map.of("a", "b")),
                BLANK.strategy(),
                true,
                50,
                "me",
                60);
        ServerGroupDeployRequest request = copied.fill(given, true, true);
        assertEquals("cart-web-blue", request.cluster().cluster());
        assertEquals(given.group(), request.group());
        assertEquals("ami-1 m5.large", request.launch().toString());
        assertEquals(List.of("sg"), request.launch().securityGroups());
        assertEquals("run", request.launch().userData());
        assertTrue(request.launch().imdsV1());
    }

    @Test
    public void aClusterStandsForItsNewestThatServes() {
        place.with("shop-web-v000", new Capacity(1, 1, 1))
                .with("shop-web-v001", new Capacity(1, 1, 1))
                .disabled("shop-web-v001");
        assertEquals("shop-web-v000", read("shop-web").source());
        assertEquals(List.of(), read("shop-web-v001").group().suspendedProcesses());
        ProblemException unknown = assertThrows(ProblemException.class, () -> read("shop-api"));
        assertEquals("aws.copy-unknown", unknown.problems().get(0).code());
    }
}
