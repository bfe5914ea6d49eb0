package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.Map;

/**
 * A target group as it is to be.
 *
 * @param name unlike any other's in the account and region
 * @param vpc id or {@code Name}; {@code null} for the region's default VPC
 * @param facts what is said of it, see {@link TargetGroupFacts}
 * @param attributes to be so; others stay
 * @param tags to be there; others stay
 * @param adopt whether it may be changed although it was not made by us
 */
record TargetGroupSpec(
        String name,
        String vpc,
        Map<String, String> facts,
        Map<String, String> attributes,
        Map<String, String> tags,
        boolean adopt) {

    /** Lambda functions are in no VPC. */
    boolean isInVpc() {
        return !"lambda".equals(facts.get(TargetGroupFacts.TARGET_TYPE));
    }
}
