package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** What is told of Auto Scaling groups: what moto tells, corrected by what the rules know better. */
final class GroupViews {
    private static final String NAME = "AutoScalingGroupName";

    private final Settings settings;
    private final Scaling scaling;

    GroupViews(Settings settings, Scaling scaling) {
        this.settings = settings;
        this.scaling = scaling;
    }

    /** What a group did and tried, newest first. */
    PeerReply activities(Group group, PeerCall call) {
        List<String> wanted = call.list("ActivityIds");
        StringBuilder all = new StringBuilder();
        group.activities().stream()
                .filter(each -> wanted.isEmpty() || wanted.contains(each.id()))
                .limit(Groups.number(call, "MaxRecords", 100))
                .forEach(each -> all.append(
                        Activities.xml(each, "member", going(each)).replace("@GROUP@", Xml.escape(group.name()))));
        return PeerReply.xml("<DescribeScalingActivitiesResponse><DescribeScalingActivitiesResult><Activities>" + all
                + "</Activities></DescribeScalingActivitiesResult></DescribeScalingActivitiesResponse>");
    }

    private boolean going(Group.Activity activity) {
        return activity.description().startsWith("Launching") && scaling.launching(activity.instance());
    }

    /** The description of groups. */
    PeerReply describe(Map<String, Group> groups, PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        for (Element each : Xml.children(xml.list("AutoScalingGroups"))) {
            Group group = groups.get(call.region() + " " + Xml.text(each, NAME));
            if (group != null) {
                show(group, each, xml, call, next);
            }
        }
        return xml.to(reply);
    }

    private void show(Group group, Element each, Xml xml, PeerCall call, PeerHandler next) throws IOException {
        xml.set(each, "MinSize", "" + group.min());
        xml.set(each, "MaxSize", "" + group.max());
        xml.set(each, "DesiredCapacity", "" + group.desired());
        if (group.deleting()) {
            xml.set(each, "Status", "Delete in progress");
        }
        Element arns = xml.set(each, "TargetGroupARNs", "");
        group.targetGroups().forEach(arn -> xml.add(arns, "member").setTextContent(arn));
        Element list = Xml.child(each, "Instances").orElseGet(() -> xml.add(each, "Instances"));
        health(Xml.children(list), xml, group, call, next);
        for (Group.Leaving leaving : group.leaving().values()) {
            Element member = xml.add(list, "member");
            xml.set(member, "InstanceId", leaving.instance());
            xml.set(member, "AvailabilityZone", leaving.zone());
            xml.set(member, "InstanceType", leaving.type());
            xml.set(member, "LifecycleState", "Terminating");
            xml.set(member, "HealthStatus", "Healthy");
            xml.set(member, "ProtectedFromScaleIn", "false");
        }
    }

    private void health(List<Element> members, Xml xml, Group group, PeerCall call, PeerHandler next)
            throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element member : members) {
            String id = Xml.text(member, "InstanceId");
            fields.put("InstanceId." + (fields.size() + 1), id);
            if (Xml.text(member, "LifecycleState").equals("InService") && scaling.launching(id)) {
                xml.set(member, "LifecycleState", "Pending");
            }
        }
        boolean checked = group.elbChecks() || group.targetGroups().isEmpty();
        if (settings.sick().isEmpty() || fields.isEmpty() || !checked) {
            return;
        }
        Map<String, String> running = TargetHealth.images(call, next, fields);
        for (Element member : members) {
            String image = running.getOrDefault(Xml.text(member, "InstanceId"), "");
            if (settings.sickness(image).isPresent()
                    && Xml.text(member, "LifecycleState").equals("InService")) {
                xml.set(member, "HealthStatus", "Unhealthy");
            }
        }
    }

    /** The description of groups' instances. */
    PeerReply describeInstances(Map<String, Group> groups, PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        List<Element> members = new ArrayList<>(Xml.children(xml.list("AutoScalingInstances")));
        for (Element member : members) {
            Group group = groups.get(call.region() + " " + Xml.text(member, NAME));
            if (group != null) {
                health(List.of(member), xml, group, call, next);
            }
        }
        return xml.to(reply);
    }
}
