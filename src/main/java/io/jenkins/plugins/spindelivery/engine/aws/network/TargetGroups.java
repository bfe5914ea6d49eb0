package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Makes and changes target groups. */
final class TargetGroups {
    private TargetGroups() {}

    /** Makes those that are not there, and makes the others what they are to be. */
    static void write(List<TargetGroupSpec> specs, Writing writing) {
        for (TargetGroupSpec spec : specs) {
            Optional<TargetGroup> there = writing.live().liveTargetGroup(spec.name());
            if (there.isPresent()) {
                change(spec, there.get(), writing);
            } else {
                make(spec, writing);
            }
        }
    }

    private static void make(TargetGroupSpec spec, Writing writing) {
        String vpc = spec.isInVpc() ? writing.live().vpc(spec.vpc()) : null;
        Writing.look(() -> {
            TargetGroup made = writing.region()
                    .loadBalancing()
                    .createTargetGroup(TargetGroupFacts.create(spec, vpc)
                            .tags(Writing.balancing(writing.tags(spec.tags())))
                            .build())
                    .targetGroups()
                    .get(0);
            Attributes.ofTargetGroup(writing.region().loadBalancing(), made.targetGroupArn(), spec.attributes());
        });
    }

    private static void change(TargetGroupSpec spec, TargetGroup group, Writing writing) {
        String arn = group.targetGroupArn();
        LiveNetwork live = writing.live();
        TargetGroupDiff diff = TargetGroupDiff.of(spec, group, live.attributesOfTargetGroup(arn), live.tags(arn), live);
        ElasticLoadBalancingV2Client client = writing.region().loadBalancing();
        if (!diff.facts().isEmpty()) {
            client.modifyTargetGroup(TargetGroupFacts.modify(spec, arn));
        }
        Attributes.ofTargetGroup(client, arn, diff.attributes());
        if (!diff.tags().isEmpty()) {
            client.addTags(request -> request.resourceArns(arn).tags(Writing.balancing(diff.tags())));
        }
    }
}
