package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Map;

/**
 * A load balancer as it is to be.
 *
 * @param name unlike any other's in the account and region
 * @param facts what is said of type, scheme and kind of addresses, see {@link BalancerFacts}
 * @param vpc where groups are looked up that are named; id or {@code Name}; {@code null} for the default VPC
 * @param subnets ids or {@code Name}s; {@code null} when nothing is said
 * @param securityGroups ids or names; {@code null} when nothing is said
 * @param attributes to be so; others stay
 * @param listeners {@code null} when they are to be left alone
 * @param keepOtherListeners whether listeners that are not named stay
 * @param tags to be there; others stay
 * @param adopt whether it may be changed although it was not made by us
 */
record BalancerSpec(
        String name,
        Map<String, String> facts,
        String vpc,
        List<String> subnets,
        List<String> securityGroups,
        Map<String, String> attributes,
        List<ListenerSpec> listeners,
        boolean keepOtherListeners,
        Map<String, String> tags,
        boolean adopt) {}
