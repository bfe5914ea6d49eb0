package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Load balancers are provisioned for a while and then active; to make a balancer or a target group again with the same
 * settings gives the one that is there, and with others is refused. One with deletion protection is not deleted.
 */
final class Balancers implements PeerRule {
    private record Made(Map<String, String> parameters, PeerReply reply) {}

    private final Delay.Marks provisioning;
    private final Map<String, Made> made = new HashMap<>();

    Balancers(Settings settings) {
        this.provisioning = settings.delay().marks();
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "elasticloadbalancing:CreateLoadBalancer" -> show(make(call, next, "LoadBalancer"));
            case "elasticloadbalancing:CreateTargetGroup" -> make(call, next, "TargetGroup");
            case "elasticloadbalancing:DescribeLoadBalancers" -> show(next.answer(call));
            case "elasticloadbalancing:DeleteLoadBalancer" -> PeerRule.unless(
                    kept(call, next), () -> next.answer(call));
            case "elasticloadbalancing:DescribeTargetGroups" -> targetGroups(call, next);
            default -> next.answer(call);
        };
    }

    private PeerReply make(PeerCall call, PeerHandler next, String kind) throws IOException {
        String name = call.parameter("Name");
        String key = call.region() + " " + kind + " " + name;
        Made before = made.get(key);
        if (before != null && there(call, next, kind, name)) {
            return before.parameters().equals(call.parameters())
                    ? before.reply()
                    : PeerReply.refused(
                            call,
                            "Duplicate" + kind + "Name",
                            "A " + kind + " with the name '" + name + "' exists, but with different settings");
        }
        PeerReply reply = next.answer(call);
        if (reply.ok()) {
            made.put(key, new Made(call.parameters(), reply));
            provisioning.begin(Xml.of(reply).first(kind + "Arn"));
        }
        return reply;
    }

    private static Optional<PeerReply> kept(PeerCall call, PeerHandler next) throws IOException {
        String arn = call.parameter("LoadBalancerArn");
        PeerReply attributes = next.answer(call.ask("DescribeLoadBalancerAttributes", Map.of("LoadBalancerArn", arn)));
        boolean on = attributes.ok()
                && Xml.of(attributes).items("Attributes").stream()
                        .anyMatch(each -> Xml.text(each, "Key").equals("deletion_protection.enabled")
                                && Xml.text(each, "Value").equals("true"));
        return on
                ? Optional.of(PeerReply.refused(
                        call,
                        "OperationNotPermitted",
                        "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled"))
                : Optional.empty();
    }

    private static boolean there(PeerCall call, PeerHandler next, String kind, String name) throws IOException {
        PeerReply found = next.answer(call.ask("Describe" + kind + "s", Map.of("Names.member.1", name)));
        return found.ok() && !Xml.of(found).items(kind + "s").isEmpty();
    }

    /** Names that are not there are an error. */
    private static PeerReply targetGroups(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        int wanted = call.list("Names").size();
        return reply.ok() && Xml.of(reply).items("TargetGroups").size() < wanted
                ? PeerReply.refused(call, "TargetGroupNotFound", "One or more target groups not found")
                : reply;
    }

    private PeerReply show(PeerReply reply) {
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        for (Element balancer : xml.items("LoadBalancers")) {
            boolean going = provisioning.goesOn(Xml.text(balancer, "LoadBalancerArn"));
            Xml.child(balancer, "State").ifPresent(state -> xml.set(state, "Code", going ? "provisioning" : "active"));
        }
        return xml.to(reply);
    }
}
