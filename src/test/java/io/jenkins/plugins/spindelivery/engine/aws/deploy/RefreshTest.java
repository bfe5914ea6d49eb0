package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;

/** Instance refreshes: what they change, and what they leave when they fail or are taken back. */
public class RefreshTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final Capacity ONE = new Capacity(1, 1, 1);
    private static final String GROUP = "shop-web-v000";
    private static final String BEFORE = GROUP + " in 1/1/1 up 1 of 1 []";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Place place = new Place(AWS.account());

    @Before
    public void quickly() {
        place.account().rules().delay(Duration.ofMillis(20));
        place.with(GROUP, ONE);
    }

    private AwsResult refresh(boolean rollback, long seconds) {
        return place.deploy(folder.getRoot().toPath(), request(rollback, seconds));
    }

    private static ServerGroupDeployRequest request(boolean rollback, long seconds) {
        LaunchSettings launch =
                new LaunchSettings(PeerAccount.ARM_IMAGE, "t3.micro", "", List.of(), "", "", List.of(), false, false);
        return Place.request(
                StrategyOptions.of(DeployStrategy.REFRESH), launch, Place.settings(ONE), rollback, seconds);
    }

    private String instance() {
        return place.read(GROUP).instances().get(0).id();
    }

    /** What the group launches. */
    private String version() {
        return new ServerGroups(place.account().aside(), Runnable::run)
                .named(GROUP)
                .orElseThrow()
                .source()
                .version();
    }

    /** What the group's launch template has. */
    private List<Long> versions() {
        return place
                .account()
                .aside()
                .ec2()
                .describeLaunchTemplateVersions(request -> request.launchTemplateId(template()))
                .launchTemplateVersions()
                .stream()
                .map(version -> version.versionNumber())
                .sorted()
                .toList();
    }

    private String template() {
        return place.read(GROUP).source().templateId();
    }

    private void follow(String version) {
        place.account().aside().autoScaling().updateAutoScalingGroup(request -> request.autoScalingGroupName(GROUP)
                .launchTemplate(to -> to.launchTemplateId(template()).version(version)));
    }

    @Test
    public void replacesTheInstancesOfTheNewestGroup() {
        String before = instance();
        assertEquals("succeeded\nshop-web-v000 configured stable", Place.told(refresh(false, 20)));
        assertEquals(BEFORE, place.cluster());
        assertNotEquals(before, instance());
        assertEquals(1, place.templates());
        assertEquals("made-" + GROUP, place.read(GROUP).tags().get(AwsTags.OPERATION));
        assertEquals("2", version());
        assertEquals(List.of(1L, 2L), versions());
    }

    @Test
    public void whatHasSucceededButIsNotUpIsWaitedForAndTooLateToTakeBack() {
        AwsResult result = place.deploy(folder.getRoot().toPath(), request(true, 3), state -> {
            if (state.stage() == ServerGroupDeployState.Stage.REFRESH_START) {
                place.account().aside().autoScaling().suspendProcesses(request -> request.autoScalingGroupName(GROUP)
                        .scalingProcesses("AddToLoadBalancer"));
            }
            return state;
        });
        assertEquals(
                "timedOut\nshop-web-v000 configured failed\naws.deploy-late-up\naws.deploy-refresh-done",
                Place.told(result));
        assertThat(result.errors().get(0).message(), containsString("Successful"));
        assertEquals("2", version());
        assertEquals(List.of(1L, 2L), versions());
    }

    @Test
    public void whatTakesTooLongIsRolledBackAndItsVersionGoes() {
        place.account().rules().delay(Duration.ofHours(1));
        AwsResult result = refresh(true, 2);
        assertEquals("timedOut\nshop-web-v000 configured failed\naws.deploy-late-up", Place.told(result));
        assertEquals(1, place.account().count("autoscaling:RollbackInstanceRefresh"));
        assertEquals(0, place.account().count("autoscaling:CancelInstanceRefresh"));
        assertEquals("1", version());
        assertEquals(List.of(1L), versions());
    }

    @Test
    public void aGroupThatFollowsTheLatestVersionGoesBackToThePresentOneWhenItFails() {
        follow("$Latest");
        place.account().rules().failLaunches(PeerAccount.ARM_IMAGE, "No such thing.");
        AwsResult result = refresh(true, 20);
        assertEquals("failed\nshop-web-v000 configured failed\naws.deploy-refresh-failed", Place.told(result));
        assertThat(result.errors().get(0).message(), containsString("RollbackSuccessful"));
        assertEquals("1", version());
        assertEquals(List.of(1L), versions());
    }

    @Test
    public void withoutRollbackWhatIsUnderWayIsStoppedAndItsVersionGoes() {
        place.account().rules().delay(Duration.ofHours(1));
        AwsResult result = refresh(false, 2);
        assertEquals("timedOut\nshop-web-v000 configured failed\naws.deploy-late-up", Place.told(result));
        assertEquals(0, place.account().count("autoscaling:RollbackInstanceRefresh"));
        assertEquals(1, place.account().count("autoscaling:CancelInstanceRefresh"));
        assertEquals("aws.deploy-refresh-halfway", result.warnings().get(0).code());
        assertEquals("1", version());
        assertEquals(List.of(1L), versions());
    }

    @Test
    public void aRollbackThatIsRefusedForGoodIsNotTriedAgainButStopped() {
        place.account()
                .rules()
                .delay(Duration.ofHours(1))
                .refuse(
                        "autoscaling:RollbackInstanceRefresh",
                        1000,
                        400,
                        "IrreversibleInstanceRefresh",
                        "A desired configuration was not found.");
        AwsResult result = refresh(true, 2);
        assertEquals(
                "timedOut\nshop-web-v000 configured failed\naws.deploy-late-up\naws.deploy-refresh-not-back",
                Place.told(result));
        assertThat(result.errors().get(1).message(), containsString("A desired configuration was not found."));
        assertEquals(1, place.account().count("autoscaling:RollbackInstanceRefresh"));
        assertEquals(1, place.account().count("autoscaling:CancelInstanceRefresh"));
        assertEquals("1", version());
        assertEquals(List.of(1L), versions());
    }

    @Test
    public void whatCanNeitherBeRolledBackNorStoppedIsToldAndKeepsItsVersion() {
        place.account()
                .rules()
                .delay(Duration.ofHours(1))
                .deny("autoscaling:RollbackInstanceRefresh")
                .deny("autoscaling:CancelInstanceRefresh");
        AwsResult result = refresh(true, 2);
        assertEquals(
                "timedOut\nshop-web-v000 configured failed\naws.deploy-late-up\naws.deploy-refresh-not-back\n"
                        + "aws.no-rights\naws.deploy-refresh-goes-on",
                Place.told(result));
        assertThat(result.errors().get(3).message(), containsString("InProgress"));
        assertEquals(List.of(1L, 2L), versions());
    }

    @Test
    public void whenTheRefreshCanNotBeginItsVersionGoes() {
        place.account()
                .rules()
                .refuse("autoscaling:StartInstanceRefresh", 1, 400, "LimitExceeded", "Too many refreshes.");
        AwsResult result = refresh(false, 20);
        assertEquals("failed\nshop-web-v000 configured failed\naws.limit", Place.told(result));
        assertEquals(List.of(1L), versions());
    }

    @Test
    public void aVersionThatAnotherGroupLaunchesStays() {
        place.account().rules().delay(Duration.ofHours(1));
        place.account().rules().refuse("autoscaling:StartInstanceRefresh", 1, 400, "LimitExceeded", "Too many.");
        String template = template();
        AwsResult result = place.deploy(folder.getRoot().toPath(), request(false, 20), state -> {
            if (state.stage() == ServerGroupDeployState.Stage.REFRESH_START) {
                place.account().aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(
                                "other")
                        .minSize(0)
                        .maxSize(0)
                        .vpcZoneIdentifier(place.account().subnet())
                        .launchTemplate(
                                source -> source.launchTemplateId(template).version("2")));
            }
            return state;
        });
        assertEquals("aws.deploy-version-used", result.warnings().get(0).code());
        assertThat(result.warnings().get(0).message(), containsString("server group other"));
        assertEquals(List.of(1L, 2L), versions());
    }

    @Test
    public void aMixedInstancesPolicyIsRefusedBeforeAnythingIsMade() {
        String template = template();
        place.account().aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(
                        "shop-web-v001")
                .minSize(0)
                .maxSize(0)
                .vpcZoneIdentifier(place.account().subnet())
                .mixedInstancesPolicy(policy -> policy.launchTemplate(
                        source -> source.launchTemplateSpecification(LaunchTemplateSpecification.builder()
                                .launchTemplateId(template)
                                .version("1")
                                .build()))));
        AwsResult result = refresh(true, 20);
        assertEquals("refused\naws.deploy-refresh-mixed", Place.told(result));
        assertEquals(List.of(1L), versions());
        AutoScalingGroup group = place.account()
                .aside()
                .autoScaling()
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames("shop-web-v001"))
                .autoScalingGroups()
                .get(0);
        assertEquals(
                "1",
                group.mixedInstancesPolicy()
                        .launchTemplate()
                        .launchTemplateSpecification()
                        .version());
    }
}
