package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/** docs/examples/shop-web: an image is baked, deployed by red/black, judged, and what is older goes. */
public class ShopWebTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    private static final String VERSION = "version";
    private static final Duration A_MONTH = Duration.ofDays(30);

    private final PeerAccount aws = AWS.account();
    private Examples examples;
    private String targetGroup;

    /** As the example asks for it: an account, and a target group behind a load balancer; somebody may judge. */
    @Before
    public void accountAndTargetGroup() throws Exception {
        Examples.letOperatorsJudge(JENKINS);
        examples = new Examples(JENKINS, aws);
        aws.rules().runUserData(true);
        ElasticLoadBalancingV2Client balancing = aws.aside().loadBalancing();
        targetGroup = balancing
                .createTargetGroup(
                        ask -> ask.name("shop-web").protocol("HTTP").port(80).vpcId(aws.vpc()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        String balancer = balancing
                .createLoadBalancer(ask -> ask.name("shop").subnets(aws.subnets()))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        balancing.createListener(
                ask -> ask.loadBalancerArn(balancer).protocol("HTTP").port(80).defaultActions(action -> action.type(
                                ActionTypeEnum.FORWARD)
                        .targetGroupArn(targetGroup)));
    }

    @Test
    public void versionsFollowEachOtherAndWhatIsRejectedIsTakenBack() throws Exception {
        WorkflowJob job = examples.job("shop-web");

        WorkflowRun first = judging(job, "1.5-1", "shop-web-v000");
        JENKINS.assertLogContains("install shop-web=1.5-1", first);
        examples.answer(first, "proceed");
        assertEnds(Result.SUCCESS, first);
        assertServes("shop-web-v000", "1.5");
        assertLeft("shop-web-v000", "1.5");
        assertFalse("one build at a time", job.isConcurrentBuild());
        assertTags(images().get("1.5"), job);

        WorkflowRun second = judging(job, "1.6-1", "shop-web-v001");
        assertEquals(List.of("shop-web-v001 in 2/2/4 up 2", "shop-web-v000 out 2/2/4 up 0"), groups());
        examples.answer(second, "proceed");
        assertEnds(Result.SUCCESS, second);
        assertServes("shop-web-v001", "1.6");
        assertLeft("shop-web-v001", "1.5", "1.6");

        WorkflowRun third = judging(job, "1.7-1", "shop-web-v002");
        assertServes("shop-web-v002", "1.7");
        examples.answer(third, "abort");
        assertEnds(Result.ABORTED, third);
        assertServes("shop-web-v001", "1.6");
        assertLeft("shop-web-v001", "1.5", "1.6", "1.7");
        assertNothingIsUnderWay(first, second, third);

        int builders = aws.count("ec2:RunInstances");
        WorkflowRun fourth = judging(job, "1.5-1", "shop-web-v002");
        assertEquals("the image of the first is used again", builders, aws.count("ec2:RunInstances"));
        examples.answer(fourth, "proceed");
        assertEnds(Result.SUCCESS, fourth);
        assertServes("shop-web-v002", "1.5");
        assertLeft("shop-web-v002", "1.5", "1.6", "1.7");
    }

    @Test
    public void aFirstVersionThatIsRejectedServesOnForThereIsNoOther() throws Exception {
        WorkflowRun run = judging(examples.job("shop-web"), "1.5-1", "shop-web-v000");
        examples.answer(run, "abort");
        assertEnds(Result.ABORTED, run);
        assertServes("shop-web-v000", "1.5");
    }

    @Test
    public void aDeployThatFailsLeavesTheOlderOneServing() throws Exception {
        WorkflowJob job = examples.job("shop-web");
        WorkflowRun first = judging(job, "1.5-1", "shop-web-v000");
        examples.answer(first, "proceed");
        assertEnds(Result.SUCCESS, first);

        aws.rules().refuse("autoscaling:CreateAutoScalingGroup", 1, 400, "ValidationError", "no room here");
        WorkflowRun second = examples.run(Result.FAILURE, job, VERSION, "1.6-1");
        JENKINS.assertLogContains("no room here", second);
        assertServes("shop-web-v000", "1.5");
        assertLeft("shop-web-v000", "1.5", "1.6");
    }

    @Test
    public void withoutAVersionNothingIsMade() throws Exception {
        WorkflowRun run = examples.run(Result.FAILURE, examples.newJob("shop-web"));
        JENKINS.assertLogContains("version", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(List.of("LoadBalancer shop", "TargetGroup shop-web"), aws.leftovers(PeerAccount.REGION));
        assertEquals(0, aws.count(".*"));
    }

    /** What pages show of builds that have ended. */
    private static void assertNothingIsUnderWay(WorkflowRun... runs) {
        for (WorkflowRun run : runs) {
            List<String> underWay = StageRecords.get().of(run).stream()
                    .flatMap(stage -> stage.objects().stream())
                    .filter(object -> object.status().equals("progressing"))
                    .map(object -> object.ref() + " " + object.message())
                    .toList();
            assertEquals(run.toString(), List.of(), underWay);
        }
    }

    private WorkflowRun judging(WorkflowJob job, String version, String serverGroup) throws Exception {
        WorkflowRun run = examples.start(job, VERSION, version);
        JENKINS.waitForMessage("Is " + serverGroup + " good?", run);
        return run;
    }

    private static void assertEnds(Result result, WorkflowRun run) throws Exception {
        JENKINS.waitForCompletion(run);
        JENKINS.assertBuildStatus(result, run);
    }

    private List<String> groups() {
        ServerGroups reader = new ServerGroups(aws.aside(), Runnable::run);
        return reader.withHealth(reader.all()).stream()
                .map(group ->
                        group.name() + (group.enabled() ? " in " : " out ") + group.capacity() + " up " + group.up())
                .toList();
    }

    /** The load balancer sends requests to two healthy instances of a server group and to nobody else. */
    private void assertServes(String serverGroup, String version) {
        ServerGroups reader = new ServerGroups(aws.aside(), Runnable::run);
        ServerGroup group =
                reader.withHealth(reader.named(List.of(serverGroup))).get(0);
        assertEquals(2, group.up());
        List<String> targets = aws
                .aside()
                .loadBalancing()
                .describeTargetHealth(ask -> ask.targetGroupArn(targetGroup))
                .targetHealthDescriptions()
                .stream()
                .filter(each -> each.targetHealth().stateAsString().equals("healthy"))
                .map(each -> each.target().id())
                .sorted()
                .toList();
        List<String> instances = group.instances().stream()
                .map(instance -> instance.id())
                .sorted()
                .toList();
        assertEquals(instances, targets);
        String running = reader.withSources(List.of(group)).get(0).source().imageId();
        assertEquals(images().get(version).imageId(), running);
    }

    /** The images by the versions of the package. */
    private Map<String, Image> images() {
        return aws.aside().ec2().describeImages(ask -> ask.owners("self")).images().stream()
                .collect(Collectors.toMap(
                        image -> tags(image).get(AwsTags.APP_VERSION).replaceAll("shop-web-([0-9.]+)-.*", "$1"),
                        image -> image,
                        (one, other) -> {
                            throw new AssertionError("two images of a version: " + one + ", " + other);
                        },
                        TreeMap::new));
    }

    private static Map<String, String> tags(Image image) {
        return image.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private static void assertTags(Image image, WorkflowJob job) {
        Map<String, String> tags = tags(image);
        assertEquals("shop", tags.get("application"));
        assertEquals("shop-web-1.5-h1/shop-web/1", tags.get(AwsTags.APP_VERSION));
        Instant made = Instant.ofEpochMilli(job.getFirstBuild().getStartTimeInMillis());
        Duration life = Duration.between(made, Instant.parse(tags.get(AwsTags.EXPIRES)));
        assertTrue(life.toString(), life.compareTo(A_MONTH) >= 0 && life.compareTo(A_MONTH.plusHours(1)) < 0);
    }

    /** One server group with its instances, and images of some versions; no builder, and nothing of another one. */
    private void assertLeft(String serverGroup, String... versions) {
        assertEquals(List.of(versions), List.copyOf(images().keySet()));
        assertThat(images().values().iterator().next().name(), containsString("-ubuntu"));
        List<String> kinds = aws.leftovers(PeerAccount.REGION).stream()
                .map(left ->
                        left.replaceFirst("^(Image|Snapshot|Instance|LaunchTemplate) \\S+( \\(shop-web\\S*)?", "$1"))
                .toList();
        Stream<String> once = Stream.of(
                "Instance (running)",
                "Instance (running)",
                "LaunchTemplate",
                "LoadBalancer shop",
                "ServerGroup " + serverGroup,
                "TargetGroup shop-web");
        Stream<String> images = Stream.of(versions).flatMap(version -> Stream.of("Image", "Snapshot"));
        assertEquals(Stream.concat(once, images).sorted().toList(), kinds);
    }
}
