package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Denials;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How it goes on when it does not go on as it should: once more, by taking back, or not at all. */
final class Ends {
    /** Before anything is written a user rather sees the fault than waits; about 7 s. */
    private static final int TRIES_TO_FIND = 4;

    /** Putting things back is worth patience: about 3 min. */
    private static final int TRIES_TO_TAKE_BACK = 20;

    private static final Set<Stage> TAKING_BACK = Set.of(Stage.BACK_IN, Stage.BACK_OUT);

    private Ends() {}

    /** After a move that was stopped: tries again what will pass by itself, and ends otherwise. */
    static Move<TrafficState, DeployResult> stopped(
            TrafficState state, ProblemException stop, OperationContext context) {
        boolean passes = mayPass(stop, state);
        if (passes && mayTryAgain(state, context)) {
            Duration wish = Backoff.retry(state.tries(), state.id(), ((ApiException) stop).retryAfter());
            Duration delay = inTime(wish, state, context);
            context.emit(new Event.Retrying(stop.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain(Denials.isDenial(stop)));
        }
        List<Problem> problems = new ArrayList<>(stop.problems());
        if (passes) {
            problems.add(Problem.of(
                    state.anythingChanged()
                            ? "kubernetes.traffic-patience-lost"
                            : "kubernetes.traffic-patience-lost-early",
                    "",
                    state.tries() + 1));
        }
        return failed(state, stop.category(), problems, context);
    }

    private static boolean mayPass(ProblemException stop, TrafficState state) {
        boolean wasAllowed = state.stage() != Stage.FIND && state.denials() < TRIES_TO_FIND;
        return stop instanceof ApiException fault && (fault.passing() || wasAllowed && Denials.isDenial(stop));
    }

    private static boolean mayTryAgain(TrafficState state, OperationContext context) {
        return switch (state.stage()) {
            case FIND, END -> state.tries() < TRIES_TO_FIND;
            case BACK_IN, BACK_OUT -> state.tries() < TRIES_TO_TAKE_BACK;
            default -> context.clock().millis() < state.deadline();
        };
    }

    /** The last try is at the deadline, not long after it. */
    private static Duration inTime(Duration delay, TrafficState state, OperationContext context) {
        long left = state.deadline() - context.clock().millis();
        return left > 0 && left < delay.toMillis() && !TAKING_BACK.contains(state.stage())
                ? Duration.ofMillis(left)
                : delay;
    }

    static Move<TrafficState, DeployResult> failed(
            TrafficState state, Category category, List<Problem> problems, OperationContext context) {
        Status status = state.anythingChanged() ? Status.FAILED : Status.REFUSED;
        return ended(state, new Ending(status, category), problems, context);
    }

    static Move<TrafficState, DeployResult> timedOut(
            TrafficState state, List<Problem> problems, OperationContext context) {
        return ended(state, new Ending(Status.TIMED_OUT, Category.FAILED), problems, context);
    }

    private static Move<TrafficState, DeployResult> ended(
            TrafficState state, Ending ending, List<Problem> problems, OperationContext context) {
        List<Problem> fresh = Denials.named(problems, state.request().account()).stream()
                .filter(problem -> !state.errors().contains(problem))
                .toList();
        fresh.forEach(problem -> context.emit(new Event.Failed(problem)));
        return Move.next(afterFailure(state.ending(ending, fresh), context));
    }

    /** The way from a failure or a stop to the end. */
    static TrafficState afterFailure(TrafficState state, OperationContext context) {
        boolean back = takesBack(state);
        if (back) {
            context.emit(new Event.Noted(Problem.of("kubernetes.traffic-taking-back", "")));
        }
        return state.to(back ? Stage.BACK_IN : Stage.END, context.clock().millis());
    }

    /** What was deleted can't be brought back, and what is being taken back already is not begun anew. */
    static boolean takesBack(TrafficState state) {
        return state.request().takeBack()
                && state.deployed() != null
                && !Set.of(Stage.REMOVE, Stage.BACK_IN, Stage.BACK_OUT, Stage.END)
                        .contains(state.stage());
    }
}
