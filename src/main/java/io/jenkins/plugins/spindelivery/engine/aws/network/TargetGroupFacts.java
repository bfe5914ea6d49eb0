package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What there is to say of a target group, as texts by the names of the description's fields. */
final class TargetGroupFacts {
    static final String TARGET_TYPE = "targetType";
    static final String VPC = "vpc";
    /** The attribute that has a field of its own. */
    static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";

    private static final String PROTOCOL = "protocol";
    private static final String PORT = "port";
    private static final String PROTOCOL_VERSION = "protocolVersion";
    private static final String ADDRESSES = "ipAddressType";
    private static final String HEALTH = "healthCheck";
    private static final String HEALTH_ENABLED = "healthCheck.enabled";
    private static final String HEALTH_PROTOCOL = "healthCheck.protocol";
    private static final String HEALTH_PORT = "healthCheck.port";
    private static final String HEALTH_PATH = "healthCheck.path";
    private static final String INTERVAL = "healthCheck.interval";
    private static final String TIMEOUT = "healthCheck.timeout";
    private static final String HEALTHY = "healthCheck.healthyThreshold";
    private static final String UNHEALTHY = "healthCheck.unhealthyThreshold";
    private static final String CODES = "healthCheck.codes";

    private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE");
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_INTERVAL = 300;
    private static final int LONGEST_TIMEOUT = 120;
    private static final int MOST_CHECKS = 10;

    /** What AWS can't change in a target group that is there. */
    static final Set<String> FIXED = Set.of(PROTOCOL, PORT, PROTOCOL_VERSION, TARGET_TYPE, ADDRESSES, VPC);

    private TargetGroupFacts() {}

    /** What a description says. */
    static Map<String, String> read(Section section) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, TARGET_TYPE, section.word(TARGET_TYPE, List.of("instance", "ip", "lambda", "alb")));
        if (!"lambda".equals(facts.get(TARGET_TYPE))) {
            section.required(PROTOCOL);
            put(facts, PROTOCOL, section.word(PROTOCOL, PROTOCOLS));
            section.required(PORT);
            put(facts, PORT, section.number(PORT, 1, LAST_PORT));
            put(facts, PROTOCOL_VERSION, section.word(PROTOCOL_VERSION, List.of("HTTP1", "HTTP2", "GRPC")));
            put(facts, ADDRESSES, section.word(ADDRESSES, List.of("ipv4", "ipv6")));
        }
        Section health = section.section(HEALTH);
        if (health != null) {
            if (health.has("enabled")) {
                facts.put(HEALTH_ENABLED, String.valueOf(health.flag("enabled")));
            }
            put(facts, HEALTH_PROTOCOL, health.word(PROTOCOL, PROTOCOLS));
            put(facts, HEALTH_PORT, health.text(PORT));
            put(facts, HEALTH_PATH, health.text("path"));
            put(facts, INTERVAL, health.number("interval", 5, LONGEST_INTERVAL));
            put(facts, TIMEOUT, health.number("timeout", 2, LONGEST_TIMEOUT));
            put(facts, HEALTHY, health.number("healthyThreshold", 2, MOST_CHECKS));
            put(facts, UNHEALTHY, health.number("unhealthyThreshold", 2, MOST_CHECKS));
            put(facts, CODES, health.text("codes"));
            health.end();
        }
        return facts;
    }

    /** What AWS says. */
    static Map<String, String> of(TargetGroup group) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, TARGET_TYPE, group.targetTypeAsString());
        put(facts, PROTOCOL, group.protocolAsString());
        put(facts, PORT, group.port());
        put(facts, PROTOCOL_VERSION, group.protocolVersion());
        put(facts, ADDRESSES, group.ipAddressTypeAsString());
        put(facts, VPC, group.vpcId());
        put(facts, HEALTH_ENABLED, group.healthCheckEnabled());
        put(facts, HEALTH_PROTOCOL, group.healthCheckProtocolAsString());
        put(facts, HEALTH_PORT, group.healthCheckPort());
        put(facts, HEALTH_PATH, group.healthCheckPath());
        put(facts, INTERVAL, group.healthCheckIntervalSeconds());
        put(facts, TIMEOUT, group.healthCheckTimeoutSeconds());
        put(facts, HEALTHY, group.healthyThresholdCount());
        put(facts, UNHEALTHY, group.unhealthyThresholdCount());
        Matcher matcher = group.matcher();
        if (matcher != null) {
            put(facts, CODES, matcher.httpCode() == null ? matcher.grpcCode() : matcher.httpCode());
        }
        return facts;
    }

    private static void put(Map<String, String> facts, String key, Object value) {
        if (value != null) {
            facts.put(key, String.valueOf(value));
        }
    }

    /** Sets all that is said in a call that creates. */
    static CreateTargetGroupRequest.Builder create(TargetGroupSpec spec, String vpc) {
        Map<String, String> facts = spec.facts();
        return CreateTargetGroupRequest.builder()
                .name(spec.name())
                .targetType(facts.get(TARGET_TYPE))
                .protocol(facts.get(PROTOCOL))
                .port(number(facts, PORT))
                .protocolVersion(facts.get(PROTOCOL_VERSION))
                .ipAddressType(facts.get(ADDRESSES))
                .vpcId(spec.isInVpc() ? vpc : null)
                .healthCheckEnabled(truth(facts))
                .healthCheckProtocol(facts.get(HEALTH_PROTOCOL))
                .healthCheckPort(facts.get(HEALTH_PORT))
                .healthCheckPath(facts.get(HEALTH_PATH))
                .healthCheckIntervalSeconds(number(facts, INTERVAL))
                .healthCheckTimeoutSeconds(number(facts, TIMEOUT))
                .healthyThresholdCount(number(facts, HEALTHY))
                .unhealthyThresholdCount(number(facts, UNHEALTHY))
                .matcher(matcher(facts));
    }

    /** The call that makes the health check what is said; parts of which nothing is said stay. */
    static ModifyTargetGroupRequest modify(TargetGroupSpec spec, String arn) {
        Map<String, String> facts = spec.facts();
        return ModifyTargetGroupRequest.builder()
                .targetGroupArn(arn)
                .healthCheckEnabled(truth(facts))
                .healthCheckProtocol(facts.get(HEALTH_PROTOCOL))
                .healthCheckPort(facts.get(HEALTH_PORT))
                .healthCheckPath(facts.get(HEALTH_PATH))
                .healthCheckIntervalSeconds(number(facts, INTERVAL))
                .healthCheckTimeoutSeconds(number(facts, TIMEOUT))
                .healthyThresholdCount(number(facts, HEALTHY))
                .unhealthyThresholdCount(number(facts, UNHEALTHY))
                .matcher(matcher(facts))
                .build();
    }

    private static Boolean truth(Map<String, String> facts) {
        return facts.containsKey(HEALTH_ENABLED) ? Boolean.valueOf(facts.get(HEALTH_ENABLED)) : null;
    }

    private static Integer number(Map<String, String> facts, String key) {
        return facts.containsKey(key) ? Integer.valueOf(facts.get(key)) : null;
    }

    private static Matcher matcher(Map<String, String> facts) {
        String codes = facts.get(CODES);
        if (codes == null) {
            return null;
        }
        return "GRPC".equals(facts.get(PROTOCOL_VERSION))
                ? Matcher.builder().grpcCode(codes).build()
                : Matcher.builder().httpCode(codes).build();
    }
}
