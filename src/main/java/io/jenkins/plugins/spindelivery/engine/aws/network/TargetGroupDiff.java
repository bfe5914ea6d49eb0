package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * What has to change in a target group; empty when nothing has.
 *
 * @param facts what is said and is otherwise
 * @param attributes to be set
 * @param tags to be set
 */
record TargetGroupDiff(List<Difference> facts, Map<String, String> attributes, Map<String, String> tags) {

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
    static TargetGroupDiff of(
            TargetGroupSpec spec, TargetGroup live, Map<String, String> attributes, Map<String, String> tags, Ids ids) {
        Map<String, String> desired = new LinkedHashMap<>(spec.facts());
        if (spec.isInVpc() && spec.vpc() != null) {
            desired.put(TargetGroupFacts.VPC, ids.vpc(spec.vpc()));
        }
        return new TargetGroupDiff(
                Difference.between(desired, TargetGroupFacts.of(live)),
                Difference.changes(spec.attributes(), attributes),
                Difference.changes(spec.tags(), tags));
    }

    /** What AWS can't change. */
    List<Difference> fixed() {
        return Difference.about(TargetGroupFacts.FIXED, facts);
    }

    boolean isEmpty() {
        return facts.isEmpty() && attributes.isEmpty() && tags.isEmpty();
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
