package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import java.time.Duration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** What the peer's security groups and balancers do as those of AWS do, and those of moto do not. */
public class NetworkRulesTest {
    private static final Duration HELD = Duration.ofHours(1);

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();
    private final Ec2Client ec2 = account.region().ec2();
    private final ElasticLoadBalancingV2Client balancing = account.region().loadBalancing();

    private static String refusal(ThrowingRunnable call) {
        return assertThrows(AwsFault.class, call).code();
    }

    private String group(String name) {
        return ec2.createSecurityGroup(request ->
                        request.groupName(name).description("of a test").vpcId(account.vpc()))
                .groupId();
    }

    private void delete(String group) {
        ec2.deleteSecurityGroup(request -> request.groupId(group));
    }

    private LoadBalancer balancer(String name, String group) {
        List<String> subnets = account.subnets().subList(0, 2);
        return balancing
                .createLoadBalancer(
                        request -> request.name(name).subnets(subnets).securityGroups(group))
                .loadBalancers()
                .get(0);
    }

    private String state(String name) {
        return balancing
                .describeLoadBalancers(request -> request.names(name))
                .loadBalancers()
                .get(0)
                .state()
                .codeAsString();
    }

    @Test
    public void aSecurityGroupIsInUseUntilItsInstancesAreTerminated() {
        account.rules().delay(HELD);
        String group = group("builder");
        assertEquals("InvalidGroup.Duplicate", refusal(() -> group("builder")));
        String instance = ec2.runInstances(request -> request.imageId(account.image())
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1)
                        .securityGroupIds(group)
                        .subnetId(account.subnet()))
                .instances()
                .get(0)
                .instanceId();
        ec2.terminateInstances(request -> request.instanceIds(instance));
        assertEquals("DependencyViolation", refusal(() -> delete(group)));
        account.rules().delay(Duration.ZERO);
        delete(group);
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void aSecurityGroupIsInUseByRulesOfOthersButNotByItsOwn() {
        String inner = group("inner");
        String outer = group("outer");
        for (String owner : List.of(inner, outer)) {
            ec2.authorizeSecurityGroupIngress(request -> request.groupId(owner).ipPermissions(permission -> permission
                    .ipProtocol("tcp")
                    .fromPort(80)
                    .toPort(80)
                    .userIdGroupPairs(pair -> pair.groupId(inner))));
        }
        assertEquals("DependencyViolation", refusal(() -> delete(inner)));
        delete(outer);
        delete(inner);
    }

    @Test
    public void aSecurityGroupIsInUseByABalancerUntilAWhileAfterItsDeletion() {
        account.rules().delay(HELD);
        String group = group("front");
        String arn = balancer("front", group).loadBalancerArn();
        assertEquals("DependencyViolation", refusal(() -> delete(group)));
        balancing.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        assertEquals("DependencyViolation", refusal(() -> delete(group)));
        account.rules().delay(Duration.ZERO);
        delete(group);
    }

    @Test
    public void aBalancerIsProvisionedForAWhile() {
        account.rules().delay(HELD);
        assertEquals("provisioning", balancer("front", group("front")).state().codeAsString());
        assertEquals("provisioning", state("front"));
        account.rules().delay(Duration.ZERO);
        assertEquals("active", state("front"));
    }

    @Test
    public void aBalancerWithDeletionProtectionIsNotDeleted() {
        String arn = balancer("front", group("front")).loadBalancerArn();
        protect(arn, true);
        assertEquals(
                "OperationNotPermitted",
                refusal(() -> balancing.deleteLoadBalancer(request -> request.loadBalancerArn(arn))));
        protect(arn, false);
        balancing.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
    }

    private void protect(String arn, boolean on) {
        balancing.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(arn)
                .attributes(each -> each.key("deletion_protection.enabled").value(String.valueOf(on))));
    }

    @Test
    public void whatIsMadeAgainWithTheSameSettingsIsThereAlready() {
        String group = group("front");
        String arn = balancer("front", group).loadBalancerArn();
        assertEquals(arn, balancer("front", group).loadBalancerArn());
        String other = group("other");
        assertEquals("DuplicateLoadBalancerName", refusal(() -> balancer("front", other)));
        String targets = targets(80);
        assertEquals(targets, targets(80));
        assertEquals("DuplicateTargetGroupName", refusal(() -> targets(81)));
        balancing.deleteTargetGroup(request -> request.targetGroupArn(targets));
        assertEquals(
                "TargetGroupNotFound", refusal(() -> balancing.describeTargetGroups(request -> request.names("web"))));
        assertNotEquals(targets, targets(81));
    }

    private String targets(int port) {
        return balancing
                .createTargetGroup(request -> request.name("web")
                        .protocol(ProtocolEnum.HTTP)
                        .port(port)
                        .vpcId(account.vpc()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }
}
