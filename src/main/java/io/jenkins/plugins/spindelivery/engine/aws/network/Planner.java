package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Finds out what has to be done, and what of it can't be; changes nothing. */
final class Planner {
    private final AwsAccount account;
    private final String region;
    private final NetworkDescription description;
    private final LiveNetwork live;
    private final Faults faults = new Faults();
    private final List<Planned> plan = new ArrayList<>();

    /**
     * A plan to be made.
     *
     * @param account whose rules hold
     * @param region where
     * @param description what is asked for
     * @param live what is there
     */
    Planner(AwsAccount account, String region, NetworkDescription description, LiveNetwork live) {
        this.account = account;
        this.region = region;
        this.description = description;
        this.live = live;
    }

    /** A balancer's listener, by what tells listeners of a balancer apart. */
    static String listenerName(String balancer, int port) {
        return balancer + ":" + port;
    }

    /**
     * Makes the plan.
     *
     * @return what has to be done, in this order
     * @throws ProblemException with everything that can't be done; an {@code AwsFault} when AWS could not be asked
     */
    List<Planned> plan() {
        description.groups().forEach(spec -> faulty(() -> group(spec)));
        description.targetGroups().forEach(spec -> faulty(() -> targetGroup(spec)));
        description.balancers().forEach(spec -> faulty(() -> balancer(spec)));
        plan.stream().filter(Planned::changes).forEach(planned -> faults.collect(() -> requireAllowed(planned.ref())));
        faults.throwIfAny();
        return List.copyOf(plan);
    }

    /** A fault of AWS itself says nothing about the description, and may pass. */
    private void faulty(Runnable part) {
        List<ProblemException> passing = new ArrayList<>();
        faults.collect(() -> {
            try {
                part.run();
            } catch (ProblemException e) {
                if (e.category() == Category.ACCESS) {
                    passing.add(e);
                    return;
                }
                throw e;
            }
        });
        if (!passing.isEmpty()) {
            throw passing.get(0);
        }
    }

    private void requireAllowed(ObjectRef ref) {
        account.forbids(ref).ifPresent(problem -> {
            throw new ProblemException(Category.ACCESS, problem);
        });
    }

    private void group(GroupSpec spec) {
        ObjectRef ref = AwsRef.of(AwsRef.Kind.SECURITY_GROUP, region, spec.name());
        Optional<SecurityGroup> there = live.securityGroup(spec.vpc(), spec.name());
        if (there.isEmpty()) {
            live.vpc(spec.vpc());
            List<String> lines = new ArrayList<>();
            for (List<GroupRule> rules : List.of(or(spec.ingress()), or(spec.egress()))) {
                GroupDiff.resolved(rules, spec, live)
                        .forEach(rule -> lines.add("+ " + Actions.readable(rule.toString())));
            }
            add(ref, Action.CREATED, lines);
            return;
        }
        SecurityGroup group = there.get();
        GroupDiff diff = GroupDiff.of(spec, group, live);
        if (spec.description() != null && !Objects.equals(spec.description(), group.description())) {
            faults.collect(() -> {
                throw fixed(ref, new Difference("description", group.description(), spec.description()));
            });
        }
        changed(ref, diff.lines(), spec.adopt(), LiveNetwork.tags(group), spec.tags());
    }

    private static List<GroupRule> or(List<GroupRule> rules) {
        return rules == null ? List.of() : rules;
    }

    private void targetGroup(TargetGroupSpec spec) {
        ObjectRef ref = AwsRef.of(AwsRef.Kind.TARGET_GROUP, region, spec.name());
        Optional<TargetGroup> there = live.liveTargetGroup(spec.name());
        if (there.isEmpty()) {
            if (spec.isInVpc()) {
                live.vpc(spec.vpc());
            }
            add(ref, Action.CREATED, List.of());
            return;
        }
        String arn = there.get().targetGroupArn();
        Map<String, String> tags = live.tags(arn);
        TargetGroupDiff diff = TargetGroupDiff.of(spec, there.get(), live.attributesOfTargetGroup(arn), tags, live);
        requireChangeable(ref, diff.fixed());
        changed(ref, diff.lines(), spec.adopt(), tags, spec.tags());
    }

    private void balancer(BalancerSpec spec) {
        ObjectRef ref = AwsRef.of(AwsRef.Kind.LOAD_BALANCER, region, spec.name());
        Optional<LoadBalancer> there = live.balancer(spec.name());
        if (there.isEmpty()) {
            newBalancer(ref, spec);
            return;
        }
        String arn = there.get().loadBalancerArn();
        Map<String, String> tags = live.tags(arn);
        BalancerDiff diff = BalancerDiff.of(spec, there.get(), live.attributesOfBalancer(arn), tags, live);
        requireChangeable(ref, diff.fixed());
        List<Planned> listeners = spec.listeners() == null ? List.of() : listeners(spec, live.listeners(arn));
        // Whoever owns the balancer owns its listeners.
        if (diff.isEmpty() && listeners.stream().anyMatch(Planned::changes)) {
            requireOurs(ref, spec.adopt(), tags, spec.tags());
        }
        changed(ref, diff.lines(), spec.adopt(), tags, spec.tags());
        plan.addAll(listeners);
    }

    private void newBalancer(ObjectRef ref, BalancerSpec spec) {
        faults.collect(() -> require(ref, BalancerFacts.SCHEME, spec.facts().containsKey(BalancerFacts.SCHEME)));
        faults.collect(() -> require(
                ref,
                BalancerFacts.SUBNETS,
                spec.subnets() != null && !spec.subnets().isEmpty()));
        if (spec.subnets() != null) {
            BalancerDiff.subnets(spec, live);
        }
        if (spec.securityGroups() != null) {
            BalancerDiff.groups(spec, live);
        }
        add(ref, Action.CREATED, List.of());
        if (spec.listeners() != null) {
            plan.addAll(listeners(spec, List.of()));
        }
    }

    private static void require(ObjectRef ref, String field, boolean said) {
        if (!said) {
            throw new ProblemException(Category.INPUT, Problem.of("aws.network-needed", ref.toString(), field));
        }
    }

    private List<Planned> listeners(BalancerSpec spec, List<Listener> there) {
        List<Planned> planned = new ArrayList<>();
        List<Listener> rest = new ArrayList<>(there);
        for (ListenerSpec each : spec.listeners()) {
            ObjectRef ref = ref(spec, each.port());
            Optional<Listener> present = there.stream()
                    .filter(listener -> listener.port() == each.port())
                    .findFirst();
            present.ifPresent(rest::remove);
            if (present.isEmpty()) {
                planned.add(new Planned(ref, Action.CREATED, newListener(each), false));
            } else {
                List<String> lines = Listeners.diff(each, present.get(), live).lines(live);
                planned.add(new Planned(ref, lines.isEmpty() ? Action.UNCHANGED : Action.CONFIGURED, lines, false));
            }
        }
        if (!spec.keepOtherListeners()) {
            rest.forEach(
                    listener -> planned.add(new Planned(ref(spec, listener.port()), Action.DELETED, List.of(), false)));
        }
        return planned;
    }

    private ObjectRef ref(BalancerSpec spec, int port) {
        return AwsRef.of(AwsRef.Kind.LISTENER, region, listenerName(spec.name(), port));
    }

    private List<String> newListener(ListenerSpec spec) {
        List<String> lines = new ArrayList<>();
        lines.add("action: " + Actions.readable(Actions.text(List.of(Actions.of(spec.action(), live)))));
        if (spec.rules() != null) {
            spec.rules()
                    .forEach(rule -> lines.add(
                            "+ rule " + rule.priority() + " " + Actions.readable(ListenerDiff.text(rule, live))));
        }
        return lines;
    }

    private void add(ObjectRef ref, Action action, List<String> lines) {
        plan.add(new Planned(ref, action, lines, false));
    }

    private void changed(
            ObjectRef ref, List<String> lines, boolean adopt, Map<String, String> tags, Map<String, String> ours) {
        if (!lines.isEmpty()) {
            requireOurs(ref, adopt, tags, ours);
        }
        add(ref, lines.isEmpty() ? Action.UNCHANGED : Action.CONFIGURED, lines);
    }

    private void requireOurs(ObjectRef ref, boolean adopt, Map<String, String> tags, Map<String, String> ours) {
        String application = tags.get(AwsTags.APPLICATION);
        String wanted = ours.get(AwsTags.APPLICATION);
        boolean known = application != null || tags.containsKey(AwsTags.OPERATION);
        if (adopt || known && (application == null || wanted == null || application.equals(wanted))) {
            return;
        }
        faults.collect(() -> {
            throw new ProblemException(
                    Category.REFUSED,
                    known
                            ? Problem.of("aws.network-of-another", ref.toString(), application, wanted)
                            : Problem.of("aws.network-not-ours", ref.toString()));
        });
    }

    private void requireChangeable(ObjectRef ref, List<Difference> fixed) {
        for (Difference difference : fixed) {
            faults.collect(() -> {
                throw fixed(ref, difference);
            });
        }
    }

    private static ProblemException fixed(ObjectRef ref, Difference difference) {
        return new ProblemException(
                Category.INPUT,
                Problem.of(
                        "aws.network-fixed",
                        ref.toString(),
                        difference.what(),
                        difference.from() == null ? "–" : difference.from(),
                        difference.to()));
    }
}
