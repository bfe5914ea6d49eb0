package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * What has to change in a listener; empty when nothing has.
 *
 * @param itself differences of the listener itself
 * @param addCertificates beside the usual one
 * @param removeCertificates beside the usual one
 * @param addRules whose priority no rule has
 * @param changeRules as they are to be, by the ARN of the rule that has their priority
 * @param removeRules that are too many
 */
record ListenerDiff(
        List<Difference> itself,
        List<String> addCertificates,
        List<String> removeCertificates,
        List<ListenerSpec.Rule> addRules,
        Map<String, ListenerSpec.Rule> changeRules,
        List<Rule> removeRules) {

    /**
     * Compares.
     *
     * @param spec how it is to be
     * @param live how it is
     * @param moreCertificates its certificates beside the usual one
     * @param rules its rules without its own action
     * @param ids what names stand for
     * @return what differs
     */
    static ListenerDiff of(ListenerSpec spec, Listener live, List<String> moreCertificates, List<Rule> rules, Ids ids) {
        List<String> wanted = spec.certificates() == null
                ? moreCertificates
                : spec.certificates().stream().skip(1).toList();
        Rules compared = Rules.of(spec, rules, ids);
        return new ListenerDiff(
                Difference.between(facts(spec, ids), facts(live)),
                without(wanted, moreCertificates),
                without(moreCertificates, wanted),
                compared.add,
                compared.change,
                compared.remove);
    }

    private static List<String> without(List<String> from, List<String> what) {
        TreeSet<String> rest = new TreeSet<>(from);
        what.forEach(rest::remove);
        return List.copyOf(rest);
    }

    private static Map<String, String> facts(ListenerSpec spec, Ids ids) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("protocol", spec.protocol());
        put(facts, "sslPolicy", spec.sslPolicy());
        put(facts, "alpnPolicy", spec.alpnPolicy());
        if (spec.certificates() != null) {
            facts.put("certificate", spec.certificates().get(0));
        }
        facts.put("action", Actions.text(List.of(Actions.of(spec.action(), ids))));
        return facts;
    }

    private static Map<String, String> facts(Listener live) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "protocol", live.protocolAsString());
        put(facts, "sslPolicy", live.sslPolicy());
        put(facts, "alpnPolicy", live.alpnPolicy().stream().findFirst().orElse(null));
        put(
                facts,
                "certificate",
                live.certificates().stream()
                        .map(Certificate::certificateArn)
                        .findFirst()
                        .orElse(null));
        facts.put("action", Actions.text(live.defaultActions()));
        return facts;
    }

    private static void put(Map<String, String> facts, String key, String value) {
        if (value != null) {
            facts.put(key, value);
        }
    }

    /** Rules by their priorities. */
    private static final class Rules {
        private final List<ListenerSpec.Rule> add = new ArrayList<>();
        private final Map<String, ListenerSpec.Rule> change = new LinkedHashMap<>();
        private final List<Rule> remove = new ArrayList<>();

        static Rules of(ListenerSpec spec, List<Rule> live, Ids ids) {
            Rules rules = new Rules();
            if (spec.rules() == null) {
                return rules;
            }
            List<Rule> rest = new ArrayList<>(live);
            for (ListenerSpec.Rule rule : spec.rules()) {
                Optional<Rule> present = live.stream()
                        .filter(each -> each.priority().equals(String.valueOf(rule.priority())))
                        .findFirst();
                present.ifPresent(rest::remove);
                if (present.isEmpty()) {
                    rules.add.add(rule);
                } else if (!text(rule, ids).equals(text(present.get()))) {
                    rules.change.put(present.get().ruleArn(), rule);
                }
            }
            if (!spec.keepOtherRules()) {
                rules.remove.addAll(rest);
            }
            return rules;
        }
    }

    /** A rule without its priority, as a text by which those that mean the same are equal. */
    static String text(ListenerSpec.Rule rule, Ids ids) {
        return Actions.conditionsText(Actions.conditions(rule.conditions())) + " → "
                + Actions.text(List.of(Actions.of(rule.action(), ids)));
    }

    private static String text(Rule rule) {
        return Actions.conditionsText(rule.conditions()) + " → " + Actions.text(rule.actions());
    }

    boolean isEmpty() {
        return itself.isEmpty()
                && addCertificates.isEmpty()
                && removeCertificates.isEmpty()
                && addRules.isEmpty()
                && changeRules.isEmpty()
                && removeRules.isEmpty();
    }

    /** For people, a line for each change. */
    List<String> lines(Ids ids) {
        List<String> lines = new ArrayList<>();
        itself.forEach(difference -> lines.add(difference.line()));
        addCertificates.forEach(arn -> lines.add("+ certificate " + arn));
        removeCertificates.forEach(arn -> lines.add("- certificate " + arn));
        addRules.forEach(rule -> lines.add("+ rule " + rule.priority() + " " + Actions.readable(text(rule, ids))));
        changeRules
                .values()
                .forEach(rule -> lines.add("~ rule " + rule.priority() + " " + Actions.readable(text(rule, ids))));
        removeRules.forEach(rule -> lines.add("- rule " + rule.priority() + " " + Actions.readable(text(rule))));
        return lines;
    }
}
