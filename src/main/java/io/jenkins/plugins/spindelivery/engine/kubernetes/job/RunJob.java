package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Denials;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a Job to its end: deploy it (a Job of the same name is deleted first, as in Spinnaker) → follow the logs of its pods →
 * take its outputs → delete it, when that is asked for.
 *
 * <p>Cancelling deletes the Job and its pods, unless {@link Cleanup#NEVER} says otherwise.
 */
public final class RunJob implements Operation<RunJobState, RunJobResult> {
    /** How long a Job that is being deleted is waited for. */
    private static final long MOST_CLEANUP_MILLIS = Duration.ofMinutes(2).toMillis();

    private static final int TRIES_TO_CLEAN_UP = 20;

    private final Deploy deploy = new Deploy();

    /**
     * The first state. Nothing is asked of the cluster yet.
     *
     * @param request what to do
     * @param manifests exactly one, of a Job, after expressions
     * @param context keeps the manifest, tells the time, and is told of problems
     * @return the state to save and to move on from
     * @throws ProblemException when it is not exactly one Job
     */
    public static RunJobState start(RunJobRequest request, List<Manifest> manifests, OperationContext context) {
        if (manifests.size() != 1) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.job-one", "", manifests.size()));
        }
        Manifest job = manifests.get(0).copy();
        if (!Kinds.of(job.json()).name().equals("Job")) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of("kubernetes.job-kind", job.source().where(), job.ref()));
        }
        recreated(job.json());
        DeployState first = Deploy.start(request.deploy(), List.of(job), context);
        return RunJobState.begin(request, first, context.clock().millis());
    }

    /** What ran once runs again only when it is made anew. A generated name is always new. */
    private static void recreated(ObjectNode job) {
        if (!job.at("/metadata/name").asText("").isEmpty()) {
            ObjectNode annotations = job.withObject("/metadata").withObject("/annotations");
            annotations.remove(
                    List.of(SpinnakerAnnotations.STRATEGY_REPLACE, SpinnakerAnnotations.STRATEGY_SERVER_SIDE_APPLY));
            annotations.put(SpinnakerAnnotations.STRATEGY_RECREATE, "true");
        }
    }

    @Override
    public String type() {
        return "runJob";
    }

    @Override
    public Class<RunJobState> stateType() {
        return RunJobState.class;
    }

    @Override
    public int stateVersion() {
        return RunJobState.VERSION;
    }

    @Override
    public Move<RunJobState, RunJobResult> move(RunJobState saved, OperationContext context) {
        // A clock that was put back must not make the Job's time longer than it was to be.
        long now = context.clock().millis();
        RunJobState state = now < saved.since() ? saved.since(now) : saved;
        try {
            return switch (state.stage()) {
                case DEPLOY -> deploy(state, context);
                case RUN -> new Running(state, context).move();
                case CLEANUP -> cleanUp(state, context);
                case END -> Move.finished(result(state, context));
            };
        } catch (ProblemException e) {
            return stopped(state, e, context);
        }
    }

    @Override
    public RunJobState cancel(RunJobState state) {
        if (state.ending() != null || state.stage() == Stage.END) {
            return state;
        }
        RunJobState cancelled = state.ending(new Ending(Status.CANCELLED, null, List.of()));
        return state.stage() == Stage.DEPLOY
                ? cancelled.with(deploy.cancel(state.deploy()))
                : afterEnding(cancelled, state.since());
    }

    @Override
    public RunJobState resume(RunJobState state, Clock clock) {
        return state.with(deploy.resume(state.deploy(), clock)).since(clock.millis());
    }

    private Move<RunJobState, RunJobResult> deploy(RunJobState state, OperationContext context) {
        Move<DeployState, DeployResult> move = deploy.move(state.deploy(), context);
        if (move instanceof Move.Next<DeployState, DeployResult> next) {
            return new Move.Next<>(state.with(next.state()), next.delay(), next.onlyLooked());
        }
        DeployResult result = ((Move.Finished<DeployState, DeployResult>) move).result();
        ObjectOutcome job = result.objects().isEmpty() ? null : result.objects().get(0);
        List<String> uids = Deploy.writtenUids(state.deploy());
        RunJobState made = state.made(job, uids.isEmpty() ? "" : uids.get(0), result.warnings());
        long now = context.clock().millis();
        if (result.status() != Status.SUCCEEDED && made.ending() == null) {
            made = made.ending(new Ending(result.status(), result.category(), result.errors()));
        } else if (result.status() != Status.SUCCEEDED) {
            made = made.ending(made.ending().and(result.errors()));
        }
        boolean onlyAsked = state.request().deploy().options().dryRun();
        if (made.ending() == null && onlyAsked) {
            return Move.next(made.to(Stage.END, now));
        }
        if (made.ending() != null) {
            return Move.next(afterEnding(made, now));
        }
        context.emit(new Event.PhaseStarted(Phase.RUN, 1));
        return Move.next(made.to(Stage.RUN, now));
    }

    /** The way from the ending to the end: by way of the cleaning up, if there is anything that must not stay. */
    static RunJobState afterEnding(RunJobState state, long now) {
        Cleanup cleanup = state.request().cleanup();
        Status status = state.ending().status();
        boolean stopped = status == Status.CANCELLED || status == Status.TIMED_OUT;
        boolean unwanted = cleanup == Cleanup.ALWAYS || cleanup == Cleanup.STOPPED && stopped;
        return state.to(unwanted && !state.uid().isEmpty() ? Stage.CLEANUP : Stage.END, now);
    }

    private static Move<RunJobState, RunJobResult> cleanUp(RunJobState state, OperationContext context) {
        Cluster cluster = cluster(state, context);
        if (state.polls() == 0 && state.tries() == 0) {
            context.emit(new Event.PhaseStarted(Phase.CLEANUP, 1));
        }
        // The pods go first, so that nothing is left when the Job is gone.
        boolean there = isThere(state, cluster)
                && cluster.delete(state.job(), new DeleteOptions("Foreground", null, state.uid(), false))
                && isThere(state, cluster);
        long now = context.clock().millis();
        if (!there) {
            context.emit(new Event.ObjectChanged(state.job(), Action.DELETED));
            return Move.next(
                    state.made(deleted(state), state.uid(), state.warnings()).to(Stage.END, now));
        }
        if (now - state.since() >= MOST_CLEANUP_MILLIS) {
            Problem left = Problem.of("kubernetes.job-not-gone", state.job().toString());
            return Move.next(leave(state, List.of(left), context));
        }
        return Move.after(Backoff.poll(state.polls()), state.polled());
    }

    private static boolean isThere(RunJobState state, Cluster cluster) {
        return cluster.get(state.job())
                .filter(live -> live.at("/metadata/uid").asText().equals(state.uid()))
                .isPresent();
    }

    private static ObjectOutcome deleted(RunJobState state) {
        ObjectOutcome job = state.outcome();
        return new ObjectOutcome(
                job.apiVersion(), job.kind(), job.namespace(), job.name(), Action.DELETED, job.status(), job.message());
    }

    /** What can't be removed is told; it changes nothing about how the Job ended, unless that was well. */
    private static RunJobState leave(RunJobState state, List<Problem> problems, OperationContext context) {
        problems.forEach(problem -> context.emit(new Event.Failed(problem)));
        Ending ending = state.ending().status() == Status.SUCCEEDED
                ? new Ending(Status.FAILED, Category.FAILED, List.of())
                : state.ending();
        return state.ending(ending.and(problems)).to(Stage.END, context.clock().millis());
    }

    private static Move<RunJobState, RunJobResult> stopped(
            RunJobState state, ProblemException stop, OperationContext context) {
        boolean passing = stop instanceof ApiException fault && fault.passing() || Denials.isDenial(stop);
        boolean patient = state.stage() == Stage.CLEANUP
                ? state.tries() < TRIES_TO_CLEAN_UP
                : context.clock().millis() < state.deadline();
        boolean lastingDenial = Denials.isDenial(stop) && state.tries() >= Running.TRIES_WHEN_DENIED;
        if (passing && patient && !lastingDenial) {
            Duration delay = Backoff.retry(state.tries(), state.deploy().id(), ((ApiException) stop).retryAfter());
            context.emit(new Event.Retrying(stop.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain());
        }
        List<Problem> problems =
                Denials.named(stop.problems(), state.request().deploy().account());
        if (state.stage() == Stage.CLEANUP) {
            return Move.next(leave(state, problems, context));
        }
        RunJobState ended = end(state, new Ending(Status.FAILED, stop.category(), problems), context);
        return Move.next(
                state.stage() == Stage.RUN ? abandoned(ended, context.clock().millis()) : ended);
    }

    /** The way on from an ending before the Job's own: it may still run, or begin to, and nobody would know. */
    static RunJobState abandoned(RunJobState ended, long now) {
        boolean mayStay =
                ended.request().cleanup() == Cleanup.NEVER || ended.uid().isEmpty();
        return mayStay ? ended : ended.to(Stage.CLEANUP, now);
    }

    /** Ends it, and tells why. */
    static RunJobState end(RunJobState state, Ending ending, OperationContext context) {
        ending.errors().forEach(problem -> context.emit(new Event.Failed(problem)));
        return afterEnding(state.ending(ending), context.clock().millis());
    }

    static Cluster cluster(RunJobState state, OperationContext context) {
        return context.clusters().cluster(state.request().deploy().account());
    }

    private static RunJobResult result(RunJobState state, OperationContext context) {
        Ending ending = state.ending() == null ? new Ending(Status.SUCCEEDED, null, List.of()) : state.ending();
        List<ObjectOutcome> objects = new ArrayList<>();
        if (state.outcome() != null) {
            objects.add(state.outcome());
        }
        return new RunJobResult(
                ending.status(),
                ending.category(),
                objects,
                state.logs().outputs().values(),
                state.containers(),
                state.logs().tail(),
                state.warnings(),
                ending.errors(),
                Math.max(0, context.clock().millis() - state.startedAt()));
    }
}
