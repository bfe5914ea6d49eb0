package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;

/**
 * Versions of launch templates can be deleted, all but the default one, and the latest one is the latest of those that are
 * left. Their numbers are not given again.
 */
final class TemplateVersions implements PeerRule {
    private static final String ID = "LaunchTemplateId";
    private static final String NAME = "LaunchTemplateName";
    private static final String VERSION = "LaunchTemplateVersion";

    private final Map<String, Set<String>> deleted = new HashMap<>();

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "ec2:DeleteLaunchTemplateVersions" -> delete(call, next);
            case "ec2:DescribeLaunchTemplateVersions" -> deleted.isEmpty() ? next.answer(call) : describe(call, next);
            case "ec2:DescribeLaunchTemplates" -> deleted.isEmpty() ? next.answer(call) : templates(call, next);
            default -> next.answer(call);
        };
    }

    private static String key(PeerCall call, Element about) {
        return call.region() + " " + Xml.text(about, "launchTemplateId");
    }

    private boolean lives(PeerCall call, Element version) {
        return !deleted.getOrDefault(key(call, version), Set.of()).contains(Xml.text(version, "versionNumber"));
    }

    /** All versions of the template that a call is about, as moto has them. */
    private static PeerReply all(PeerCall call, PeerHandler next) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("MaxResults", "100000"));
        for (String key : List.of(ID, NAME)) {
            if (call.parameters().containsKey(key)) {
                fields.put(key, call.parameter(key));
            }
        }
        return next.answer(call.ask("DescribeLaunchTemplateVersions", fields));
    }

    private PeerReply delete(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = all(call, next);
        if (!reply.ok()) {
            return reply;
        }
        List<Element> versions = Xml.of(reply).items("launchTemplateVersionSet").stream()
                .filter(version -> lives(call, version))
                .toList();
        StringBuilder done = new StringBuilder();
        StringBuilder failed = new StringBuilder();
        for (String number : call.list(VERSION)) {
            String item = "<launchTemplateId>" + Xml.escape(call.parameter(ID)) + "</launchTemplateId><versionNumber>"
                    + number + "</versionNumber>";
            Optional<Element> version = versions.stream()
                    .filter(each -> Xml.text(each, "versionNumber").equals(number))
                    .findFirst();
            if (version.isEmpty()) {
                failed.append(failure(item, "launchTemplateVersionDoesNotExist", "There is no such version."));
            } else if (Xml.text(version.get(), "defaultVersion").equals("true")) {
                failed.append(failure(item, "unexpectedError", "The default version can't be deleted."));
            } else {
                deleted.computeIfAbsent(key(call, version.get()), first -> new TreeSet<>())
                        .add(number);
                done.append("<item>" + item + "</item>");
            }
        }
        return PeerReply.xml("<DeleteLaunchTemplateVersionsResponse><requestId>peer</requestId>"
                + "<successfullyDeletedLaunchTemplateVersionSet>" + done
                + "</successfullyDeletedLaunchTemplateVersionSet><unsuccessfullyDeletedLaunchTemplateVersionSet>"
                + failed + "</unsuccessfullyDeletedLaunchTemplateVersionSet></DeleteLaunchTemplateVersionsResponse>");
    }

    private static String failure(String item, String code, String message) {
        return "<item>" + item + "<responseError><code>" + code + "</code><message>" + message
                + "</message></responseError></item>";
    }

    private PeerReply describe(PeerCall call, PeerHandler next) throws IOException {
        PeerReply all = all(call, next);
        if (!all.ok()) {
            return next.answer(call);
        }
        List<Element> versions = Xml.of(all).items("launchTemplateVersionSet");
        String latest = latest(call, versions);
        PeerCall asked = call;
        for (int i = 1; call.parameters().containsKey(VERSION + "." + i); i++) {
            String wanted = call.parameter(VERSION + "." + i);
            if (wanted.equals("$Latest")) {
                asked = asked.with(VERSION + "." + i, latest);
            } else if (versions.stream()
                    .anyMatch(version -> Xml.text(version, "versionNumber").equals(wanted) && !lives(call, version))) {
                return PeerReply.refused(
                        call,
                        "InvalidLaunchTemplateId.VersionNotFound",
                        "Could not find launch template version " + wanted);
            }
        }
        PeerReply reply = next.answer(asked);
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        xml.items("launchTemplateVersionSet").stream()
                .filter(version -> !lives(call, version))
                .forEach(Xml::remove);
        return xml.to(reply);
    }

    private String latest(PeerCall call, List<Element> versions) {
        return versions.stream()
                .filter(version -> lives(call, version))
                .map(version -> Integer.valueOf(Xml.text(version, "versionNumber")))
                .max(Comparator.naturalOrder())
                .map(String::valueOf)
                .orElse("");
    }

    private PeerReply templates(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        for (Element template : xml.items("launchTemplates")) {
            String id = Xml.text(template, "launchTemplateId");
            if (deleted.containsKey(key(call, template))) {
                PeerReply versions =
                        next.answer(call.ask("DescribeLaunchTemplateVersions", Map.of(ID, id, "MaxResults", "100000")));
                xml.set(
                        template,
                        "latestVersionNumber",
                        latest(call, Xml.of(versions).items("launchTemplateVersionSet")));
            }
        }
        return xml.to(reply);
    }
}
