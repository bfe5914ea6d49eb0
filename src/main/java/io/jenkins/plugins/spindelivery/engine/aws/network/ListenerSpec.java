package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Map;

/**
 * A listener as it is to be; a balancer has one for each port.
 *
 * @param port from 1 to 65535
 * @param protocol such as {@code HTTPS}
 * @param certificates ARNs, the first being the usual one; {@code null} when nothing is said
 * @param sslPolicy {@code null} when nothing is said
 * @param alpnPolicy {@code null} when nothing is said
 * @param action what happens to a request that no rule is about
 * @param rules {@code null} when they are to be left alone
 * @param keepOtherRules whether rules that are not named stay
 */
record ListenerSpec(
        int port,
        String protocol,
        List<String> certificates,
        String sslPolicy,
        String alpnPolicy,
        ActionSpec action,
        List<Rule> rules,
        boolean keepOtherRules) {

    /**
     * A rule; a listener has one for each priority.
     *
     * @param priority from 1 to 50000, the smallest being asked first
     * @param conditions all of which must hold, by the field's name in AWS, such as {@code path-pattern}; a header's is
     *     {@code http-header:NAME}
     * @param action what happens to the request
     */
    record Rule(int priority, Map<String, List<String>> conditions, ActionSpec action) {}
}
