package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** What a deploy of a server group makes, and what it refuses before it makes anything. */
public class ServerGroupDeployTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Place place = new Place(AWS.account());

    private AwsResult deploy(ServerGroupDeployRequest request) {
        return place.deploy(folder.getRoot().toPath(), request);
    }

    private static StrategyOptions strategy(DeployStrategy strategy) {
        return StrategyOptions.of(strategy);
    }

    private static LaunchSettings launch(String image, String type, String key, List<String> groups, String userData) {
        return new LaunchSettings(image, type, key, groups, "", userData, List.of(), false, false);
    }

    private ServerGroup only(String name) {
        return new ServerGroups(place.account().aside(), Runnable::run)
                .named(name)
                .orElseThrow();
    }

    @Test
    public void makesAGroupFromAllThatTheRequestSays() {
        place.account().aside().ec2().createKeyPair(request -> request.keyName("ops"));
        GroupSettings group = new GroupSettings(
                new Capacity(1, 2, 4),
                false,
                List.of(place.account().subnet()),
                List.of(),
                List.of(Place.TARGET_GROUP),
                "ELB",
                120,
                List.of("OldestInstance"),
                List.of("AZRebalance"),
                Map.of("team", "shop"));
        LaunchSettings launch = new LaunchSettings(
                PeerAccount.IMAGE,
                "t3.micro",
                "ops",
                List.of("default"),
                "web-role",
                "#!/bin/sh\nexport SECRET=ü",
                List.of(new LaunchSettings.BlockDevice("/dev/sda1", 20, "gp3", true)),
                true,
                false);
        AwsResult result = deploy(Place.request(strategy(DeployStrategy.NONE), launch, group));
        assertEquals("succeeded\nshop-web-v000 created stable", Place.told(result));
        assertEquals("shop-web-v000 in 1/2/4 up 2 of 2 [AZRebalance]", place.cluster());
        assertEquals("shop-web-v000", result.outputs().get("serverGroup"));
        assertEquals(2, result.outputs().get("up"));

        ServerGroup made = only("shop-web-v000");
        assertEquals("shop", made.tags().get("team"));
        assertEquals("shop #7", made.tags().get(AwsTags.MADE_FOR));
        assertEquals("shop-web", made.tags().get(AwsTags.CLUSTER));
        ResponseLaunchTemplateData data = place.account()
                .aside()
                .ec2()
                .describeLaunchTemplateVersions(request ->
                        request.launchTemplateId(made.source().templateId()).versions("1"))
                .launchTemplateVersions()
                .get(0)
                .launchTemplateData();
        assertEquals(PeerAccount.IMAGE, data.imageId());
        assertEquals("ops", data.keyName());
        assertEquals("web-role", data.iamInstanceProfile().name());
        assertEquals("required", data.metadataOptions().httpTokensAsString());
        assertTrue(data.ebsOptimized());
        assertEquals(
                "#!/bin/sh\nexport SECRET=ü",
                new String(Base64.getDecoder().decode(data.userData()), StandardCharsets.UTF_8));
        assertEquals(20, (int) data.blockDeviceMappings().get(0).ebs().volumeSize());
        assertFalse(place.events().toString().contains("SECRET"));
        assertFalse(launch.toString().contains("SECRET"));
    }

    @Test
    public void tellsTheImageAndTheEndOfWhatIsUnderWay() {
        deploy(Place.request(strategy(DeployStrategy.NONE)));
        place.account().rules().delay(Duration.ofMillis(1500));
        place.events().clear();
        deploy(Place.request(strategy(DeployStrategy.RED_BLACK)));
        Map<String, List<String>> told = new TreeMap<>();
        for (Event event : place.events()) {
            if (event instanceof Event.StatusChanged status) {
                told.computeIfAbsent(status.ref().name(), name -> new ArrayList<>())
                        .add(status.status());
            } else if (event instanceof Event.ChangePlanned planned) {
                assertEquals("shop-web-v001", planned.ref().name());
                assertEquals(List.of(PeerAccount.IMAGE), planned.images());
                told.computeIfAbsent("planned", name -> new ArrayList<>())
                        .add(planned.action().toString());
            }
        }
        assertEquals(Set.of("planned", "shop-web-v000", "shop-web-v001"), told.keySet());
        assertEquals(List.of("CREATED"), told.remove("planned"));
        told.values().forEach(each -> {
            assertEquals("progressing", each.get(0));
            assertEquals("stable", each.get(each.size() - 1));
        });
    }

    @Test
    public void takesTheNextNumberAndAfterTheLastTheFirstThatIsFree() {
        deploy(Place.request(strategy(DeployStrategy.NONE)));
        deploy(Place.request(strategy(DeployStrategy.NONE)));
        assertEquals("shop-web-v001 in 1/2/4 up 2 of 2 []\nshop-web-v000 in 1/2/4 up 2 of 2 []", place.cluster());
        ServerGroup newest = only("shop-web-v001");
        place.account().aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(
                        "shop-web-v999")
                .minSize(0)
                .maxSize(0)
                .vpcZoneIdentifier(place.account().subnet())
                .launchTemplate(template ->
                        template.launchTemplateId(newest.source().templateId()).version("1")));
        AwsResult result = deploy(Place.request(strategy(DeployStrategy.NONE)));
        assertEquals("shop-web-v002", result.outputs().get("serverGroup"));
    }

    @Test
    public void refusesWhatAwsDoesNotKnowBeforeItMakesAnything() {
        GroupSettings group = new GroupSettings(
                new Capacity(1, 1, 1),
                false,
                List.of("subnet-nowhere", place.account().subnet()),
                List.of("eu-central-1z"),
                List.of("nobody"),
                "EC2",
                0,
                List.of(),
                List.of(),
                null);
        AwsResult result = deploy(Place.request(
                strategy(DeployStrategy.RED_BLACK),
                launch("ami-0", "t9.tiny", "nokey", List.of("nogroup"), ""),
                group));
        assertEquals("refused", result.status().word());
        assertEquals(
                List.of(
                        "There is no image ami-0 in region eu-central-1, or the account may not use it. Check the id and"
                                + " the region, and copy the image there or share it.",
                        "There is no instance type t9.tiny in region eu-central-1. Check the name, or choose another"
                                + " type.",
                        "There is no key pair nokey in region eu-central-1. Check the name, or leave it out.",
                        "There is no subnet with the id or Name tag subnet-nowhere in region eu-central-1. Check it.",
                        "There is no subnet in availability zone eu-central-1z of region eu-central-1 among those given."
                                + " Check the zone.",
                        "There is no security group nogroup in region eu-central-1. Check the name or id, or"
                                + " create it first.",
                        "There is no target group nobody in region eu-central-1. Check the name, or create it first."),
                result.errors().stream().map(error -> error.message()).toList());
        assertEquals(0, place.account().count(".*:(Create|Run|Update|Delete).*"));
    }

    @Test
    public void refusesWordsThatMakeNoSense() {
        StrategyOptions strategy =
                new StrategyOptions(DeployStrategy.NONE, 2, true, 5, 0, List.of(50, 20), 0, false, 0.5, false);
        ServerGroupDeployRequest request = Place.request(
                strategy,
                launch("image", "", "", List.of(), "x".repeat(16_385)),
                new GroupSettings(
                        new Capacity(3, 2, 4),
                        false,
                        null,
                        null,
                        null,
                        "TCP",
                        0,
                        null,
                        null,
                        Map.of("spin-delivery:operation", "mine", "team", "x".repeat(257))));
        ProblemException refused = assertThrows(ProblemException.class, () -> deploy(request));
        assertEquals(
                List.of(
                        "aws.deploy-option-useless",
                        "aws.deploy-option-useless",
                        "aws.deploy-option-useless",
                        "aws.deploy-option-useless",
                        "aws.deploy-percentages",
                        "aws.traffic-guard-range",
                        "aws.deploy-image-id",
                        "aws.deploy-missing",
                        "aws.deploy-capacity",
                        "aws.deploy-health-check",
                        "aws.deploy-user-data",
                        "aws.deploy-tag",
                        "aws.deploy-tag-value"),
                refused.problems().stream().map(problem -> problem.code()).toList());
    }

    private static LaunchSettings launch(String profile) {
        return new LaunchSettings(PeerAccount.IMAGE, "t3.micro", "", List.of(), profile, "", List.of(), false, false);
    }

    @Test
    public void anInstanceProfileThatIsNotThereIsToldBeforeAnythingIsMade() {
        GroupSettings group = Place.settings(new Capacity(1, 1, 1));
        for (String profile : List.of("missing-role", "arn:aws:iam::123456789012:instance-profile/missing-role")) {
            AwsResult result = deploy(Place.request(strategy(DeployStrategy.NONE), launch(profile), group));
            assertEquals("refused\naws.deploy-instance-profile-unknown", Place.told(result));
            assertTrue(result.errors().get(0).message().contains(profile));
        }
        assertEquals("", place.cluster());
        assertEquals(0, place.templates());
    }

    @Test
    public void whoMayOnlyLaunchByTemplatesDeploysWithAnInstanceProfile() {
        place.account().rules().deny("ec2:RunInstances");
        GroupSettings group = Place.settings(new Capacity(1, 1, 1));
        assertEquals(
                "succeeded\nshop-web-v000 created stable",
                Place.told(deploy(Place.request(strategy(DeployStrategy.NONE), launch("web-role"), group))));
        assertEquals(1, place.account().count("ec2:RunInstances"));
        assertEquals(1, place.read("shop-web-v000").instances().size());
    }

    @Test
    public void copiesTheSizeOfTheNewestGroup() {
        ServerGroupDeployRequest first = Place.request(strategy(DeployStrategy.NONE));
        GroupSettings copy =
                new GroupSettings(null, true, null, null, List.of(Place.TARGET_GROUP), null, 0, null, null, null);
        ServerGroupDeployRequest next = Place.request(strategy(DeployStrategy.NONE), first.launch(), copy);
        AwsResult none = deploy(next);
        assertEquals("refused\naws.deploy-no-source", Place.told(none));
        deploy(first);
        place.account().aside().autoScaling().updateAutoScalingGroup(request -> request.autoScalingGroupName(
                        "shop-web-v000")
                .minSize(2)
                .desiredCapacity(3)
                .maxSize(9));
        place.account().aside().autoScaling().suspendProcesses(request -> request.autoScalingGroupName("shop-web-v000")
                .scalingProcesses("AZRebalance", "Terminate"));
        assertEquals("succeeded\nshop-web-v001 created stable", Place.told(deploy(next)));
        assertEquals(
                "shop-web-v001 in 2/3/9 up 3 of 3 [AZRebalance]",
                place.cluster().lines().findFirst().orElseThrow());
    }

    @Test
    public void redBlackDisablesTheOlderOnesAndLeavesAsManyAsAsked() {
        deploy(Place.request(strategy(DeployStrategy.RED_BLACK)));
        deploy(Place.request(strategy(DeployStrategy.RED_BLACK)));
        StrategyOptions two =
                new StrategyOptions(DeployStrategy.RED_BLACK, 2, true, 0, 0, List.of(), 0, false, 0, false);
        // The group that is disabled still has instances and none up, so it counts as idle.
        assertEquals(
                "succeeded\nshop-web-v002 created stable\nshop-web-v001 scaled stable\nshop-web-v000 deleted stable",
                Place.told(deploy(Place.request(two))));
        assertEquals(
                "shop-web-v002 in 1/2/4 up 2 of 2 []\nshop-web-v001 out 0/0/0 up 0 of 0 [AddToLoadBalancer, Launch, Terminate]",
                place.cluster());
        assertEquals(2, place.templates());
    }

    @Test
    public void highlanderDestroysTheOlderOnesWithTheirTemplates() {
        deploy(Place.request(strategy(DeployStrategy.NONE)));
        deploy(Place.request(strategy(DeployStrategy.NONE)));
        assertEquals(
                "succeeded\nshop-web-v002 created stable\nshop-web-v001 deleted stable\nshop-web-v000 deleted stable",
                Place.told(deploy(Place.request(strategy(DeployStrategy.HIGHLANDER)))));
        assertEquals("shop-web-v002 in 1/2/4 up 2 of 2 []", place.cluster());
        assertEquals(1, place.templates());
    }

    @Test
    public void rollingGrowsTheNewOneAndShrinksTheTrafficOfTheOld() {
        deploy(Place.request(strategy(DeployStrategy.NONE)));
        StrategyOptions rolling =
                new StrategyOptions(DeployStrategy.ROLLING_RED_BLACK, 0, false, 0, 0, List.of(50), 0, false, 0, false);
        assertEquals(
                "succeeded\nshop-web-v001 created stable\nshop-web-v000 disabled stable",
                Place.told(deploy(Place.request(rolling))));
        assertEquals(
                "shop-web-v001 in 1/2/4 up 2 of 2 []\n"
                        + "shop-web-v000 out 1/2/4 up 0 of 2 [AddToLoadBalancer, Launch, Terminate]",
                place.cluster());
    }
}
