package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tags of images and their snapshots from the moment they are made, which moto knows for images alone, and not for copies. */
final class Tagging implements PeerRule {

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        if (!call.is("ec2:CreateImage", "ec2:CopyImage")) {
            return next.answer(call);
        }
        Map<String, Map<String, String>> wanted = specifications(call);
        if (call.parameter("CopyImageTags").equals("true")) {
            PeerReply source = next.answer(call.ask(
                    "ec2",
                    call.parameter("SourceRegion"),
                    "DescribeImages",
                    Map.of("ImageId.1", call.parameter("SourceImageId"))));
            wanted.computeIfAbsent("image", any -> new TreeMap<>());
            Xml.of(source).items("tagSet").forEach(tag -> wanted.get("image")
                    .putIfAbsent(Xml.text(tag, "key"), Xml.text(tag, "value")));
        }
        PeerReply reply = next.answer(call.without(key -> key.startsWith("TagSpecification.")));
        if (reply.ok()) {
            String image = Xml.of(reply).first("imageId");
            tag(call, next, image, wanted.getOrDefault("image", Map.of()));
            PeerReply described = next.answer(call.ask("DescribeImages", Map.of("ImageId.1", image)));
            tag(call, next, Xml.of(described).first("snapshotId"), wanted.getOrDefault("snapshot", Map.of()));
        }
        return reply;
    }

    private static void tag(PeerCall call, PeerHandler next, String id, Map<String, String> tags) throws IOException {
        if (tags.isEmpty()) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ResourceId.1", id);
        int i = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            i++;
            fields.put("Tag." + i + ".Key", tag.getKey());
            fields.put("Tag." + i + ".Value", tag.getValue());
        }
        PeerReply reply = next.answer(call.ask("CreateTags", fields));
        if (!reply.ok()) {
            throw new IOException("tags of " + id + ": " + reply.text());
        }
    }

    /** Tags by what they are for, such as {@code image}. */
    private static Map<String, Map<String, String>> specifications(PeerCall call) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        for (int i = 1; call.parameters().containsKey("TagSpecification." + i + ".ResourceType"); i++) {
            String prefix = "TagSpecification." + i + ".";
            Map<String, String> tags =
                    found.computeIfAbsent(call.parameter(prefix + "ResourceType"), any -> new TreeMap<>());
            for (int j = 1; call.parameters().containsKey(prefix + "Tag." + j + ".Key"); j++) {
                tags.put(call.parameter(prefix + "Tag." + j + ".Key"), call.parameter(prefix + "Tag." + j + ".Value"));
            }
        }
        return found;
    }
}
