package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Map;

/**
 * A security group as it is to be.
 *
 * @param name unlike any other's in its VPC
 * @param vpc id or {@code Name}; {@code null} for the region's default VPC
 * @param description {@code null} when nothing is said
 * @param ingress {@code null} when such rules are to be left alone
 * @param egress {@code null} when such rules are to be left alone
 * @param keepOtherRules whether rules that are not named stay
 * @param tags to be there; others stay
 * @param adopt whether it may be changed although it was not made by us
 */
record GroupSpec(
        String name,
        String vpc,
        String description,
        List<GroupRule> ingress,
        List<GroupRule> egress,
        boolean keepOtherRules,
        Map<String, String> tags,
        boolean adopt) {}
