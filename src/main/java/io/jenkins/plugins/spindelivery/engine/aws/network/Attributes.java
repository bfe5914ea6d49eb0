package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** Sets attributes of load balancers and target groups; those that are not named stay. */
final class Attributes {
    private Attributes() {}

    /** Sets a balancer's attributes, by AWS' names; an empty map asks nothing of AWS. */
    static void ofBalancer(ElasticLoadBalancingV2Client client, String arn, Map<String, String> attributes) {
        if (!attributes.isEmpty()) {
            List<LoadBalancerAttribute> all = list(attributes, (key, value) -> LoadBalancerAttribute.builder()
                    .key(key)
                    .value(value)
                    .build());
            client.modifyLoadBalancerAttributes(
                    request -> request.loadBalancerArn(arn).attributes(all));
        }
    }

    /** Sets a target group's attributes, by AWS' names; an empty map asks nothing of AWS. */
    static void ofTargetGroup(ElasticLoadBalancingV2Client client, String arn, Map<String, String> attributes) {
        if (!attributes.isEmpty()) {
            List<TargetGroupAttribute> all = list(
                    attributes,
                    (key, value) ->
                            TargetGroupAttribute.builder().key(key).value(value).build());
            client.modifyTargetGroupAttributes(
                    request -> request.targetGroupArn(arn).attributes(all));
        }
    }

    private static <T> List<T> list(Map<String, String> attributes, BiFunction<String, String, T> attribute) {
        return attributes.entrySet().stream()
                .map(each -> attribute.apply(each.getKey(), each.getValue()))
                .toList();
    }
}
