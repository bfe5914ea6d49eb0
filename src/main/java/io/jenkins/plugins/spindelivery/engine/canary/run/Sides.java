package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Ending;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedChange;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Drives the deploys of both sides, side by side, and the taking back of these. */
final class Sides {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "ReplicaSet");

    private final Deploy canary = new Deploy();
    private final Deploy baseline = new Deploy();

    /** Where the canary goes from here when a move of a side has come to something. */
    private record Step(Side side, Move.Next<DeployState, DeployResult> next, DeployResult result) {}

    private Deploy deploy(Side side) {
        return side.role().equals(Side.CANARY) ? canary : baseline;
    }

    /**
     * A move of the sides that are not up yet. None of them writes before the plans of both are found to leave production
     * alone.
     */
    Move<CanaryState, CanaryResult> deploy(CanaryState state, OperationContext context) {
        List<Side> unplanned = state.sides().stream()
                .filter(side -> side.deploy().plan() == null && !side.ready())
                .toList();
        List<Side> moving = unplanned.isEmpty()
                ? state.sides().stream().filter(side -> !side.ready()).toList()
                : unplanned;
        List<Step> steps =
                moving.stream().map(side -> step(side, context, Sides::quietly)).toList();
        CanaryState next = merged(state, steps);
        for (Step step : steps) {
            if (step.result() != null && step.result().status() != Status.SUCCEEDED) {
                return Move.next(failed(next, step));
            }
            if (step.result() != null && step.side().checked() == null) {
                // Everything was there already, so there was nothing to write and no time to look at a plan.
                return Move.next(Canary.end(
                        next,
                        new Ending(Status.REFUSED, Category.REFUSED, null),
                        List.of(Planning.thereAlready(workload(step.result()), next.setup())),
                        context));
            }
        }
        List<Problem> refused = next.sides().stream()
                .filter(Side::isToBeChecked)
                .flatMap(side -> changes(side, next, context).stream())
                .toList();
        if (!refused.isEmpty()) {
            return Move.next(Canary.end(next, new Ending(Status.REFUSED, Category.REFUSED, null), refused, context));
        }
        CanaryState checked = each(next, Side::checkedNow);
        return checked.sides().stream().allMatch(Side::ready)
                ? Move.next(checked.to(CanaryState.Stage.ROUTE))
                : goOn(state, checked, steps);
    }

    /** A move of what takes both sides back. */
    Move<CanaryState, CanaryResult> takeBack(CanaryState state, OperationContext context) {
        List<Step> steps = state.sides().stream()
                .filter(side -> !side.over())
                .map(side -> step(side, context, Sides::asCleanup))
                .toList();
        List<Problem> errors = new ArrayList<>();
        CanaryState next = state;
        for (Step step : steps) {
            DeployResult result = step.result();
            if (result == null) {
                next = put(next, step.side().with(step.next().state()));
            } else {
                next = put(next, step.side().ended(result.objects())).warned(result.warnings());
                errors.addAll(result.errors());
            }
        }
        // What made a side fail is known; what is new kept it from being taken away.
        next = leftBehind(next, errors, context);
        return next.sides().stream().allMatch(Side::over)
                ? Move.next(next.to(CanaryState.Stage.END))
                : goOn(state, next, steps);
    }

    private static CanaryState leftBehind(CanaryState state, List<Problem> errors, OperationContext context) {
        List<Problem> fresh =
                errors.stream().filter(error -> !state.errors().contains(error)).toList();
        if (fresh.isEmpty()) {
            return state;
        }
        List<Problem> told = new ArrayList<>(fresh);
        Problem left = Problem.of(
                "canary.left-behind", "", state.setup().label(), state.setup().namespace());
        context.emit(new Event.Failed(left));
        told.add(left);
        Ending was = state.ending();
        Ending ending =
                was.status() == Status.SUCCEEDED ? new Ending(Status.FAILED, Category.FAILED, was.verdict()) : was;
        return state.ending(ending, told);
    }

    /** Versions that others use by now are theirs; all else is to be taken back. */
    CanaryState keepWhatIsUsed(CanaryState state, OperationContext context) {
        CanaryState next = state;
        for (Side side : state.sides()) {
            if (!side.over()) {
                DeployState kept =
                        deploy(side).leavingVersionsInUse(side.deploy(), object -> isOurs(object, state), context);
                next = put(next, side.with(kept));
            }
        }
        return next;
    }

    /** The same, when it can't be found out what is used. */
    CanaryState cancelled(CanaryState state) {
        return each(state, side -> side.over() ? side : side.with(deploy(side).cancel(side.deploy())));
    }

    /** What is being waited for gets its whole time again. */
    CanaryState resumed(CanaryState state, Clock clock) {
        return state.canary() == null
                ? state
                : each(
                        state,
                        side -> side.over() ? side : side.with(deploy(side).resume(side.deploy(), clock)));
    }

    private static boolean isOurs(ObjectNode object, CanaryState state) {
        String label = state.setup().label();
        String key = label.substring(0, label.indexOf('='));
        String value = label.substring(label.indexOf('=') + 1);
        return object.path("metadata").path("labels").path(key).asText().equals(value)
                && object.path("metadata").path("labels").has(Workloads.ROLE);
    }

    private Step step(Side side, OperationContext context, BiFunction<Side, OperationContext, OperationContext> told) {
        Move<DeployState, DeployResult> move = deploy(side).move(side.deploy(), told.apply(side, context));
        return move instanceof Move.Finished<DeployState, DeployResult> finished
                ? new Step(side, null, finished.result())
                : new Step(side, (Move.Next<DeployState, DeployResult>) move, null);
    }

    private static CanaryState merged(CanaryState state, List<Step> steps) {
        CanaryState next = state;
        for (Step step : steps) {
            if (step.result() == null) {
                next = put(next, step.side().with(step.next().state()));
            } else if (step.result().status() == Status.SUCCEEDED) {
                next = put(next, step.side().up(workload(step.result())))
                        .warned(step.result().warnings());
            }
        }
        return next;
    }

    private static ObjectRef workload(DeployResult result) {
        return result.objects().stream()
                .map(ObjectOutcome::ref)
                .filter(ref -> WORKLOADS.contains(ref.kind()))
                .findFirst()
                .orElseThrow();
    }

    /** The deploy has told of its errors and taken back what it made. */
    private static CanaryState failed(CanaryState state, Step step) {
        DeployResult result = step.result();
        CanaryState next = put(state, step.side().ended(result.objects())).warned(result.warnings());
        return Canary.ended(next, new Ending(result.status(), result.category(), null), result.errors());
    }

    private static Move<CanaryState, CanaryResult> goOn(CanaryState before, CanaryState next, List<Step> steps) {
        List<Move.Next<DeployState, DeployResult>> moves =
                steps.stream().map(Step::next).filter(Objects::nonNull).toList();
        Duration delay =
                moves.stream().map(Move.Next::delay).min(Duration::compareTo).orElse(Duration.ZERO);
        boolean onlyLooked = moves.size() == steps.size()
                && moves.stream().allMatch(Move.Next::onlyLooked)
                && next.errors().equals(before.errors());
        return new Move.Next<>(next, delay, onlyLooked);
    }

    private List<Problem> changes(Side side, CanaryState state, OperationContext context) {
        return deploy(side).planned(side.deploy(), context).stream()
                .flatMap(change -> forbidden(change, state).stream())
                .toList();
    }

    /** A canary changes nothing that is there. */
    private static List<Problem> forbidden(PlannedChange change, CanaryState state) {
        ObjectRef ref = change.ref();
        if (change.action() == Action.CREATED) {
            return List.of();
        }
        if (WORKLOADS.contains(ref.kind())) {
            return List.of(Planning.thereAlready(ref, state.setup()));
        }
        return change.action() == Action.UNCHANGED
                ? List.of()
                : List.of(Problem.of("canary.changes-production", ref.toString(), ref.kind()));
    }

    private static CanaryState put(CanaryState state, Side side) {
        return side.role().equals(Side.CANARY) ? state.with(side, state.baseline()) : state.with(state.canary(), side);
    }

    private static CanaryState each(CanaryState state, Function<Side, Side> change) {
        return state.with(
                change.apply(state.canary()), state.baseline() == null ? null : change.apply(state.baseline()));
    }

    /** The phases of two deploys side by side would only be told twice. */
    private static OperationContext quietly(Side side, OperationContext context) {
        return side.role().equals(Side.CANARY)
                ? context
                : with(context, event -> {
                    if (!(event instanceof Event.PhaseStarted)) {
                        context.emit(event);
                    }
                });
    }

    /** What is a rollback to a deploy is the clean-up of a canary. */
    private static OperationContext asCleanup(Side side, OperationContext context) {
        return with(
                context,
                event -> context.emit(
                        event instanceof Event.PhaseStarted started && started.phase() == Phase.ROLLBACK
                                ? new Event.PhaseStarted(Phase.CLEANUP, started.objects())
                                : event));
    }

    private static OperationContext with(OperationContext context, EventSink events) {
        return new OperationContext(
                context.clock(),
                context.executor(),
                new EventSink() {
                    @Override
                    public void accept(Event event) {
                        events.accept(event);
                    }

                    @Override
                    public boolean wantsChanges() {
                        return context.events().wantsChanges();
                    }
                },
                context.clusters(),
                context.blobs(),
                context.metrics(),
                context.aws(),
                context.wake());
    }
}
