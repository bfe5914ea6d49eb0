package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * What all writes have in common: the clients, what is there, and the tags of what is made.
 *
 * @param region the clients
 * @param live what is there
 * @param operation the tag of all that this run makes
 */
record Writing(AwsRegion region, LiveNetwork live, String operation) {
    /** What AWS answers when something is there already that it did not show, or is gone already that it did. */
    private static final Set<String> DONE = Set.of(
            "InvalidPermission.Duplicate",
            "InvalidPermission.NotFound",
            "DuplicateLoadBalancerName",
            "DuplicateTargetGroupName",
            "DuplicateListener",
            "InvalidGroup.Duplicate",
            "PriorityInUse");

    /** The tags of something new. */
    Map<String, String> tags(Map<String, String> said) {
        Map<String, String> tags = new LinkedHashMap<>(said);
        tags.put(AwsTags.OPERATION, operation);
        return tags;
    }

    /** Tags as the load balancers' service wants them. */
    static List<Tag> balancing(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** Tags as EC2 wants them. */
    static List<software.amazon.awssdk.services.ec2.model.Tag> ec2(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> software.amazon.awssdk.services.ec2.model.Tag.builder()
                        .key(tag.getKey())
                        .value(tag.getValue())
                        .build())
                .toList();
    }

    /**
     * Does a write whose outcome may be there already, because an earlier move was cut off or someone else was faster.
     *
     * @throws NotYet when AWS says so: another look tells what is left to do
     */
    static void look(Runnable write) {
        try {
            write.run();
        } catch (AwsFault e) {
            if (DONE.contains(e.code())) {
                throw new NotYet(e.code());
            }
            throw e;
        }
    }
}
