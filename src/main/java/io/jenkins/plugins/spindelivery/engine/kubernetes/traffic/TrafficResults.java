package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Group.Fate;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what came of moving traffic from its last state. */
final class TrafficResults {
    private TrafficResults() {}

    /**
     * After a stop or a failure a move may have done what the state does not know.
     *
     * @param state the last state
     * @param live reads what is there now
     * @return the state, with what was done to its ReplicaSets
     */
    static TrafficState takeStock(TrafficState state, LiveObjects live) {
        live.fetch(Stream.concat(state.entering().stream(), state.leaving().stream())
                .map(Group::ref)
                .toList());
        TrafficState known = state.entering(state.entering().stream()
                        .map(group -> seen(group, live, Fate.ENABLED))
                        .toList())
                .leaving(state.leaving().stream()
                        .map(group -> seen(group, live, Fate.DISABLED))
                        .toList());
        boolean untouched = Stream.concat(known.entering().stream(), known.leaving().stream())
                .allMatch(group -> group.fate() == Fate.LEFT);
        return state.ending().status() == Status.REFUSED && !untouched ? known.failedAfterAll() : known;
    }

    private static Group seen(Group group, LiveObjects live, Fate moved) {
        Optional<ObjectNode> object = live.find(group.ref())
                .filter(found -> group.uid().isEmpty() || Look.uid(found).equals(group.uid()))
                .filter(found -> !Look.isGoing(found));
        if (object.isEmpty()) {
            return group.now(Fate.DELETED);
        }
        boolean on = moved == Fate.ENABLED;
        boolean was = on ? group.before().equals(group.labels()) : !group.served();
        boolean is = PodLabels.are(object.get().at("/spec/template"), group.labels(), on);
        return group.fate() == Fate.LEFT && is && !was ? group.now(moved) : group;
    }

    static DeployResult of(TrafficState state, OperationContext context) {
        Status status =
                state.ending() == null ? Status.SUCCEEDED : state.ending().status();
        TrafficState.Deployed deployed = state.deployed();
        List<ObjectOutcome> objects = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>(state.warnings());
        if (deployed != null) {
            List<Group> told = Stream.concat(state.entering().stream(), state.leaving().stream())
                    .toList();
            objects.addAll(GroupFinder.others(deployed, told));
            warnings.addAll(0, deployed.warnings());
        }
        state.entering().forEach(group -> objects.add(entered(group, deployed)));
        state.leaving().forEach(group -> objects.add(outcome(group, left(group, state))));
        return new DeployResult(
                status,
                state.ending() == null ? null : state.ending().category(),
                objects,
                deployed == null
                        ? List.of()
                        : deployed.artifacts().stream()
                                .filter(artifact -> state.entering().stream()
                                        .noneMatch(group -> group.fate() == Fate.DELETED
                                                && group.ref().name().equals(artifact.reference())))
                                .toList(),
                warnings,
                state.errors(),
                Math.max(0, context.clock().millis() - state.startedAt()));
    }

    /** Of one that was deployed: what the deploy did, unless that was taken back. */
    private static ObjectOutcome entered(Group group, TrafficState.Deployed deployed) {
        if (group.fate() == Fate.DELETED) {
            return outcome(group, Action.DELETED);
        }
        Optional<Action> made = deployed == null
                ? Optional.empty()
                : deployed.objects().stream()
                        .filter(object -> object.ref().equals(group.ref()))
                        .map(ObjectOutcome::action)
                        .findFirst();
        return outcome(group, made.orElse(group.fate() == Fate.ENABLED ? Action.ENABLED : Action.UNCHANGED));
    }

    private static Action left(Group group, TrafficState state) {
        return switch (group.fate()) {
            case DELETED -> Action.DELETED;
            case DISABLED -> Action.DISABLED;
            case BACK -> Action.ROLLED_BACK;
            default -> state.ending() == null ? Action.UNCHANGED : Action.SKIPPED;
        };
    }

    private static ObjectOutcome outcome(Group group, Action action) {
        ObjectRef ref = group.ref();
        State state = action == Action.SKIPPED ? State.UNKNOWN : State.STABLE;
        return new ObjectOutcome(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                action,
                state.word(),
                message(group, action));
    }

    private static String message(Group group, Action action) {
        String services = String.join(", ", group.services());
        return switch (action) {
            case ENABLED, ROLLED_BACK -> Problem.of("kubernetes.traffic-now-in", "", services)
                    .message();
            case DISABLED -> Problem.of("kubernetes.traffic-now-out", "", services)
                    .message();
            default -> "";
        };
    }
}
