package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.network.ActionSpec.Share;
import io.jenkins.plugins.spindelivery.engine.aws.network.DescriptionReader.Common;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a load balancer of a description, with its listeners and their rules. */
final class BalancerReader {
    private static final List<String> APPLICATION_PROTOCOLS = List.of("HTTP", "HTTPS");
    private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP");
    private static final Set<String> ENCRYPTED = Set.of("HTTPS", "TLS");
    private static final int LAST_PORT = 65_535;
    private static final int LAST_PRIORITY = 50_000;
    private static final int MOST_WEIGHT = 999;
    private static final int LONGEST_STICKINESS = 604_800;

    /** Fields of a rule's {@code when}, and what AWS calls them. */
    private static final Map<String, String> CONDITIONS = conditions();

    private final Section section;

    BalancerReader(Section section) {
        this.section = section;
    }

    private static Map<String, String> conditions() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("path", "path-pattern");
        names.put("host", "host-header");
        names.put("method", "http-request-method");
        names.put("sourceIp", "source-ip");
        names.put("query", "query-string");
        return names;
    }

    BalancerSpec read(Common common) {
        String name = DescriptionReader.name(section);
        Map<String, String> facts = BalancerFacts.read(section);
        BalancerSpec spec = new BalancerSpec(
                name,
                facts,
                DescriptionReader.vpc(section, common),
                section.list("subnets"),
                section.list("securityGroups"),
                section.texts("attributes"),
                listeners(facts.getOrDefault(BalancerFacts.TYPE, BalancerFacts.APPLICATION)),
                section.flag("keepOtherListeners"),
                DescriptionReader.tags(section, common),
                section.flag("adopt") || common.adopt());
        section.end();
        return spec;
    }

    private List<ListenerSpec> listeners(String type) {
        List<Section> sections = section.sections("listeners");
        if (sections == null) {
            return null;
        }
        List<ListenerSpec> listeners = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        for (Section each : sections) {
            ListenerSpec listener = listener(each, type.equals(BalancerFacts.APPLICATION));
            if (listener.port() > 0 && !ports.add(listener.port())) {
                each.wrong("port", "aws.network-twice", listener.port());
            }
            listeners.add(listener);
        }
        return listeners;
    }

    private static ListenerSpec listener(Section each, boolean application) {
        each.required("port");
        Integer port = each.number("port", 1, LAST_PORT);
        each.required("protocol");
        String protocol = each.word("protocol", application ? APPLICATION_PROTOCOLS : PROTOCOLS.subList(2, 6));
        List<String> certificates = each.list("certificates");
        if (protocol != null && ENCRYPTED.contains(protocol) && (certificates == null || certificates.isEmpty())) {
            each.wrong("certificates", "aws.network-no-certificate", protocol);
        }
        if (protocol != null && !ENCRYPTED.contains(protocol) && certificates != null) {
            each.wrong("certificates", "aws.network-certificate-of", protocol);
        }
        ActionSpec action = action(each, application);
        List<ListenerSpec.Rule> rules = rules(each, application);
        ListenerSpec listener = new ListenerSpec(
                port == null ? 0 : port,
                protocol == null ? "" : protocol,
                certificates,
                each.text("sslPolicy"),
                each.word("alpnPolicy", List.of("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None")),
                action,
                rules,
                each.flag("keepOtherRules"));
        each.end();
        return listener;
    }

    private static List<ListenerSpec.Rule> rules(Section listener, boolean application) {
        List<Section> sections = listener.sections("rules");
        if (sections == null) {
            return null;
        }
        if (!application && !sections.isEmpty()) {
            listener.wrong("rules", "aws.network-rules-of-network");
        }
        List<ListenerSpec.Rule> rules = new ArrayList<>();
        Set<Integer> priorities = new HashSet<>();
        for (Section each : sections) {
            each.required("priority");
            Integer priority = each.number("priority", 1, LAST_PRIORITY);
            if (priority != null && !priorities.add(priority)) {
                each.wrong("priority", "aws.network-twice", priority);
            }
            rules.add(new ListenerSpec.Rule(priority == null ? 0 : priority, when(each), action(each, true)));
            each.end();
        }
        return rules;
    }

    private static Map<String, List<String>> when(Section rule) {
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        Section when = rule.section("when");
        if (when != null) {
            CONDITIONS.forEach((field, name) -> {
                List<String> values = when.list(field);
                if (values != null) {
                    conditions.put(name, values);
                }
            });
            Section headers = when.section("header");
            if (headers != null) {
                headers.names().forEach(header -> conditions.put("http-header:" + header, headers.list(header)));
            }
            when.end();
        }
        if (conditions.isEmpty()) {
            rule.wrong("when", "aws.network-no-condition");
        }
        return conditions;
    }

    private static ActionSpec action(Section from, boolean application) {
        List<String> written = List.of("forward", "redirect", "fixedResponse").stream()
                .filter(from::has)
                .toList();
        if (written.size() != 1) {
            from.wrong("forward", "aws.network-one-action");
            return new ActionSpec.Forward(List.of(), 0);
        }
        if (!application && !written.get(0).equals("forward")) {
            from.wrong(written.get(0), "aws.network-action-of-network");
        }
        return switch (written.get(0)) {
            case "redirect" -> redirect(from.section("redirect"));
            case "fixedResponse" -> fixedResponse(from.section("fixedResponse"));
            default -> forward(from);
        };
    }

    private static ActionSpec forward(Section from) {
        Integer sticky = from.number("stickySeconds", 1, LONGEST_STICKINESS);
        if (from.isText("forward")) {
            return new ActionSpec.Forward(List.of(new Share(from.text("forward"), 1)), sticky == null ? 0 : sticky);
        }
        List<Share> shares = new ArrayList<>();
        for (Section share : from.sections("forward")) {
            String group = share.required("targetGroup");
            Integer weight = share.number("weight", 0, MOST_WEIGHT);
            if (shares.stream().anyMatch(other -> other.targetGroup().equals(group))) {
                share.wrong("targetGroup", "aws.network-twice", group);
            }
            shares.add(new Share(group, weight == null ? 1 : weight));
            share.end();
        }
        if (shares.isEmpty()) {
            from.wrong("forward", "aws.network-one-action");
        }
        return new ActionSpec.Forward(shares, sticky == null ? 0 : sticky);
    }

    private static ActionSpec redirect(Section redirect) {
        String status = redirect.word("status", List.of("HTTP_301", "HTTP_302"));
        ActionSpec action = new ActionSpec.Redirect(
                redirect.word("protocol", APPLICATION_PROTOCOLS),
                redirect.text("port"),
                redirect.text("host"),
                redirect.text("path"),
                redirect.text("query"),
                status == null ? "HTTP_301" : status);
        redirect.end();
        return action;
    }

    private static ActionSpec fixedResponse(Section response) {
        String status = response.required("status");
        if (!status.matches("[245]\\d\\d") && !status.isEmpty()) {
            response.wrong("status", "aws.network-response-status", status);
        }
        String type = response.text("contentType");
        String body = response.text("body");
        response.end();
        return new ActionSpec.FixedResponse(status, type == null ? "text/plain" : type, body == null ? "" : body);
    }
}
