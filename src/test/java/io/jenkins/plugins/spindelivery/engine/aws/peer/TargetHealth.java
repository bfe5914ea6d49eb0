package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Targets are initial for a while and then healthy or, where they shall be, unhealthy; they drain when they are deregistered.
 * To deregister what is not registered is no error.
 */
final class TargetHealth implements PeerRule {
    private final Settings settings;
    private final Delay.Marks initial;
    private final Delay.Marks draining;
    private final Map<String, String> drainingPorts = new HashMap<>();

    TargetHealth(Settings settings) {
        this.settings = settings;
        this.initial = settings.delay().marks();
        this.draining = settings.delay().marks();
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "elasticloadbalancing:RegisterTargets" -> register(call, next);
            case "elasticloadbalancing:DeregisterTargets" -> deregister(call, next);
            case "elasticloadbalancing:DescribeTargetHealth" -> describe(call, next);
            default -> next.answer(call);
        };
    }

    private static String key(PeerCall call, String target) {
        return call.parameter("TargetGroupArn") + " " + target;
    }

    private static List<String> targets(PeerCall call) {
        List<String> found = new ArrayList<>();
        for (int i = 1; call.parameters().containsKey("Targets.member." + i + ".Id"); i++) {
            found.add(call.parameter("Targets.member." + i + ".Id"));
        }
        return found;
    }

    /** The ports of a target group's registered targets, by their ids; none when there is no such group. */
    static Map<String, String> registered(PeerCall call, String arn, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(
                call.ask("elasticloadbalancing", call.region(), "DescribeTargetHealth", Map.of("TargetGroupArn", arn)));
        Map<String, String> found = new LinkedHashMap<>();
        if (reply.ok()) {
            for (Element each : Xml.of(reply).items("TargetHealthDescriptions")) {
                Xml.child(each, "Target")
                        .ifPresent(target -> found.put(Xml.text(target, "Id"), Xml.text(target, "Port")));
            }
        }
        return found;
    }

    private PeerReply register(PeerCall call, PeerHandler next) throws IOException {
        Set<String> before =
                registered(call, call.parameter("TargetGroupArn"), next).keySet();
        PeerReply reply = next.answer(call);
        if (reply.ok()) {
            for (String target : targets(call)) {
                draining.forget(key(call, target));
                if (!before.contains(target)) {
                    initial.begin(key(call, target));
                }
            }
        }
        return reply;
    }

    private PeerReply deregister(PeerCall call, PeerHandler next) throws IOException {
        Map<String, String> before = registered(call, call.parameter("TargetGroupArn"), next);
        List<String> there =
                targets(call).stream().filter(before::containsKey).distinct().toList();
        Map<String, String> fields = new LinkedHashMap<>(call.parameters());
        fields.keySet().removeIf(key -> key.startsWith("Targets."));
        for (int i = 0; i < there.size(); i++) {
            fields.put("Targets.member." + (i + 1) + ".Id", there.get(i));
        }
        if (there.isEmpty()) {
            return PeerReply.empty(call);
        }
        PeerReply reply = next.answer(call.with(fields));
        if (reply.ok()) {
            for (String target : there) {
                draining.begin(key(call, target));
                drainingPorts.put(key(call, target), before.get(target));
            }
        }
        return reply;
    }

    private PeerReply describe(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        Map<String, String> images = images(call, next, xml);
        for (Element each : xml.items("TargetHealthDescriptions")) {
            Element target = Xml.child(each, "Target").orElseThrow();
            Element health = Xml.child(each, "TargetHealth").orElseThrow();
            String id = Xml.text(target, "Id");
            Optional<String> fault = settings.sickness(images.getOrDefault(id, ""));
            if (draining.goesOn(key(call, id))) {
                drains(xml, health);
            } else if (Xml.text(health, "State").equals("healthy")) {
                if (initial.goesOn(key(call, id))) {
                    health(xml, health, "initial", "Elb.RegistrationInProgress", "Target registration is in progress");
                } else if (fault.isPresent()) {
                    health(xml, health, "unhealthy", "Target.ResponseCodeMismatch", fault.get());
                }
            }
        }
        if (targets(call).isEmpty()) {
            addDraining(call, xml);
        }
        return xml.to(reply);
    }

    private void addDraining(PeerCall call, Xml xml) {
        Element list = xml.list("TargetHealthDescriptions");
        Set<String> there = Xml.children(list).stream()
                .map(each -> Xml.text(Xml.child(each, "Target").orElseThrow(), "Id"))
                .collect(Collectors.toSet());
        for (String going : draining.going()) {
            String arn = going.substring(0, going.indexOf(' '));
            String id = going.substring(going.indexOf(' ') + 1);
            if (arn.equals(call.parameter("TargetGroupArn")) && !there.contains(id)) {
                Element each = xml.add(list, "member");
                Element target = xml.add(each, "Target");
                xml.set(target, "Id", id);
                xml.set(target, "Port", drainingPorts.get(going));
                drains(xml, xml.add(each, "TargetHealth"));
            }
        }
    }

    private static void drains(Xml xml, Element health) {
        health(xml, health, "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress");
    }

    private static void health(Xml xml, Element health, String state, String reason, String words) {
        xml.set(health, "State", state);
        xml.set(health, "Reason", reason);
        xml.set(health, "Description", words);
    }

    private Map<String, String> images(PeerCall call, PeerHandler next, Xml xml) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element each : xml.items("TargetHealthDescriptions")) {
            String id = Xml.text(Xml.child(each, "Target").orElseThrow(), "Id");
            if (id.startsWith("i-")) {
                fields.put("InstanceId." + (fields.size() + 1), id);
            }
        }
        return fields.isEmpty() || settings.sick().isEmpty() ? Map.of() : images(call, next, fields);
    }

    /** The images of instances, by the instances' ids. */
    static Map<String, String> images(PeerCall call, PeerHandler next, Map<String, String> fields) throws IOException {
        PeerReply reply = next.answer(call.ask("ec2", call.region(), "DescribeInstances", fields));
        Map<String, String> images = new HashMap<>();
        if (reply.ok()) {
            Xml.of(reply)
                    .items("instancesSet")
                    .forEach(each -> images.put(Xml.text(each, "instanceId"), Xml.text(each, "imageId")));
        }
        return images;
    }
}
