package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads descriptions, strictly: a field that does not exist is an error. {@code docs/aws-network.md} has the fields. */
final class DescriptionReader {
    private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 30, 20_000, 100);
    private static final int MOST_PROBLEMS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern BALANCER_NAME =
            Pattern.compile("(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?");

    private final List<Problem> problems = new ArrayList<>();
    private final List<GroupSpec> groups = new ArrayList<>();
    private final List<TargetGroupSpec> targetGroups = new ArrayList<>();
    private final List<BalancerSpec> balancers = new ArrayList<>();
    private final boolean onlyGroups;

    /** What a document says for all that is in it. */
    record Common(String vpc, Map<String, String> tags, boolean adopt) {}

    private DescriptionReader(boolean onlyGroups) {
        this.onlyGroups = onlyGroups;
    }

    /**
     * Reads a description.
     *
     * @param sourceName the file or URL as the user knows it, for messages
     * @param content YAML or JSON, any number of documents, at most 1 MiB
     * @param onlyGroups whether it may be about security groups alone
     * @return what it asks for
     * @throws ProblemException of category INPUT with everything that is wrong
     */
    static NetworkDescription read(String sourceName, byte[] content, boolean onlyGroups) {
        DescriptionReader reader = new DescriptionReader(onlyGroups);
        List<YamlDocument> documents = YamlReader.documents(sourceName, content, LIMITS).stream()
                .filter(document -> !document.root().isNull())
                .toList();
        documents.forEach(document -> reader.document(Section.of(document, reader.problems)));
        if (documents.isEmpty()) {
            reader.problems.add(Problem.of("aws.network-empty", sourceName));
        }
        if (!reader.problems.isEmpty()) {
            throw new ProblemException(
                    Category.INPUT,
                    reader.problems.stream().limit(MOST_PROBLEMS).toList());
        }
        return new NetworkDescription(reader.groups, reader.targetGroups, reader.balancers);
    }

    private void document(Section root) {
        Common common = new Common(root.text("vpc"), tags(root), root.flag("adopt"));
        List<Section> described = list(root.sections("securityGroups"));
        described.forEach(section -> groups.add(new GroupReader(section).read(common)));
        unique(
                described,
                groups.stream().map(group -> group.name() + " " + group.vpc()).toList());
        if (onlyGroups && (root.has("targetGroups") || root.has("loadBalancers"))) {
            root.wrong(root.has("targetGroups") ? "targetGroups" : "loadBalancers", "aws.network-only-groups");
            return;
        }
        List<Section> targets = list(root.sections("targetGroups"));
        targets.forEach(section -> targetGroups.add(targetGroup(section, common)));
        unique(targets, targetGroups.stream().map(TargetGroupSpec::name).toList());
        List<Section> balanced = list(root.sections("loadBalancers"));
        balanced.forEach(section -> balancers.add(new BalancerReader(section).read(common)));
        unique(balanced, balancers.stream().map(BalancerSpec::name).toList());
        if (described.isEmpty() && targets.isEmpty() && balanced.isEmpty()) {
            root.wrong("securityGroups", "aws.network-nothing");
        }
        root.end();
    }

    private static List<Section> list(List<Section> sections) {
        return sections == null ? List.of() : sections;
    }

    /** The sections are the last ones of the names. */
    private static void unique(List<Section> sections, List<String> names) {
        Set<String> seen = new HashSet<>(names.subList(0, names.size() - sections.size()));
        for (int i = 0; i < sections.size(); i++) {
            String name = names.get(names.size() - sections.size() + i);
            if (!seen.add(name)) {
                sections.get(i).wrong("name", "aws.network-twice", name.split(" ")[0]);
            }
        }
    }

    private Map<String, String> tags(Section root) {
        Map<String, String> tags = new LinkedHashMap<>(tagsOf(root));
        String application = root.text("application");
        String stack = root.text("stack");
        String detail = root.text("detail");
        if (application == null) {
            if (stack != null || detail != null) {
                root.wrong(stack != null ? "stack" : "detail", "aws.network-no-application");
            }
            return tags;
        }
        try {
            ServerGroupName name =
                    new ServerGroupName(application, stack == null ? "" : stack, detail == null ? "" : detail, -1);
            tags.put(AwsTags.APPLICATION, application);
            if (stack != null || detail != null) {
                tags.put(AwsTags.CLUSTER, name.cluster());
            }
        } catch (IllegalArgumentException e) {
            root.wrong("application", "aws.network-moniker");
        }
        return tags;
    }

    /** Tags as they are written, checked by AWS' rules for them. */
    static Map<String, String> tagsOf(Section section) {
        Map<String, String> tags = section.texts("tags");
        tags.forEach((key, value) -> {
            if (key.isBlank() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                section.wrong("tags", "aws.network-tag", key, LONGEST_KEY, LONGEST_VALUE);
            } else if (key.startsWith("aws:") || key.startsWith(AwsTags.PREFIX)) {
                section.wrong("tags", "aws.network-tag-reserved", key);
            }
        });
        return tags;
    }

    /** The document's tags, and those of one thing, which go before them. */
    static Map<String, String> tags(Section section, Common common) {
        Map<String, String> tags = new LinkedHashMap<>(common.tags());
        tags.putAll(tagsOf(section));
        return tags;
    }

    /** A name of a balancer or a target group, for which AWS has the same rules. */
    static String name(Section section) {
        String name = section.required("name");
        if (!name.isEmpty() && !BALANCER_NAME.matcher(name).matches()) {
            section.wrong("name", "aws.network-name", name);
        }
        return name;
    }

    /** The own VPC, or the document's. */
    static String vpc(Section section, Common common) {
        String own = section.text("vpc");
        return own == null ? common.vpc() : own;
    }

    private static TargetGroupSpec targetGroup(Section section, Common common) {
        String name = name(section);
        Map<String, String> facts = TargetGroupFacts.read(section);
        Map<String, String> attributes = section.texts("attributes");
        Integer delay = section.number("deregistrationDelay", 0, 3600);
        if (delay != null) {
            attributes.put(TargetGroupFacts.DEREGISTRATION_DELAY, String.valueOf(delay));
        }
        TargetGroupSpec spec = new TargetGroupSpec(
                name,
                vpc(section, common),
                facts,
                attributes,
                tags(section, common),
                section.flag("adopt") || common.adopt());
        section.end();
        return spec;
    }
}
