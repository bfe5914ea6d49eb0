package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.network.ActionSpec.Forward;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** Makes, changes and removes listeners and their rules. */
final class Listeners {
    private static final Set<String> ENCRYPTED = Set.of("HTTPS", "TLS");

    private Listeners() {}

    /** What has to change in a listener. */
    static ListenerDiff diff(ListenerSpec spec, Listener listener, LiveNetwork live) {
        String arn = listener.listenerArn();
        List<String> certificates =
                ENCRYPTED.contains(listener.protocolAsString()) ? live.moreCertificates(arn) : List.of();
        return ListenerDiff.of(spec, listener, certificates, spec.rules() == null ? List.of() : live.rules(arn), live);
    }

    /** Makes the listeners of balancers what they are to be; what is too many goes last. */
    static void write(List<BalancerSpec> specs, Writing writing) {
        for (BalancerSpec spec : specs) {
            if (spec.listeners() == null) {
                continue;
            }
            LoadBalancer balancer = writing.live().balancer(spec.name()).orElseThrow(() -> new NotYet(spec.name()));
            List<Listener> rest = new ArrayList<>(writing.live().listeners(balancer.loadBalancerArn()));
            for (ListenerSpec each : spec.listeners()) {
                requireTargets(each, writing.live());
                Optional<Listener> there = rest.stream()
                        .filter(listener -> listener.port() == each.port())
                        .findFirst();
                there.ifPresent(rest::remove);
                if (there.isPresent()) {
                    change(each, there.get(), writing);
                } else {
                    make(each, balancer.loadBalancerArn(), spec.tags(), writing);
                }
            }
            if (!spec.keepOtherListeners()) {
                rest.forEach(listener -> writing.region()
                        .loadBalancing()
                        .deleteListener(request -> request.listenerArn(listener.listenerArn())));
            }
        }
    }

    private static void requireTargets(ListenerSpec spec, Ids ids) {
        List<ActionSpec> actions = new ArrayList<>(List.of(spec.action()));
        if (spec.rules() != null) {
            spec.rules().forEach(rule -> actions.add(rule.action()));
        }
        for (ActionSpec action : actions) {
            if (action instanceof Forward forward) {
                forward.shares().forEach(share -> NotYet.there(ids.targetGroup(share.targetGroup())));
            }
        }
    }

    private static void make(ListenerSpec spec, String balancer, Map<String, String> tags, Writing writing) {
        ElasticLoadBalancingV2Client client = writing.region().loadBalancing();
        Writing.look(() -> {
            Listener made = client.createListener(request -> request.loadBalancerArn(balancer)
                            .port(spec.port())
                            .protocol(spec.protocol())
                            .sslPolicy(spec.sslPolicy())
                            .alpnPolicy(spec.alpnPolicy() == null ? null : List.of(spec.alpnPolicy()))
                            .certificates(usual(spec))
                            .defaultActions(Actions.of(spec.action(), writing.live()))
                            .tags(Writing.balancing(writing.tags(tags))))
                    .listeners()
                    .get(0);
            if (spec.certificates() != null) {
                add(
                        client,
                        made.listenerArn(),
                        spec.certificates().subList(1, spec.certificates().size()));
            }
            if (spec.rules() != null) {
                spec.rules().forEach(rule -> add(client, made.listenerArn(), rule, tags, writing));
            }
        });
    }

    private static List<Certificate> usual(ListenerSpec spec) {
        return spec.certificates() == null
                ? null
                : List.of(Certificate.builder()
                        .certificateArn(spec.certificates().get(0))
                        .build());
    }

    private static List<Certificate> certificates(List<String> arns) {
        return arns.stream()
                .map(arn -> Certificate.builder().certificateArn(arn).build())
                .toList();
    }

    private static void add(ElasticLoadBalancingV2Client client, String listener, List<String> certificates) {
        if (!certificates.isEmpty()) {
            client.addListenerCertificates(
                    request -> request.listenerArn(listener).certificates(certificates(certificates)));
        }
    }

    private static void add(
            ElasticLoadBalancingV2Client client,
            String listener,
            ListenerSpec.Rule rule,
            Map<String, String> tags,
            Writing writing) {
        client.createRule(request -> request.listenerArn(listener)
                .priority(rule.priority())
                .conditions(Actions.conditions(rule.conditions()))
                .actions(Actions.of(rule.action(), writing.live()))
                .tags(Writing.balancing(writing.tags(tags))));
    }

    private static void change(ListenerSpec spec, Listener listener, Writing writing) {
        String arn = listener.listenerArn();
        ListenerDiff diff = diff(spec, listener, writing.live());
        ElasticLoadBalancingV2Client client = writing.region().loadBalancing();
        if (!diff.itself().isEmpty()) {
            client.modifyListener(request -> request.listenerArn(arn)
                    .port(spec.port())
                    .protocol(spec.protocol())
                    .sslPolicy(spec.sslPolicy())
                    .alpnPolicy(spec.alpnPolicy() == null ? null : List.of(spec.alpnPolicy()))
                    .certificates(usual(spec))
                    .defaultActions(Actions.of(spec.action(), writing.live())));
        }
        add(client, arn, diff.addCertificates());
        Writing.look(() -> diff.addRules().forEach(rule -> add(client, arn, rule, Map.of(), writing)));
        diff.changeRules()
                .forEach((rule, to) -> client.modifyRule(request -> request.ruleArn(rule)
                        .conditions(Actions.conditions(to.conditions()))
                        .actions(Actions.of(to.action(), writing.live()))));
        diff.removeRules().forEach(rule -> client.deleteRule(request -> request.ruleArn(rule.ruleArn())));
        if (!diff.removeCertificates().isEmpty()) {
            client.removeListenerCertificates(
                    request -> request.listenerArn(arn).certificates(certificates(diff.removeCertificates())));
        }
    }
}
