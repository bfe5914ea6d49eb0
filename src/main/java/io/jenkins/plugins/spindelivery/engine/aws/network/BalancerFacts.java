package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** What there is to say of a load balancer itself, as texts by the names of the description's fields. */
final class BalancerFacts {
    static final String TYPE = "type";
    static final String SCHEME = "scheme";
    static final String ADDRESSES = "ipAddressType";
    static final String SUBNETS = "subnets";
    static final String GROUPS = "securityGroups";
    static final String VPC = "vpc";
    static final String APPLICATION = "application";
    static final String DELETION_PROTECTION = "deletion_protection.enabled";

    /** What AWS can't change in a balancer that is there. */
    static final Set<String> FIXED = Set.of(TYPE, SCHEME, VPC);

    private BalancerFacts() {}

    /** What a description says. */
    static Map<String, String> read(Section section) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, TYPE, section.word(TYPE, List.of(APPLICATION, "network")));
        put(facts, SCHEME, section.word(SCHEME, List.of("internet-facing", "internal")));
        put(facts, ADDRESSES, section.word(ADDRESSES, List.of("ipv4", "dualstack", "dualstack-without-public-ipv4")));
        return facts;
    }

    /** What AWS says. */
    static Map<String, String> of(LoadBalancer balancer) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, TYPE, balancer.typeAsString());
        put(facts, SCHEME, balancer.schemeAsString());
        put(facts, ADDRESSES, balancer.ipAddressTypeAsString());
        put(facts, VPC, balancer.vpcId());
        facts.put(
                SUBNETS,
                joined(balancer.availabilityZones().stream()
                        .map(AvailabilityZone::subnetId)
                        .toList()));
        facts.put(GROUPS, joined(balancer.securityGroups()));
        return facts;
    }

    /** Ids whose order means nothing. */
    static String joined(List<String> ids) {
        return String.join(" ", new TreeSet<>(ids));
    }

    private static void put(Map<String, String> facts, String key, String value) {
        if (value != null) {
            facts.put(key, value);
        }
    }
}
