package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * What has to change in a load balancer itself; empty when nothing has.
 *
 * @param facts what is said and is otherwise
 * @param fixed those of them that AWS can't change
 * @param attributes to be set
 * @param tags to be set
 */
record BalancerDiff(
        List<Difference> facts, List<Difference> fixed, Map<String, String> attributes, Map<String, String> tags) {

    /**
     * Compares.
     *
     * @param spec how it is to be
     * @param live how it is
     * @param attributes its attributes
     * @param tags its tags
     * @param ids what names stand for
     * @return what differs
     */
    static BalancerDiff of(
            BalancerSpec spec, LoadBalancer live, Map<String, String> attributes, Map<String, String> tags, Ids ids) {
        Map<String, String> desired = new LinkedHashMap<>(spec.facts());
        if (spec.vpc() != null) {
            desired.put(BalancerFacts.VPC, ids.vpc(spec.vpc()));
        }
        if (spec.subnets() != null) {
            desired.put(BalancerFacts.SUBNETS, BalancerFacts.joined(subnets(spec, ids)));
        }
        if (spec.securityGroups() != null) {
            desired.put(BalancerFacts.GROUPS, BalancerFacts.joined(groups(spec, ids)));
        }
        List<Difference> facts = Difference.between(desired, BalancerFacts.of(live));
        Set<String> fixed = new HashSet<>(BalancerFacts.FIXED);
        if (!BalancerFacts.APPLICATION.equals(live.typeAsString())
                && live.securityGroups().isEmpty()) {
            // A network balancer that was made without groups can never have any.
            fixed.add(BalancerFacts.GROUPS);
        }
        return new BalancerDiff(
                facts,
                Difference.about(fixed, facts),
                Difference.changes(spec.attributes(), attributes),
                Difference.changes(spec.tags(), tags));
    }

    /** The subnets' ids. */
    static List<String> subnets(BalancerSpec spec, Ids ids) {
        return spec.subnets().stream()
                .map(subnet -> ids.subnet(spec.vpc(), subnet))
                .toList();
    }

    /** The groups' ids. */
    static List<String> groups(BalancerSpec spec, Ids ids) {
        return spec.securityGroups().stream()
                .map(group -> ids.group(spec.vpc(), group))
                .toList();
    }

    boolean isEmpty() {
        return facts.isEmpty() && attributes.isEmpty() && tags.isEmpty();
    }

    /** Whether something of this name differs. */
    boolean has(String what) {
        return facts.stream().anyMatch(difference -> difference.what().equals(what));
    }

    /** For people, a line for each change. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        facts.forEach(difference -> lines.add(difference.line()));
        attributes.forEach((key, value) -> lines.add("attribute " + key + ": " + value));
        tags.forEach((key, value) -> lines.add("tag " + key + ": " + value));
        return lines;
    }
}
