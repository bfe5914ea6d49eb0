package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A security group is not deleted while something uses it: an instance that is not terminated, a balancer, also for a while
 * after that was deleted, or a rule of another group.
 */
final class SecurityGroups implements PeerRule {
    private final Delay.Marks leaving;
    private final Map<String, List<String>> ofLeaving = new HashMap<>();

    SecurityGroups(Settings settings) {
        this.leaving = settings.delay().marks();
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "ec2:DeleteSecurityGroup" -> PeerRule.unless(used(call, next), () -> next.answer(call));
            case "elasticloadbalancing:DeleteLoadBalancer" -> deleteBalancer(call, next);
            default -> next.answer(call);
        };
    }

    private PeerReply deleteBalancer(PeerCall call, PeerHandler next) throws IOException {
        String arn = call.parameter("LoadBalancerArn");
        PeerReply found = next.answer(call.ask("DescribeLoadBalancers", Map.of("LoadBalancerArns.member.1", arn)));
        PeerReply reply = next.answer(call);
        if (reply.ok() && found.ok()) {
            leaving.begin(arn);
            ofLeaving.put(arn, texts(Xml.of(found).items("SecurityGroups")));
        }
        return reply;
    }

    private static List<String> texts(List<Element> elements) {
        return elements.stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    private Optional<PeerReply> used(PeerCall call, PeerHandler next) throws IOException {
        String id = call.parameter("GroupId");
        boolean used = byInstance(call, next, id) || byBalancer(call, next, id) || byGroup(call, next, id);
        return used
                ? Optional.of(
                        PeerReply.refused(call, "DependencyViolation", "resource " + id + " has a dependent object"))
                : Optional.empty();
    }

    private static boolean byInstance(PeerCall call, PeerHandler next, String id) throws IOException {
        PeerReply users = next.answer(
                call.ask("DescribeInstances", Map.of("Filter.1.Name", "instance.group-id", "Filter.1.Value.1", id)));
        return users.ok()
                && Xml.of(users).items("instancesSet").stream()
                        .anyMatch(instance -> !Instances.stateOf(instance).equals("terminated"));
    }

    private boolean byBalancer(PeerCall call, PeerHandler next, String id) throws IOException {
        if (leaving.going().stream().anyMatch(arn -> ofLeaving.get(arn).contains(id))) {
            return true;
        }
        PeerReply balancers =
                next.answer(call.ask("elasticloadbalancing", call.region(), "DescribeLoadBalancers", Map.of()));
        return balancers.ok()
                && texts(Xml.of(balancers).items("SecurityGroups")).contains(id);
    }

    private static boolean byGroup(PeerCall call, PeerHandler next, String id) throws IOException {
        PeerReply groups = next.answer(call.ask("DescribeSecurityGroups", Map.of()));
        if (!groups.ok()) {
            return false;
        }
        for (Element group : Xml.of(groups).items("securityGroupInfo")) {
            boolean mentions = List.of("ipPermissions", "ipPermissionsEgress").stream()
                    .flatMap(list -> Xml.items(group, list).stream())
                    .flatMap(permission -> Xml.items(permission, "groups").stream())
                    .anyMatch(pair -> Xml.text(pair, "groupId").equals(id));
            if (mentions && !Xml.text(group, "groupId").equals(id)) {
                return true;
            }
        }
        return false;
    }
}
