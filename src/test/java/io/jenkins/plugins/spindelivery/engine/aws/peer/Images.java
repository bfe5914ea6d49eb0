package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * Images: names are legal and unique among the account's own in a region; they are pending for a while and then available or
 * failed; what is not available can't be launched or copied; they can be deprecated.
 */
final class Images implements PeerRule {
    /** As the reference of CreateImage has it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}");

    private final Settings settings;
    private final Delay.Marks pending;
    private final Map<String, String> failed = new HashMap<>();
    private final Map<String, String> deprecated = new HashMap<>();
    private final Set<String> deregistered = new HashSet<>();

    Images(Settings settings) {
        this.settings = settings;
        this.pending = settings.delay().marks();
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "ec2:CreateImage", "ec2:RegisterImage", "ec2:CopyImage" -> make(call, next);
            case "ec2:RunInstances" -> PeerRule.unless(
                    launchable(call, call.parameter("ImageId")), () -> next.answer(call));
            case "ec2:DescribeImages" -> describe(call, next);
            case "ec2:DescribeSnapshots" -> snapshots(call, next);
            case "ec2:DeregisterImage" -> deregister(call, next);
            case "ec2:DescribeImageAttribute" -> PeerRule.unless(
                    gone(call, call.parameter("ImageId")), () -> next.answer(call));
            case "ec2:EnableImageDeprecation", "ec2:DisableImageDeprecation" -> deprecate(call, next);
            default -> next.answer(call);
        };
    }

    /** Why an image can't be launched or copied; empty when it can, or moto knows why not. */
    Optional<PeerReply> launchable(PeerCall call, String image) {
        if (deregistered.contains(image)) {
            return gone(call, image);
        }
        if (pending.goesOn(image) || failed.containsKey(image)) {
            return Optional.of(PeerReply.refused(
                    call,
                    "InvalidAMIID.Unavailable",
                    "The image ID '" + image + "' is not available: its state is '" + state(image) + "'"));
        }
        return Optional.empty();
    }

    private Optional<PeerReply> gone(PeerCall call, String image) {
        return deregistered.contains(image)
                ? Optional.of(PeerReply.refused(
                        call, "InvalidAMIID.Unavailable", "The image ID '" + image + "' is no longer available"))
                : Optional.empty();
    }

    private PeerReply make(PeerCall call, PeerHandler next) throws IOException {
        String name = call.parameter("Name");
        if (!NAME.matcher(name).matches()) {
            return PeerReply.refused(
                    call,
                    "InvalidAMIName.Malformed",
                    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, "
                            + "'(', ')', '.', '-', '/' and '_'");
        }
        Xml same = Xml.of(next.answer(call.ask(
                "DescribeImages", Map.of("Owner.1", "self", "Filter.1.Name", "name", "Filter.1.Value.1", name))));
        Optional<Element> other = same.items("imagesSet").stream()
                .filter(image -> Xml.text(image, "name").equals(name))
                .findFirst();
        if (other.isPresent()) {
            return PeerReply.refused(
                    call,
                    "InvalidAMIName.Duplicate",
                    "AMI name " + name + " is already in use by AMI " + Xml.text(other.get(), "imageId"));
        }
        Optional<PeerReply> refused = launchable(call, call.parameter("SourceImageId"));
        if (refused.isPresent()) {
            return refused.get();
        }
        PeerReply reply = next.answer(call);
        if (reply.ok()) {
            String id = Xml.of(reply).first("imageId");
            pending.begin(id);
            settings.imageFailure(name).ifPresent(reason -> failed.put(id, reason));
        }
        return reply;
    }

    private String state(String image) {
        return pending.goesOn(image) ? "pending" : failed.containsKey(image) ? "failed" : "available";
    }

    private PeerReply describe(PeerCall call, PeerHandler next) throws IOException {
        Filters filters = Filters.of(call);
        PeerReply reply = next.answer(filters.without("state"));
        if (!reply.ok()) {
            return reply;
        }
        Optional<List<String>> wanted = filters.values("state");
        Xml xml = Xml.of(reply);
        for (Element image : xml.items("imagesSet")) {
            String id = Xml.text(image, "imageId");
            if (!Xml.text(image, "imageState").equals("disabled")) {
                xml.set(image, "imageState", state(id));
            }
            if (state(id).equals("failed")) {
                Element reason = xml.add(image, "stateReason");
                xml.set(reason, "code", "Client.InternalError");
                xml.set(reason, "message", failed.get(id));
            }
            if (deprecated.containsKey(id)) {
                xml.set(image, "deprecationTime", deprecated.get(id));
            }
            if (wanted.isPresent() && !wanted.get().contains(Xml.text(image, "imageState"))) {
                Xml.remove(image);
            }
        }
        return xml.to(reply);
    }

    /** moto tells of all snapshots, those of the public images too, whoever's are asked for. */
    private static PeerReply snapshots(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        List<String> owners = call.list("Owner").stream()
                .map(owner -> owner.equals("self") ? call.account() : owner)
                .toList();
        if (!reply.ok() || owners.isEmpty()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        xml.items("snapshotSet").stream()
                .filter(snapshot -> !owners.contains(Xml.text(snapshot, "ownerId")))
                .forEach(Xml::remove);
        return xml.to(reply);
    }

    private PeerReply deregister(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        if (reply.ok()) {
            deregistered.add(call.parameter("ImageId"));
        }
        return reply;
    }

    private PeerReply deprecate(PeerCall call, PeerHandler next) throws IOException {
        String id = call.parameter("ImageId");
        PeerReply found = next.answer(call.ask("DescribeImages", Map.of("ImageId.1", id)));
        if (!found.ok() || deregistered.contains(id)) {
            return PeerReply.refused(call, "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
        }
        if (call.name().startsWith("Enable")) {
            deprecated.put(id, call.parameter("DeprecateAt"));
        } else {
            deprecated.remove(id);
        }
        return PeerReply.xml("<" + call.name() + "Response><requestId>peer</requestId><return>true</return></"
                + call.name() + "Response>");
    }
}
