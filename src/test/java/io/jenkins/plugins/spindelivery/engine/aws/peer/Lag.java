package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * What was just made is not known everywhere yet: for a while calls that name it say that it is not there, and lists are
 * without it. The snapshots of a new image may take longer than the image, which so long does not name them. Several calls
 * may be here at once.
 */
final class Lag implements PeerRule {
    private record Kind(List<String> made, String element, List<String> parameters, String list, String error) {}

    private static final List<String> MAKING_IMAGES = List.of("ec2:CreateImage", "ec2:CopyImage");
    private static final String SNAPSHOT = "snapshotId";

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    List.of("ec2:RunInstances"),
                    "instanceId",
                    List.of("InstanceId"),
                    "instancesSet",
                    "InvalidInstanceID.NotFound"),
            new Kind(
                    List.of("ec2:CreateImage", "ec2:CopyImage"),
                    "imageId",
                    List.of("ImageId", "SourceImageId"),
                    "imagesSet",
                    "InvalidAMIID.NotFound"),
            new Kind(List.of(), SNAPSHOT, List.of("SnapshotId"), "snapshotSet", "InvalidSnapshot.NotFound"),
            new Kind(
                    List.of("ec2:CreateSecurityGroup"),
                    "groupId",
                    List.of("GroupId", "SecurityGroupId"),
                    "securityGroupInfo",
                    "InvalidGroup.NotFound"),
            new Kind(
                    List.of("ec2:CreateLaunchTemplate"),
                    "launchTemplateId",
                    List.of("LaunchTemplateId", "LaunchTemplate.LaunchTemplateId"),
                    "launchTemplates",
                    "InvalidLaunchTemplateId.NotFound"));

    private final Delay time = new Delay();
    private final Delay.Marks fresh = time.marks();
    private final Delay snapshotTime = new Delay();
    private final Delay.Marks freshSnapshots = snapshotTime.marks();

    Lag() {
        time.set(Duration.ZERO);
        snapshotTime.set(Duration.ZERO);
    }

    void setSnapshots(Duration duration) {
        snapshotTime.set(duration);
    }

    void set(Duration duration) {
        time.set(duration);
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        List<String> hidden = new ArrayList<>(fresh.going());
        hidden.addAll(freshSnapshots.going());
        for (Kind kind : KINDS) {
            for (var parameter : call.parameters().entrySet()) {
                String name = parameter.getKey().replaceAll("\\.\\d+$", "");
                if (kind.parameters().contains(name) && hidden.contains(parameter.getValue())) {
                    return PeerReply.refused(
                            call, kind.error(), "The ID '" + parameter.getValue() + "' does not exist");
                }
            }
        }
        PeerReply reply = next.answer(call);
        if (!reply.ok() || !call.service().equals("ec2")) {
            return reply;
        }
        for (Kind kind : KINDS) {
            if (kind.made().contains(call.action())) {
                Xml.of(reply).all(kind.element()).forEach(fresh::begin);
            }
        }
        if (MAKING_IMAGES.contains(call.action())) {
            snapshots(call, reply, next).forEach(freshSnapshots::begin);
        }
        return hidden.isEmpty() || !call.name().startsWith("Describe") ? reply : without(hidden, reply);
    }

    private static List<String> snapshots(PeerCall call, PeerReply made, PeerHandler next) throws IOException {
        String image = Xml.of(made).first("imageId");
        return Xml.of(next.answer(call.ask("DescribeImages", Map.of("ImageId.1", image))))
                .all(SNAPSHOT);
    }

    private static PeerReply without(List<String> hidden, PeerReply reply) {
        Xml xml = Xml.of(reply);
        for (Element device : xml.items("blockDeviceMapping")) {
            Xml.find(device, SNAPSHOT)
                    .filter(snapshot ->
                            hidden.contains(snapshot.getTextContent().strip()))
                    .ifPresent(Xml::remove);
        }
        for (Kind kind : KINDS) {
            for (Element item : xml.items(kind.list())) {
                if (hidden.contains(Xml.text(item, kind.element()))) {
                    Xml.remove(item);
                }
            }
        }
        xml.items("reservationSet").stream()
                .filter(reservation -> Xml.items(reservation, "instancesSet").isEmpty())
                .forEach(Xml::remove);
        return xml.to(reply);
    }
}
