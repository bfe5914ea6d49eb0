package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.network.NetworkState.Made;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came of it, told. */
final class NetworkResults {
    private NetworkResults() {}

    /**
     * The result.
     *
     * @param state at the end
     * @param description what was asked for; {@code null} when only the changes are to be told
     * @param live what is there; {@code null} like the description
     * @param context tells the time
     * @return the result
     */
    static AwsResult of(
            NetworkState state, NetworkDescription description, LiveNetwork live, OperationContext context) {
        List<ObjectOutcome> objects =
                state.plan().stream().map(planned -> outcome(planned, state)).toList();
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("changes", changes(state));
        if (live != null) {
            outputs.put("securityGroups", groups(description, live));
            outputs.put("targetGroups", targetGroups(description, live));
            outputs.put("loadBalancers", balancers(description, live));
        }
        return AwsResult.of(state.course(), objects, outputs, context.clock());
    }

    private static ObjectOutcome outcome(Planned planned, NetworkState state) {
        ObjectRef ref = planned.ref();
        boolean dry = state.request().dryRun() && !state.course().ending();
        Action action = planned.action();
        if (planned.changes() && !dry) {
            action = planned.done() ? (isTakenBack(ref, state) ? Action.ROLLED_BACK : action) : Action.SKIPPED;
        }
        boolean known = !dry && action != Action.SKIPPED || action == Action.UNCHANGED;
        return new ObjectOutcome(
                ref.apiVersion(), ref.kind(), ref.namespace(), ref.name(), action, known ? "stable" : "unknown", "");
    }

    private static boolean isTakenBack(ObjectRef ref, NetworkState state) {
        Optional<Made> made = state.back().stream()
                .filter(each -> each.ref().equals(ref) || isListenerOf(ref, each.ref()))
                .findFirst();
        return made.isPresent() && !made.get().kept();
    }

    private static boolean isListenerOf(ObjectRef ref, ObjectRef balancer) {
        return ref.kind().equals(AwsRef.Kind.LISTENER.word())
                && balancer.kind().equals(AwsRef.Kind.LOAD_BALANCER.word())
                && ref.name().startsWith(balancer.name() + ":");
    }

    private static List<Map<String, Object>> changes(NetworkState state) {
        List<Map<String, Object>> changes = new ArrayList<>();
        for (Planned planned : state.plan()) {
            if (planned.changes()) {
                Map<String, Object> change = new LinkedHashMap<>();
                change.put("kind", planned.ref().kind());
                change.put("name", planned.ref().name());
                change.put("action", planned.action().word());
                change.put("changes", planned.lines());
                changes.add(change);
            }
        }
        return changes;
    }

    private static Map<String, Object> groups(NetworkDescription description, LiveNetwork live) {
        Map<String, Object> ids = new LinkedHashMap<>();
        for (GroupSpec spec : description.groups()) {
            live.securityGroup(spec.vpc(), spec.name()).ifPresent(group -> ids.put(spec.name(), group.groupId()));
        }
        return ids;
    }

    private static Map<String, Object> targetGroups(NetworkDescription description, LiveNetwork live) {
        return description.targetGroups().stream()
                .flatMap(spec -> live.liveTargetGroup(spec.name()).stream())
                .collect(Collectors.toMap(
                        group -> group.targetGroupName(),
                        group -> group.targetGroupArn(),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static Map<String, Object> balancers(NetworkDescription description, LiveNetwork live) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (BalancerSpec spec : description.balancers()) {
            live.balancer(spec.name()).ifPresent(balancer -> {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("arn", balancer.loadBalancerArn());
                each.put("dnsName", balancer.dnsName());
                each.put("hostedZone", balancer.canonicalHostedZoneId());
                all.put(spec.name(), each);
            });
        }
        return all;
    }
}
