package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Target groups of Auto Scaling groups: attaching registers the instances, detaching deregisters them. */
final class Traffic {

    PeerReply answer(Group group, PeerCall call, PeerHandler next) throws IOException {
        return switch (call.name()) {
            case "AttachLoadBalancerTargetGroups" -> attach(group, call.list("TargetGroupARNs"), call, next);
            case "AttachTrafficSources" -> attach(group, sources(call), call, next);
            case "DetachLoadBalancerTargetGroups" -> detach(group, call.list("TargetGroupARNs"), call, next);
            case "DetachTrafficSources" -> detach(group, sources(call), call, next);
            case "DescribeLoadBalancerTargetGroups" -> describe(
                    group, call, "LoadBalancerTargetGroups", "LoadBalancerTargetGroupARN");
            case "DescribeTrafficSources" -> describe(group, call, "TrafficSources", "TrafficSource");
            default -> next.answer(call);
        };
    }

    /** The target groups among a call's traffic sources. */
    static List<String> sources(PeerCall call) {
        List<String> found = new ArrayList<>();
        for (int i = 1; call.parameters().containsKey("TrafficSources.member." + i + ".Identifier"); i++) {
            found.add(call.parameter("TrafficSources.member." + i + ".Identifier"));
        }
        return found;
    }

    /** Refuses target groups that are not there. */
    static Optional<PeerReply> unknown(List<String> arns, PeerCall call, PeerHandler next) throws IOException {
        for (String arn : arns) {
            PeerReply found = next.answer(call.ask(
                    "elasticloadbalancing",
                    call.region(),
                    "DescribeTargetGroups",
                    Map.of("TargetGroupArns.member.1", arn)));
            if (!found.ok()) {
                return Optional.of(PeerReply.refused(call, "ValidationError", "Target group " + arn + " not found"));
            }
        }
        return Optional.empty();
    }

    private static PeerReply attach(Group group, List<String> arns, PeerCall call, PeerHandler next)
            throws IOException {
        Optional<PeerReply> refusal = unknown(arns, call, next);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        for (String arn : arns) {
            if (!group.targetGroups().contains(arn)) {
                group.targetGroups().add(arn);
                Scaling.register("RegisterTargets", group, arn, List.copyOf(group.known()), call, next);
            }
        }
        return PeerReply.empty(call);
    }

    private static PeerReply detach(Group group, List<String> arns, PeerCall call, PeerHandler next)
            throws IOException {
        for (String arn : arns) {
            if (!group.targetGroups().remove(arn)) {
                return PeerReply.refused(
                        call, "ValidationError", "Target group " + arn + " is not attached to " + group.name());
            }
            Scaling.register("DeregisterTargets", group, arn, List.copyOf(group.known()), call, next);
        }
        return PeerReply.empty(call);
    }

    private static PeerReply describe(Group group, PeerCall call, String list, String field) {
        StringBuilder all = new StringBuilder();
        for (String arn : group.targetGroups()) {
            all.append("<member><")
                    .append(field)
                    .append('>')
                    .append(Xml.escape(arn))
                    .append("</")
                    .append(field);
            all.append('>');
            if (list.equals("TrafficSources")) {
                all.append("<Identifier>").append(Xml.escape(arn)).append("</Identifier><Type>elbv2</Type>");
            }
            all.append("<State>InService</State></member>");
        }
        String result = call.name() + "Result";
        return PeerReply.xml("<" + call.name() + "Response><" + result + "><" + list + ">" + all + "</" + list + "></"
                + result + "></" + call.name() + "Response>");
    }
}
