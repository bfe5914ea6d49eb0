package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.InstanceRefresh;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** What the peer's Auto Scaling groups and targets do as those of AWS do, and those of moto do not. */
public class GroupRulesTest {
    private static final Duration HELD = Duration.ofHours(1);
    private static final String GROUP = "shop-web-v000";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();
    private final Ec2Client ec2 = account.region().ec2();
    private final AutoScalingClient scaling = account.region().autoScaling();
    private final ElasticLoadBalancingV2Client balancing = account.region().loadBalancing();
    private String subnet;
    private String targets;

    @Before
    public void prepare() {
        account.rules().delay(Duration.ZERO);
        subnet = account.subnet();
        targets = balancing
                .createTargetGroup(request ->
                        request.name("web").protocol(ProtocolEnum.HTTP).port(80).vpcId(account.vpc()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        template("web", account.image());
    }

    private void template(String name, String image) {
        ec2.createLaunchTemplate(request -> request.launchTemplateName(name)
                .launchTemplateData(data -> data.imageId(image).instanceType(InstanceType.T3_MICRO)));
    }

    private CreateAutoScalingGroupRequest.Builder group(int min, int desired, int max) {
        return CreateAutoScalingGroupRequest.builder()
                .autoScalingGroupName(GROUP)
                .launchTemplate(template -> template.launchTemplateName("web").version("1"))
                .vpcZoneIdentifier(subnet)
                .minSize(min)
                .desiredCapacity(desired)
                .maxSize(max);
    }

    private void create(int min, int desired, int max) {
        scaling.createAutoScalingGroup(
                group(min, desired, max).targetGroupARNs(targets).build());
    }

    private AutoScalingGroup look() {
        return scaling.describeAutoScalingGroups(request -> request.autoScalingGroupNames(GROUP))
                .autoScalingGroups()
                .get(0);
    }

    private Map<String, Long> states() {
        return look().instances().stream()
                .collect(Collectors.groupingBy(Instance::lifecycleStateAsString, TreeMap::new, Collectors.counting()));
    }

    private Map<String, Long> health() {
        return balancing
                .describeTargetHealth(request -> request.targetGroupArn(targets))
                .targetHealthDescriptions()
                .stream()
                .collect(Collectors.groupingBy(
                        each -> each.targetHealth().stateAsString(), TreeMap::new, Collectors.counting()));
    }

    private static AwsFault refused(ThrowingRunnable call) {
        return assertThrows(AwsFault.class, call);
    }

    private static String code(ThrowingRunnable call) {
        return refused(call).code();
    }

    @Test
    public void aGroupOfTheSameNameIsRefusedAndTheOldOneStays() {
        create(0, 1, 2);
        assertEquals("AlreadyExists", code(() -> create(0, 0, 9)));
        assertEquals(2, look().maxSize().intValue());
    }

    @Test
    public void sizesMustFit() {
        assertEquals("ValidationError", code(() -> create(0, 5, 4)));
        assertEquals("ValidationError", code(() -> create(2, 1, 4)));
        assertEquals("ValidationError", code(() -> create(5, 5, 4)));
        create(1, 2, 4);
        assertEquals(
                "ValidationError",
                code(() -> scaling.setDesiredCapacity(
                        request -> request.autoScalingGroupName(GROUP).desiredCapacity(5))));
        assertEquals(
                "ValidationError",
                code(() -> scaling.updateAutoScalingGroup(
                        request -> request.autoScalingGroupName(GROUP).desiredCapacity(5))));
        assertEquals(2, look().desiredCapacity().intValue());
        scaling.updateAutoScalingGroup(
                request -> request.autoScalingGroupName(GROUP).minSize(3));
        assertEquals(3, look().desiredCapacity().intValue());
        assertEquals(3, look().instances().size());
        scaling.updateAutoScalingGroup(
                request -> request.autoScalingGroupName(GROUP).minSize(0).maxSize(1));
        assertEquals(1, look().desiredCapacity().intValue());
        assertEquals(1, look().instances().size());
    }

    @Test
    public void unknownThingsAreRefused() {
        template("none", "ami-0123456789abcdef0");
        AwsFault image = refused(() -> scaling.createAutoScalingGroup(group(0, 0, 1)
                .launchTemplate(template -> template.launchTemplateName("none"))
                .build()));
        assertEquals("ValidationError", image.code());
        assertTrue(image.getMessage(), image.getMessage().contains("'[ami-0123456789abcdef0]' does not exist"));
        assertEquals(
                "ValidationError",
                code(() -> scaling.createAutoScalingGroup(
                        group(0, 0, 1).targetGroupARNs(targets + "f").build())));
        assertEquals(
                "ValidationError",
                code(() -> scaling.setDesiredCapacity(
                        request -> request.autoScalingGroupName("nobody").desiredCapacity(5))));
    }

    @Test
    public void instancesArePendingForAWhileAndTargetsInitial() {
        account.rules().delay(HELD);
        create(0, 2, 2);
        assertEquals(Map.of("Pending", 2L), states());
        assertEquals(Map.of("initial", 2L), health());
        assertEquals("InProgress", activities().get(0).statusCodeAsString());
        account.rules().delay(Duration.ZERO);
        assertEquals(Map.of("InService", 2L), states());
        assertEquals(Map.of("healthy", 2L), health());
        assertEquals("Successful", activities().get(0).statusCodeAsString());
        assertEquals(GROUP, activities().get(0).autoScalingGroupName());
    }

    private List<Activity> activities() {
        return scaling.describeScalingActivities(request -> request.autoScalingGroupName(GROUP))
                .activities();
    }

    @Test
    public void aSmallerGroupDrainsAndTerminates() {
        create(0, 3, 3);
        account.rules().delay(HELD);
        scaling.setDesiredCapacity(
                request -> request.autoScalingGroupName(GROUP).desiredCapacity(1));
        assertEquals(Map.of("InService", 1L, "Terminating", 2L), states());
        assertEquals(Map.of("healthy", 1L, "draining", 2L), health());
        assertEquals(2, instances("shutting-down"));
        account.rules().delay(Duration.ZERO);
        assertEquals(Map.of("InService", 1L), states());
        assertEquals(Map.of("healthy", 1L), health());
        assertEquals(2, instances("terminated"));
    }

    private int instances(String state) {
        return ec2
                .describeInstances(request -> request.filters(PeerAccount.filter("instance-state-name", state)))
                .reservations()
                .stream()
                .mapToInt(reservation -> reservation.instances().size())
                .sum();
    }

    @Test
    public void aGroupWithInstancesIsDeletedByForceAloneAndTakesTimeToGo() {
        create(0, 1, 1);
        assertEquals(
                "ResourceInUse",
                code(() -> scaling.deleteAutoScalingGroup(request -> request.autoScalingGroupName(GROUP))));
        account.rules().delay(HELD);
        scaling.deleteAutoScalingGroup(
                request -> request.autoScalingGroupName(GROUP).forceDelete(true));
        assertEquals("Delete in progress", look().status());
        assertEquals("AlreadyExists", code(() -> create(0, 0, 1)));
        assertEquals(
                "ScalingActivityInProgress",
                code(() -> scaling.setDesiredCapacity(
                        request -> request.autoScalingGroupName(GROUP).desiredCapacity(0))));
        account.rules().delay(Duration.ZERO);
        assertFalse(scaling.describeAutoScalingGroups(request -> request.autoScalingGroupNames(GROUP))
                        .hasAutoScalingGroups()
                && !scaling.describeAutoScalingGroups(request -> request.autoScalingGroupNames(GROUP))
                        .autoScalingGroups()
                        .isEmpty());
        assertEquals(List.of("LaunchTemplate web", "TargetGroup web"), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void launchesFailWithAReasonUntilTheyCan() {
        account.rules().failLaunches(account.image(), "We currently do not have sufficient t3.micro capacity.");
        create(0, 2, 2);
        assertEquals(2, look().desiredCapacity().intValue());
        assertEquals(0, look().instances().size());
        Activity failed = activities().get(0);
        assertEquals("Failed", failed.statusCodeAsString());
        assertEquals("We currently do not have sufficient t3.micro capacity.", failed.statusMessage());
        account.rules().healthy(account.image());
        assertEquals(2, look().instances().size());
    }

    @Test
    public void healthChecksFailWithAReason() {
        account.rules().unhealthy(account.image(), "Health checks failed with these codes: [503]");
        scaling.createAutoScalingGroup(
                group(0, 1, 1).targetGroupARNs(targets).healthCheckType("ELB").build());
        assertEquals(Map.of("unhealthy", 1L), health());
        assertEquals(
                "Health checks failed with these codes: [503]",
                balancing
                        .describeTargetHealth(request -> request.targetGroupArn(targets))
                        .targetHealthDescriptions()
                        .get(0)
                        .targetHealth()
                        .description());
        assertEquals("Unhealthy", look().instances().get(0).healthStatus());
        account.rules().healthy(account.image());
        assertEquals(Map.of("healthy", 1L), health());
        assertEquals("Healthy", look().instances().get(0).healthStatus());
    }

    private void suspend(String... processes) {
        scaling.suspendProcesses(request -> request.autoScalingGroupName(GROUP).scalingProcesses(processes));
    }

    private void resume(String... processes) {
        scaling.resumeProcesses(request -> request.autoScalingGroupName(GROUP).scalingProcesses(processes));
    }

    private void desire(int capacity) {
        scaling.setDesiredCapacity(
                request -> request.autoScalingGroupName(GROUP).desiredCapacity(capacity));
    }

    @Test
    public void suspendedLaunchesAndTerminationsDoNotHappenUntilTheyAreResumed() {
        create(0, 1, 3);
        suspend("Launch");
        desire(3);
        assertEquals(3, look().desiredCapacity().intValue());
        assertEquals(1, look().instances().size());
        resume("Launch");
        assertEquals(3, look().instances().size());
        suspend("Terminate");
        desire(1);
        assertEquals(3, look().instances().size());
        resume("Terminate");
        assertEquals(1, look().instances().size());
        assertEquals("ValidationError", code(() -> suspend("Lunch")));
    }

    @Test
    public void whileAddToLoadBalancerIsSuspendedNewInstancesAreNotRegistered() {
        create(0, 1, 3);
        suspend("AddToLoadBalancer");
        desire(2);
        resume("AddToLoadBalancer");
        assertEquals(Map.of("healthy", 1L), health());
        desire(3);
        assertEquals(Map.of("healthy", 2L), health());
        assertEquals(3, look().instances().size());
    }

    @Test
    public void deregisteredInstancesStayOutWhenTheGroupGrows() {
        create(0, 1, 2);
        String first = look().instances().get(0).instanceId();
        balancing.deregisterTargets(request -> request.targetGroupArn(targets).targets(target -> target.id(first)));
        desire(2);
        assertEquals(Map.of("healthy", 1L), health());
    }

    @Test
    public void detachingATargetGroupDeregistersAndAttachingRegisters() {
        create(0, 2, 2);
        account.rules().delay(HELD);
        scaling.detachLoadBalancerTargetGroups(
                request -> request.autoScalingGroupName(GROUP).targetGroupARNs(targets));
        assertEquals(Map.of("draining", 2L), health());
        assertEquals(List.of(), look().targetGroupARNs());
        account.rules().delay(Duration.ZERO);
        assertEquals(Map.of(), health());
        scaling.attachTrafficSources(request -> request.autoScalingGroupName(GROUP)
                .trafficSources(source -> source.identifier(targets).type("elbv2")));
        assertEquals(Map.of("healthy", 2L), health());
        assertEquals(List.of(targets), look().targetGroupARNs());
        assertEquals(
                targets,
                scaling.describeTrafficSources(request -> request.autoScalingGroupName(GROUP))
                        .trafficSources()
                        .get(0)
                        .identifier());
        scaling.detachTrafficSources(request -> request.autoScalingGroupName(GROUP)
                .trafficSources(source -> source.identifier(targets).type("elbv2")));
        assertEquals(Map.of(), health());
    }

    @Test
    public void targetsThatAreRegisteredAgainBeginAnewAndUnknownOnesAreNoError() {
        create(0, 1, 1);
        String id = look().instances().get(0).instanceId();
        account.rules().delay(HELD);
        balancing.deregisterTargets(request ->
                request.targetGroupArn(targets).targets(target -> target.id(id), target -> target.id("i-0123")));
        assertEquals(Map.of("draining", 1L), health());
        balancing.deregisterTargets(request -> request.targetGroupArn(targets).targets(target -> target.id(id)));
        balancing.registerTargets(request -> request.targetGroupArn(targets).targets(target -> target.id(id)));
        assertEquals(Map.of("initial", 1L), health());
        account.rules().delay(Duration.ZERO);
        assertEquals(Map.of("healthy", 1L), health());
    }

    @Test
    public void anInstanceIsTerminatedWithAndWithoutReplacement() {
        create(1, 2, 2);
        String first = look().instances().get(0).instanceId();
        scaling.terminateInstanceInAutoScalingGroup(
                request -> request.instanceId(first).shouldDecrementDesiredCapacity(false));
        assertEquals(2, look().instances().size());
        String second = look().instances().get(0).instanceId();
        scaling.terminateInstanceInAutoScalingGroup(
                request -> request.instanceId(second).shouldDecrementDesiredCapacity(true));
        assertEquals(1, look().instances().size());
        assertEquals(1, look().desiredCapacity().intValue());
        String last = look().instances().get(0).instanceId();
        assertEquals(
                "ValidationError",
                code(() -> scaling.terminateInstanceInAutoScalingGroup(
                        request -> request.instanceId(last).shouldDecrementDesiredCapacity(true))));
    }

    @Test
    public void aDetachedInstanceLivesOnOutOfTheGroupAndItsTargets() {
        create(0, 2, 2);
        String id = look().instances().get(0).instanceId();
        scaling.detachInstances(
                request -> request.autoScalingGroupName(GROUP).instanceIds(id).shouldDecrementDesiredCapacity(true));
        assertEquals(1, look().instances().size());
        assertEquals(Map.of("healthy", 1L), health());
        assertEquals(2, instances("running"));
        scaling.attachInstances(request -> request.autoScalingGroupName(GROUP).instanceIds(id));
        assertEquals(2, look().instances().size());
        assertEquals(Map.of("healthy", 2L), health());
    }

    private InstanceRefresh refresh(String id) {
        return scaling.describeInstanceRefreshes(
                        request -> request.autoScalingGroupName(GROUP).instanceRefreshIds(id))
                .instanceRefreshes()
                .get(0);
    }

    @Test
    public void anInstanceRefreshReplacesOneInstanceAfterTheOther() {
        create(0, 2, 2);
        List<String> before =
                look().instances().stream().map(Instance::instanceId).toList();
        account.rules().delay(HELD);
        String id = scaling.startInstanceRefresh(request -> request.autoScalingGroupName(GROUP))
                .instanceRefreshId();
        assertEquals("InProgress", refresh(id).statusAsString());
        assertEquals(
                "InstanceRefreshInProgress",
                code(() -> scaling.startInstanceRefresh(request -> request.autoScalingGroupName(GROUP))));
        account.rules().delay(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            refresh(id);
        }
        assertEquals("Successful", refresh(id).statusAsString());
        assertEquals(100, refresh(id).percentageComplete().intValue());
        assertTrue(look().instances().stream().noneMatch(each -> before.contains(each.instanceId())));
        assertEquals(2, look().instances().size());
    }

    @Test
    public void anInstanceRefreshToAnUnhealthyImageFailsAndCanBeCancelledBefore() {
        create(0, 1, 1);
        template("arm", PeerAccount.ARM_IMAGE);
        account.rules().unhealthy(PeerAccount.ARM_IMAGE, "no answer");
        account.rules().delay(HELD);
        String cancelled = scaling.startInstanceRefresh(request -> request.autoScalingGroupName(GROUP))
                .instanceRefreshId();
        scaling.cancelInstanceRefresh(request -> request.autoScalingGroupName(GROUP));
        assertEquals("Cancelled", refresh(cancelled).statusAsString());
        account.rules().delay(Duration.ZERO);
        String id = scaling.startInstanceRefresh(request -> request.autoScalingGroupName(GROUP)
                        .desiredConfiguration(wanted -> wanted.launchTemplate(
                                template -> template.launchTemplateName("arm").version("1"))))
                .instanceRefreshId();
        assertEquals("Failed", refresh(id).statusAsString());
        assertEquals("no answer", refresh(id).statusReason());
    }

    @Test
    public void launchTemplatesAreListedAsAWhole() {
        for (int i = 0; i < 16; i++) {
            String name = "many-" + i;
            account.aside().ec2().createLaunchTemplate(request -> request.launchTemplateName(name)
                    .launchTemplateData(data -> data.imageId(account.image())));
        }
        long many = account.region().ec2().describeLaunchTemplates().launchTemplates().stream()
                .filter(template -> template.launchTemplateName().startsWith("many-"))
                .count();
        assertEquals(16, many);
    }
}
