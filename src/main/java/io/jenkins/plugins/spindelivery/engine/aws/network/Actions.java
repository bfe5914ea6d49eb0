package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * Actions and conditions as AWS has them, and as texts by which those that mean the same are equal: AWS gives some back
 * otherwise than it was told them, and fills in what was not said.
 */
final class Actions {
    private static final String HEADER = "http-header:";

    private Actions() {}

    /** An action as AWS wants it. */
    static Action of(ActionSpec spec, Ids ids) {
        if (spec instanceof ActionSpec.Redirect redirect) {
            return Action.builder()
                    .type(ActionTypeEnum.REDIRECT)
                    .redirectConfig(config -> config.protocol(redirect.protocol())
                            .port(redirect.port())
                            .host(redirect.host())
                            .path(redirect.path())
                            .query(redirect.query())
                            .statusCode(redirect.status()))
                    .build();
        }
        if (spec instanceof ActionSpec.FixedResponse response) {
            return Action.builder()
                    .type(ActionTypeEnum.FIXED_RESPONSE)
                    .fixedResponseConfig(config -> config.statusCode(response.status())
                            .contentType(response.contentType())
                            .messageBody(response.body()))
                    .build();
        }
        return forward((ActionSpec.Forward) spec, ids);
    }

    private static Action forward(ActionSpec.Forward forward, Ids ids) {
        List<TargetGroupTuple> shares = forward.shares().stream()
                .map(share -> TargetGroupTuple.builder()
                        .targetGroupArn(ids.targetGroup(share.targetGroup()))
                        .weight(share.weight())
                        .build())
                .toList();
        boolean plain = shares.size() == 1 && forward.stickySeconds() == 0;
        if (plain) {
            // The form that balancers of both types know.
            return Action.builder()
                    .type(ActionTypeEnum.FORWARD)
                    .targetGroupArn(shares.get(0).targetGroupArn())
                    .build();
        }
        ForwardActionConfig.Builder config = ForwardActionConfig.builder().targetGroups(shares);
        if (forward.stickySeconds() > 0) {
            config.targetGroupStickinessConfig(sticky -> sticky.enabled(true).durationSeconds(forward.stickySeconds()));
        }
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config.build())
                .build();
    }

    /** Actions as a text by which those that mean the same are equal. */
    static String text(List<Action> actions) {
        return actions.stream().map(Actions::text).collect(Collectors.joining("; "));
    }

    private static String text(Action action) {
        return switch (action.type()) {
            case FORWARD -> forwardText(action);
            case REDIRECT -> redirectText(action.redirectConfig());
            case FIXED_RESPONSE -> responseText(action.fixedResponseConfig());
            default -> action.typeAsString();
        };
    }

    private static String forwardText(Action action) {
        ForwardActionConfig config = action.forwardConfig();
        if (config == null || config.targetGroups().isEmpty()) {
            return "forward " + action.targetGroupArn();
        }
        // One target group gets everything, whatever its weight.
        boolean alone = config.targetGroups().size() == 1;
        String shares = config.targetGroups().stream()
                .map(share ->
                        share.targetGroupArn() + (alone ? "" : " " + (share.weight() == null ? 1 : share.weight())))
                .sorted()
                .collect(Collectors.joining(", "));
        boolean sticky = config.targetGroupStickinessConfig() != null
                && Boolean.TRUE.equals(config.targetGroupStickinessConfig().enabled());
        return "forward " + shares
                + (sticky ? " sticky " + config.targetGroupStickinessConfig().durationSeconds() + " s" : "");
    }

    private static String redirectText(RedirectActionConfig to) {
        return "redirect " + to.statusCodeAsString() + " " + or(to.protocol(), "#{protocol}") + "://"
                + or(to.host(), "#{host}") + ":" + or(to.port(), "#{port}") + or(to.path(), "/#{path}") + "?"
                + or(to.query(), "#{query}");
    }

    private static String responseText(FixedResponseActionConfig response) {
        return "response " + response.statusCode() + " " + or(response.contentType(), "text/plain") + " "
                + or(response.messageBody(), "");
    }

    private static String or(String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    /** Conditions as AWS wants them. */
    static List<RuleCondition> conditions(Map<String, List<String>> conditions) {
        List<RuleCondition> all = new ArrayList<>();
        conditions.forEach((field, values) -> all.add(condition(field, values)));
        return all;
    }

    private static RuleCondition condition(String field, List<String> values) {
        RuleCondition.Builder condition = RuleCondition.builder().field(field);
        if (field.startsWith(HEADER)) {
            return condition
                    .field("http-header")
                    .httpHeaderConfig(config -> config.httpHeaderName(field.substring(HEADER.length()))
                            .values(values))
                    .build();
        }
        return switch (field) {
            case "host-header" -> condition
                    .hostHeaderConfig(config -> config.values(values))
                    .build();
            case "http-request-method" -> condition
                    .httpRequestMethodConfig(config -> config.values(values))
                    .build();
            case "source-ip" -> condition
                    .sourceIpConfig(config -> config.values(values))
                    .build();
            case "query-string" -> condition
                    .queryStringConfig(config ->
                            config.values(values.stream().map(Actions::pair).toList()))
                    .build();
            default -> condition
                    .pathPatternConfig(config -> config.values(values))
                    .build();
        };
    }

    private static QueryStringKeyValuePair pair(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? QueryStringKeyValuePair.builder().value(text).build()
                : QueryStringKeyValuePair.builder()
                        .key(text.substring(0, equals))
                        .value(text.substring(equals + 1))
                        .build();
    }

    /** Conditions as a text by which those that mean the same are equal. */
    static String conditionsText(List<RuleCondition> conditions) {
        Map<String, String> texts = new TreeMap<>();
        for (RuleCondition condition : conditions) {
            String field = condition.field();
            if (condition.httpHeaderConfig() != null) {
                field = HEADER + condition.httpHeaderConfig().httpHeaderName();
            }
            texts.put(field, String.join(", ", new TreeSet<>(values(condition))));
        }
        return texts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" and "));
    }

    private static List<String> values(RuleCondition condition) {
        if (condition.httpHeaderConfig() != null) {
            return condition.httpHeaderConfig().values();
        }
        if (condition.hostHeaderConfig() != null) {
            return condition.hostHeaderConfig().values();
        }
        if (condition.pathPatternConfig() != null) {
            return condition.pathPatternConfig().values();
        }
        if (condition.httpRequestMethodConfig() != null) {
            return condition.httpRequestMethodConfig().values();
        }
        if (condition.sourceIpConfig() != null) {
            return condition.sourceIpConfig().values();
        }
        if (condition.queryStringConfig() != null) {
            return condition.queryStringConfig().values().stream()
                    .map(pair -> pair.key() == null ? pair.value() : pair.key() + "=" + pair.value())
                    .toList();
        }
        return condition.values();
    }

    /** A text for people: target groups by their names. */
    static String readable(String text) {
        return text.replaceAll("arn:[^ ,]*:targetgroup/([^/ ,]+)/[^ ,;]+", "$1").replace(Ids.NEW, "");
    }
}
