package io.jenkins.plugins.spindelivery.child;

import io.jenkins.plugins.spindelivery.child.ChildBuilds.Ended;
import io.jenkins.plugins.spindelivery.child.ChildBuilds.Gone;
import io.jenkins.plugins.spindelivery.child.ChildBuilds.Nothing;
import io.jenkins.plugins.spindelivery.child.ChildBuilds.Running;
import io.jenkins.plugins.spindelivery.child.ChildBuilds.Seen;
import io.jenkins.plugins.spindelivery.child.ChildBuilds.TakenOut;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts another job, once, and waits for its end (reference: Orca's {@code JenkinsStage} and {@code PipelineStage}).
 * Before it starts the job it looks in the queue and in the job's builds, so that a move that is repeated after a crash
 * finds what the first one did. Cancelled, it stops the build, or takes it out of the queue, and waits for that.
 */
public final class StartJob implements Operation<StartJobState, StartJobResult> {
    /** An item that leaves the queue is nowhere for a moment. */
    private static final int MOST_MISSES = 3;

    private static final Duration POLL = Duration.ofSeconds(2);

    private final ChildBuilds builds;
    private final Duration poll;

    /** The work in this Jenkins. */
    public StartJob() {
        this(new JenkinsBuilds(), POLL);
    }

    /**
     * The work somewhere.
     *
     * @param builds starts and finds builds
     * @param poll how long to wait between looks
     */
    StartJob(ChildBuilds builds, Duration poll) {
        this.builds = builds;
        this.poll = poll;
    }

    @Override
    public String type() {
        return "startJob";
    }

    @Override
    public Class<StartJobState> stateType() {
        return StartJobState.class;
    }

    @Override
    public int stateVersion() {
        return StartJobState.VERSION;
    }

    @Override
    public StartJobState cancel(StartJobState state) {
        return state.cancelled() ? state : state.asCancelled();
    }

    @Override
    public Move<StartJobState, StartJobResult> move(StartJobState state, OperationContext context) {
        builds.tellOfEnd(state, context.wake());
        Seen seen = builds.look(state);
        Move<StartJobState, StartJobResult> move = state.cancelled() ? stop(state, seen) : goOn(state, seen, context);
        if (move instanceof Move.Finished<StartJobState, StartJobResult>) {
            builds.forget(state);
        }
        return move;
    }

    private Move<StartJobState, StartJobResult> goOn(StartJobState state, Seen seen, OperationContext context) {
        if (seen instanceof Ended ended) {
            return ended(state, ended);
        } else if (seen instanceof Gone) {
            return failed(Problem.of("child.build-gone", "", state.job(), state.number()));
        } else if (seen instanceof TakenOut) {
            return cancelled(value(state), Problem.of("child.build-taken-out", "", state.job()));
        } else if (seen instanceof Nothing) {
            return state.queueId() > 0 && state.misses() < MOST_MISSES
                    ? Move.looked(poll, state.missed())
                    : start(state, context);
        } else if (!state.waits()) {
            return started(state, seen);
        } else if (seen instanceof Running running && state.number() != running.number()) {
            note(context, "child.build-runs", state.job(), running.number(), running.url());
            return Move.after(poll, state.begun(running.number()));
        }
        return Move.looked(poll, state);
    }

    private Move<StartJobState, StartJobResult> start(StartJobState state, OperationContext context) {
        try {
            long item = builds.start(state);
            note(context, "child.job-started", state.job());
            return Move.next(state.inQueue(item));
        } catch (ProblemException e) {
            return Move.finished(new StartJobResult(Status.REFUSED, Map.of(), e.problems()));
        }
    }

    private static Move<StartJobState, StartJobResult> started(StartJobState state, Seen seen) {
        Map<String, Object> value = value(state);
        if (seen instanceof Running running) {
            value.put("buildInfo", Map.of("number", running.number(), "url", running.url(), "building", true));
        }
        return Move.finished(new StartJobResult(Status.SUCCEEDED, value, List.of()));
    }

    private Move<StartJobState, StartJobResult> ended(StartJobState state, Ended ended) {
        Map<String, Object> value = value(state);
        value.put("buildInfo", ended.buildInfo());
        if (!state.waits()) {
            return Move.finished(new StartJobResult(Status.SUCCEEDED, value, List.of()));
        }
        Problem problem = Problem.of("child.build-ended", "", state.job(), ended.number(), ended.result(), ended.url());
        boolean good =
                ended.result().equals("SUCCESS") || ended.result().equals("UNSTABLE") && state.unstableIsSuccess();
        if (ended.result().equals("ABORTED")) {
            return cancelled(value, problem);
        } else if (!good) {
            return Move.finished(new StartJobResult(Status.FAILED, value, List.of(problem)));
        }
        try {
            if (!state.propertyFile().isEmpty()) {
                value.put("properties", builds.properties(state, ended.number()));
            }
            return Move.finished(new StartJobResult(Status.SUCCEEDED, value, List.of()));
        } catch (ProblemException e) {
            return Move.finished(new StartJobResult(Status.FAILED, value, e.problems()));
        }
    }

    private Move<StartJobState, StartJobResult> stop(StartJobState state, Seen seen) {
        boolean between = seen instanceof Nothing && state.queueId() > 0 && state.misses() < MOST_MISSES;
        if (between) {
            return Move.looked(poll, state.missed());
        } else if (seen instanceof Nothing || seen instanceof Gone || seen instanceof TakenOut) {
            return Move.finished(new StartJobResult(Status.CANCELLED, value(state), List.of()));
        } else if (seen instanceof Ended ended) {
            Map<String, Object> value = value(state);
            value.put("buildInfo", ended.buildInfo());
            return Move.finished(new StartJobResult(Status.CANCELLED, value, List.of()));
        } else if (seen instanceof Running && state.stopping()) {
            return Move.looked(poll, state);
        }
        builds.stop(state);
        // An item that is taken out may begin at that moment, and then has to be stopped as a build.
        return seen instanceof Running ? Move.after(poll, state.asStopping()) : Move.after(poll, state);
    }

    private static Map<String, Object> value(StartJobState state) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("job", state.job());
        return value;
    }

    private static Move<StartJobState, StartJobResult> cancelled(Map<String, Object> value, Problem why) {
        return Move.finished(new StartJobResult(Status.CANCELLED, value, List.of(why)));
    }

    private static Move<StartJobState, StartJobResult> failed(Problem why) {
        return Move.finished(new StartJobResult(Status.FAILED, Map.of(), List.of(why)));
    }

    private static void note(OperationContext context, String code, Object... arguments) {
        context.emit(new Event.Noted(Problem.of(code, "", arguments)));
    }
}
