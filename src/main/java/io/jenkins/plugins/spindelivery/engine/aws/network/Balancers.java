package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** Makes and changes load balancers, without their listeners. */
final class Balancers {
    private Balancers() {}

    /** Makes those that are not there, and makes the others what they are to be. */
    static void write(List<BalancerSpec> specs, Writing writing) {
        for (BalancerSpec spec : specs) {
            Optional<LoadBalancer> there = writing.live().balancer(spec.name());
            if (there.isPresent()) {
                change(spec, there.get(), writing);
            } else {
                make(spec, writing);
            }
        }
    }

    private static void make(BalancerSpec spec, Writing writing) {
        List<String> subnets = BalancerDiff.subnets(spec, writing.live());
        List<String> groups = groups(spec, writing);
        Writing.look(() -> {
            LoadBalancer made = writing.region()
                    .loadBalancing()
                    .createLoadBalancer(request -> request.name(spec.name())
                            .type(spec.facts().getOrDefault(BalancerFacts.TYPE, BalancerFacts.APPLICATION))
                            .scheme(spec.facts().get(BalancerFacts.SCHEME))
                            .ipAddressType(spec.facts().get(BalancerFacts.ADDRESSES))
                            .subnets(subnets)
                            .securityGroups(groups)
                            .tags(Writing.balancing(writing.tags(spec.tags()))))
                    .loadBalancers()
                    .get(0);
            Attributes.ofBalancer(writing.region().loadBalancing(), made.loadBalancerArn(), spec.attributes());
        });
    }

    /** {@code null} when nothing is said, so that AWS chooses. */
    private static List<String> groups(BalancerSpec spec, Writing writing) {
        if (spec.securityGroups() == null) {
            return null;
        }
        List<String> groups = BalancerDiff.groups(spec, writing.live());
        groups.forEach(NotYet::there);
        return groups;
    }

    private static void change(BalancerSpec spec, LoadBalancer balancer, Writing writing) {
        String arn = balancer.loadBalancerArn();
        LiveNetwork live = writing.live();
        BalancerDiff diff = BalancerDiff.of(spec, balancer, live.attributesOfBalancer(arn), live.tags(arn), live);
        ElasticLoadBalancingV2Client client = writing.region().loadBalancing();
        if (diff.has(BalancerFacts.SUBNETS)) {
            List<String> subnets = BalancerDiff.subnets(spec, live);
            client.setSubnets(request -> request.loadBalancerArn(arn).subnets(subnets));
        }
        if (diff.has(BalancerFacts.GROUPS)) {
            List<String> groups = groups(spec, writing);
            client.setSecurityGroups(request -> request.loadBalancerArn(arn).securityGroups(groups));
        }
        if (diff.has(BalancerFacts.ADDRESSES)) {
            client.setIpAddressType(request ->
                    request.loadBalancerArn(arn).ipAddressType(spec.facts().get(BalancerFacts.ADDRESSES)));
        }
        Attributes.ofBalancer(client, arn, diff.attributes());
        if (!diff.tags().isEmpty()) {
            client.addTags(request -> request.resourceArns(arn).tags(Writing.balancing(diff.tags())));
        }
    }
}
