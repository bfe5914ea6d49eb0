package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.w3c.dom.Element;

/** Brings the instances of groups to their sizes, as far as suspended processes and failures let it. */
final class Scaling {
    private final Settings settings;
    private final Instances instances;
    private final Delay.Marks launching;
    private final Delay.Marks leaving;
    private final Delay.Marks failing;

    Scaling(Settings settings, Instances instances) {
        this.settings = settings;
        this.instances = instances;
        this.launching = settings.delay().marks();
        this.leaving = settings.delay().marks();
        this.failing = settings.delay().marks();
    }

    /** A member of a group as moto tells of it. */
    record Member(String id, String zone, String type, boolean inService, boolean guarded) {}

    static Optional<Element> described(Group group, PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call.ask(
                "autoscaling",
                group.region(),
                "DescribeAutoScalingGroups",
                Map.of("AutoScalingGroupNames.member.1", group.name())));
        return reply.ok() ? Xml.of(reply).items("AutoScalingGroups").stream().findFirst() : Optional.empty();
    }

    static List<Member> members(Element group) {
        return Xml.child(group, "Instances").map(Xml::children).orElse(List.of()).stream()
                .map(each -> new Member(
                        Xml.text(each, "InstanceId"),
                        Xml.text(each, "AvailabilityZone"),
                        Xml.text(each, "InstanceType"),
                        Xml.text(each, "LifecycleState").equals("InService"),
                        Xml.text(each, "ProtectedFromScaleIn").equals("true")))
                .toList();
    }

    /** Does what there is to do for a group. */
    void work(Group group, PeerCall call, PeerHandler next) throws IOException {
        group.leaving().keySet().removeIf(id -> !leaving.goesOn(id));
        if (!group.stirred()) {
            return;
        }
        Element described = described(group, call, next).orElse(null);
        if (described == null) {
            return;
        }
        List<Member> members = members(described);
        welcome(group, members, call, next);
        int there = (int) members.stream().filter(Member::inService).count();
        if (group.desired() > there) {
            launch(group, described, call, next);
        } else if (group.desired() < there) {
            if (!group.suspended().contains("Terminate")) {
                remove(group, members, there - group.desired(), call, next);
            }
            group.stirred(false);
        } else {
            group.stirred(false);
        }
    }

    private void launch(Group group, Element described, PeerCall call, PeerHandler next) throws IOException {
        if (group.suspended().contains("Launch")) {
            group.stirred(false);
            return;
        }
        Optional<String> failure = settings.launchFailure(image(group, described, call, next));
        if (failure.isPresent()) {
            // It tries again and again.
            if (!failing.goesOn(group.key())) {
                failing.begin(group.key());
                tell(group, "", "Launching a new EC2 instance.  Status Reason: " + failure.get(), failure.get());
            }
            return;
        }
        PeerReply reply = next.answer(call.ask(
                "autoscaling",
                group.region(),
                "SetDesiredCapacity",
                Map.of("AutoScalingGroupName", group.name(), "DesiredCapacity", "" + group.desired())));
        if (!reply.ok()) {
            throw new IOException("launching for " + group.key() + ": " + reply.text());
        }
        welcome(group, members(described(group, call, next).orElseThrow()), call, next);
        group.stirred(false);
    }

    private void welcome(Group group, List<Member> members, PeerCall call, PeerHandler next) throws IOException {
        group.known().retainAll(members.stream().map(Member::id).toList());
        List<String> fresh = members.stream()
                .map(Member::id)
                .filter(id -> !group.known().contains(id))
                .toList();
        for (String id : fresh) {
            group.known().add(id);
            launching.begin(id);
            instances.begin(id, "pending");
            tell(group, id, "Launching a new EC2 instance: " + id, "");
        }
        if (!group.suspended().contains("AddToLoadBalancer")) {
            for (String arn : group.targetGroups()) {
                register("RegisterTargets", group, arn, fresh, call, next);
            }
        }
    }

    /** Registers or deregisters instances. */
    static void register(String action, Group group, String arn, List<String> ids, PeerCall call, PeerHandler next)
            throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("TargetGroupArn", arn);
        for (int i = 0; i < ids.size(); i++) {
            fields.put("Targets.member." + (i + 1) + ".Id", ids.get(i));
        }
        next.answer(call.ask("elasticloadbalancing", group.region(), action, fields));
    }

    private void remove(Group group, List<Member> members, int count, PeerCall call, PeerHandler next)
            throws IOException {
        List<Member> victims = members.stream()
                .filter(member -> member.inService() && !member.guarded())
                .limit(count)
                .toList();
        terminate(group, victims, call, next);
    }

    /** Terminates instances that a group has, which makes it smaller. */
    void terminate(Group group, List<Member> victims, PeerCall call, PeerHandler next) throws IOException {
        leave(group, victims.stream().map(Member::id).toList(), call, next);
        for (Member victim : victims) {
            PeerReply reply = next.answer(call.ask(
                    "autoscaling",
                    group.region(),
                    "TerminateInstanceInAutoScalingGroup",
                    Map.of("InstanceId", victim.id(), "ShouldDecrementDesiredCapacity", "true")));
            if (!reply.ok()) {
                throw new IOException("terminating " + victim.id() + ": " + reply.text());
            }
            group.known().remove(victim.id());
            instances.begin(victim.id(), "shutting-down");
            leaving.begin(victim.id());
            group.leaving().put(victim.id(), new Group.Leaving(victim.id(), victim.zone(), victim.type()));
            tell(group, victim.id(), "Terminating EC2 instance: " + victim.id(), "");
        }
    }

    /** Takes instances from the balancers. */
    void leave(Group group, List<String> ids, PeerCall call, PeerHandler next) throws IOException {
        for (String arn : group.targetGroups()) {
            register("DeregisterTargets", group, arn, ids, call, next);
        }
    }

    boolean launching(String instance) {
        return launching.goesOn(instance);
    }

    static void tell(Group group, String instance, String what, String failure) {
        group.activities()
                .add(
                        0,
                        new Group.Activity(
                                UUID.randomUUID().toString(),
                                instance,
                                what,
                                "At " + Instant.now() + " the group wanted " + group.desired() + " instances.",
                                Instant.now().toString(),
                                failure));
    }

    /** The image that a group launches; empty when it says none. */
    static String image(Group group, Element described, PeerCall call, PeerHandler next) throws IOException {
        Optional<Element> template = Xml.child(described, "LaunchTemplate");
        if (template.isEmpty()) {
            template = Xml.find(described, "LaunchTemplateSpecification");
        }
        return template.isEmpty()
                ? ""
                : image(
                        call,
                        next,
                        group.region(),
                        Xml.text(template.get(), "LaunchTemplateId"),
                        Xml.text(template.get(), "LaunchTemplateName"),
                        Xml.text(template.get(), "Version"));
    }

    /** The image of a launch template; empty when there is no such template or it names none. */
    static String image(PeerCall call, PeerHandler next, String region, String id, String name, String version)
            throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        if (id.isEmpty()) {
            fields.put("LaunchTemplateName", name);
        } else {
            fields.put("LaunchTemplateId", id);
        }
        fields.put("LaunchTemplateVersion.1", version.isEmpty() ? "$Default" : version);
        PeerReply reply = next.answer(call.ask("ec2", region, "DescribeLaunchTemplateVersions", fields));
        return reply.ok() ? Xml.of(reply).first("imageId") : "";
    }
}
