package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What has the tags goes, unless something else uses it. */
public class AwsDestroyTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final Map<String, String> SHOP = Map.of("application", "shop", "stack", "test");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final PeerAccount account = AWS.account();
    private final DestroyPlace place = new DestroyPlace(account);

    private static DestroyRequest request(Map<String, String> tags, List<DestroyKind> kinds, boolean dryRun) {
        return new DestroyRequest(PeerAccount.NAME, List.of(PeerAccount.REGION), tags, kinds, dryRun, 60);
    }

    private AwsResult destroy(DestroyRequest request) throws IOException {
        OperationFile file = OperationRunner.file(folder.newFolder().toPath());
        OperationContext context = new OperationContext(
                Clock.systemUTC(),
                Runnable::run,
                EventSink.NONE,
                name -> {
                    throw new AssertionError("no cluster is asked for");
                },
                file,
                MetricSources.NONE,
                account.accounts(),
                () -> {});
        return OperationRunner.run(new AwsDestroy(), AwsDestroy.start(request, context), context, file, state -> {});
    }

    private static String told(AwsResult result) {
        return result.objects().stream()
                .map(each -> each.action().word() + " " + each.kind() + " " + each.name())
                .collect(Collectors.joining("\n"));
    }

    private static String problems(AwsResult result) {
        return result.errors().stream().map(Problem::describe).collect(Collectors.joining("\n"));
    }

    private List<String> writes() {
        return account.calls().stream()
                .map(call -> call.action())
                .filter(action -> !action.contains(":Describe"))
                .toList();
    }

    private static final String ALL =
            """
            deleted ServerGroup shop-test-v000
            deleted LaunchTemplate shop-test-v000
            deleted LoadBalancer shop
            deleted TargetGroup shop
            deleted SecurityGroup shop-lb
            deleted SecurityGroup shop-web
            deleted Image shop-1""";

    @Test
    public void aDryRunListsAndThenAllOfItGoes() throws IOException {
        place.make(true);
        AwsResult plan = destroy(request(SHOP, List.of(), true));
        assertEquals(problems(plan), Status.SUCCEEDED, plan.status());
        assertEquals(ALL, told(plan));
        assertEquals(List.of(), writes());
        AwsResult gone = destroy(request(SHOP, List.of(), false));
        assertEquals(problems(gone), Status.SUCCEEDED, gone.status());
        assertEquals(ALL, told(gone));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void otherTagsSurvive() throws IOException {
        place.make(false);
        AwsResult nothing = destroy(request(Map.of("application", "shop", "stack", "production"), List.of(), false));
        assertEquals(Status.SUCCEEDED, nothing.status());
        assertEquals("", told(nothing));
        assertEquals("", told(destroy(request(Map.of("team", "blue"), List.of(), false))));
        assertEquals(List.of(), writes());
    }

    @Test
    public void aSelectorThatSelectsNothingSaysSoWithWhatItMayHaveMeant() throws IOException {
        place.make(false);
        assertEquals(
                List.of(
                        "There was nothing to destroy: in eu-central-1 none of serverGroups, loadBalancers, targetGroups,"
                                + " securityGroups, images has all of the tags aplication=shop.",
                        "No tag aplication was seen there. Did you mean application?"),
                warnings(Map.of("aplication", "shop"), List.of()));
        assertEquals(
                List.of(
                        "There was nothing to destroy: in eu-central-1 none of loadBalancers has all of the tags"
                                + " cluster=shop-tset.",
                        "No tag spin-delivery:cluster with the value shop-tset was seen there. Did you mean shop-test?"),
                warnings(Map.of("cluster", "shop-tset"), List.of(DestroyKind.LOAD_BALANCERS)));
        assertEquals(1, warnings(Map.of("team", "blue"), List.of()).size());
    }

    private List<String> warnings(Map<String, String> tags, List<DestroyKind> kinds) throws IOException {
        AwsResult nothing = destroy(request(tags, kinds, false));
        assertEquals(Status.SUCCEEDED, nothing.status());
        return nothing.warnings().stream().map(Problem::describe).toList();
    }

    @Test
    public void whatSomethingElseUsesIsFoundBeforeAnythingGoes() throws IOException {
        place.make(true);
        AwsResult refused = destroy(request(
                SHOP, List.of(DestroyKind.TARGET_GROUPS, DestroyKind.SECURITY_GROUPS, DestroyKind.IMAGES), false));
        assertEquals(Status.REFUSED, refused.status());
        String told = problems(refused);
        assertTrue(
                told,
                told.startsWith("TargetGroup eu-central-1/shop: It is used by LoadBalancer shop, which is not to be"
                        + " destroyed. Destroy that as well, or let it use something else first."
                        + " Nothing has been destroyed."));
        assertTrue(told, told.contains("SecurityGroup eu-central-1/shop-lb: It is used by LoadBalancer shop"));
        assertEquals(List.of(), writes());
        assertEquals(
                "skipped TargetGroup shop", told(refused).lines().findFirst().orElse("skipped TargetGroup shop"));
    }

    @Test
    public void aGroupThatAnotherMentionsAndAProtectedBalancerStay() throws IOException {
        place.make(false);
        String outside = account.aside()
                .ec2()
                .createSecurityGroup(
                        ask -> ask.groupName("outside").description("x").vpcId(account.vpc()))
                .groupId();
        place.mention(outside, place.group);
        account.aside().loadBalancing().modifyLoadBalancerAttributes(ask -> ask.loadBalancerArn(place.balancer)
                .attributes(each -> each.key("deletion_protection.enabled").value("true")));
        AwsResult refused = destroy(request(SHOP, List.of(), false));
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(
                """
                LoadBalancer eu-central-1/shop: Its deletion protection is on. Switch deletion_protection.enabled off \
                first if it is to go. Nothing has been destroyed.
                SecurityGroup eu-central-1/shop-lb: It is used by SecurityGroup OUTSIDE, which is not to be destroyed. \
                Destroy that as well, or let it use something else first. Nothing has been destroyed."""
                        .replace("OUTSIDE", outside),
                problems(refused));
        assertEquals(List.of(), writes());
    }

    @Test
    public void anImageThatALaunchTemplateNamesStays() throws IOException {
        place.make(true);
        account.aside().ec2().createLaunchTemplate(ask -> ask.launchTemplateName("other")
                .launchTemplateData(data -> data.imageId(place.image).instanceType("t3.micro")));
        AwsResult refused = destroy(request(SHOP, List.of(DestroyKind.IMAGES), false));
        assertEquals(
                "Image eu-central-1/shop-1: It is used by LaunchTemplate other version 1, which is not to be destroyed. Destroy that"
                        + " as well, or let it use something else first. Nothing has been destroyed.",
                problems(refused));
    }

    @Test
    public void anImageThatALaunchConfigurationOrAnotherAccountMayUseStays() throws IOException {
        place.make(true);
        account.aside().ec2().modifyImageAttribute(ask -> ask.imageId(place.image)
                .launchPermission(change -> change.add(whom -> whom.userId("111122223333"))));
        DestroyRequest images = request(SHOP, List.of(DestroyKind.IMAGES), false);
        assertEquals(
                "Image eu-central-1/shop-1: It is shared with 111122223333, and whether anything there uses it can't be"
                        + " seen from here. Withdraw that first, or name the other kinds alone. Nothing has been"
                        + " destroyed.",
                problems(destroy(images)));
        account.aside().autoScaling().createLaunchConfiguration(ask -> ask.launchConfigurationName("legacy")
                .imageId(place.image)
                .instanceType("t3.micro"));
        assertEquals(
                "Image eu-central-1/shop-1: It is used by LaunchConfiguration legacy, which is not to be destroyed."
                        + " Destroy that as well, or let it use something else first. Nothing has been destroyed.",
                problems(destroy(images)));
        assertEquals(List.of(), writes());
    }

    @Test
    public void aLaunchTemplateThatOnlyAnOverrideOfMixedInstancesNamesStays() throws IOException {
        place.make(true);
        place.mixed("other", "shop-test-v000");
        AwsResult gone = destroy(request(SHOP, List.of(DestroyKind.SERVER_GROUPS), false));
        assertEquals(problems(gone), "deleted ServerGroup shop-test-v000", told(gone));
    }

    @Test
    public void anEmptySelectorIsRefused() {
        assertEquals(
                "Nothing is destroyed without tags. Name at least one, such as application and stack.",
                refusal(Map.of()));
        assertEquals(
                "The tag \"application\" has no value. An empty one would select what nobody means.",
                refusal(Map.of("application", " ")));
        assertEquals(
                "Stack and detail alone select too much. Name application or cluster as well, or a tag of your own.",
                refusal(Map.of("stack", "test")));
    }

    private String refusal(Map<String, String> tags) {
        return assertThrows(ProblemException.class, () -> destroy(request(tags, List.of(), false)))
                .getMessage();
    }
}
