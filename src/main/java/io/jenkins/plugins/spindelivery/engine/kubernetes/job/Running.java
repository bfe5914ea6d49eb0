package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.RolloutDiagnosis;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.SharedLists;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One look at a running Job: its status, its pods, what they have written since the last look. */
final class Running {
    /** A server that has just been started denies everything for some seconds. */
    static final int TRIES_WHEN_DENIED = 4;

    private static final int TAIL = 10;

    private final RunJobState state;
    private final OperationContext context;
    private final Cluster cluster;
    private final boolean late;
    private WatchedObjects live;
    private SharedLists lists;
    private RolloutDiagnosis doctor;

    Running(RunJobState state, OperationContext context) {
        this.state = state;
        this.context = context;
        this.cluster = RunJob.cluster(state, context);
        this.late = context.clock().millis() >= state.deadline();
    }

    Move<RunJobState, RunJobResult> move() {
        Optional<ObjectNode> job = look(late || state.polls() == 0);
        ObjectStatus status = job.map(this::judge).orElse(null);
        if (isOver(status) && !late && state.polls() > 0) {
            // Watches of several types do not keep step: what ends the Job is looked at as it is now.
            job = look(true);
            status = job.map(this::judge).orElse(null);
        }
        if (job.isEmpty()) {
            Problem gone = Problem.of("kubernetes.job-gone", state.job().toString());
            return Move.next(RunJob.end(state, new Ending(Status.FAILED, Category.FAILED, List.of(gone)), context));
        }
        List<ObjectNode> pods = lists.controlledBy("v1", "Pod", state.job().namespace(), state.uid());
        LogReading reading = new LogReading(cluster, state.request().outputs(), context);
        JobLogs logs = reading.read(state.logs(), pods);
        RunJobState seen = seen(status, logs, pods);
        if (reading.more()) {
            return Move.next(seen);
        }
        if (isOver(status) || late) {
            return Move.next(end(seen, status, job.get(), pods));
        }
        Duration delay =
                Backoff.poll(seen.polls(), state.deadline() - context.clock().millis());
        live.wakeAtChange(List.of(state.job()));
        boolean news = !logs.equals(state.logs()) || !seen.outcome().equals(state.outcome());
        return news ? Move.after(delay, seen) : Move.looked(delay, seen);
    }

    private static boolean isOver(ObjectStatus status) {
        return status == null || status.state() == State.STABLE || status.state() == State.FAILED;
    }

    /** The Job that was made, if it is still there. */
    private Optional<ObjectNode> look(boolean fresh) {
        live = new WatchedObjects(cluster, context, fresh);
        lists = new SharedLists(cluster, live::list);
        doctor = new RolloutDiagnosis(lists, context.clock());
        return live.find(state.job())
                .filter(job -> job.at("/metadata/uid").asText().equals(state.uid()));
    }

    private ObjectStatus judge(ObjectNode job) {
        ObjectStatus status = LiveStatus.of(job, lists);
        return status.state() == State.PROGRESSING ? status.with(doctor.of(job)) : status;
    }

    private RunJobState seen(ObjectStatus status, JobLogs logs, List<ObjectNode> pods) {
        ObjectOutcome before = state.outcome();
        ObjectOutcome now = new ObjectOutcome(
                before.apiVersion(),
                before.kind(),
                before.namespace(),
                before.name(),
                before.action(),
                status.state().word(),
                status.message());
        if (!now.equals(before)) {
            context.emit(
                    new Event.StatusChanged(now.ref(), now.status(), now.message(), status.ready(), status.desired()));
        }
        return state.seen(now, logs, LogReading.ends(pods));
    }

    private RunJobState end(RunJobState seen, ObjectStatus status, ObjectNode job, List<ObjectNode> pods) {
        if (status.state() == State.STABLE) {
            return succeeded(seen);
        }
        doctor.explain(job, doctor.of(job)).forEach(context::emit);
        List<Problem> errors = new ArrayList<>();
        boolean failed = status.state() == State.FAILED;
        String where = state.job().toString();
        errors.add(
                failed
                        ? Problem.of("kubernetes.job-failed", where, why(job, status))
                        : Problem.of(
                                "kubernetes.job-timeout", where, state.request().timeoutSeconds(), status.message()));
        errors.addAll(failedContainers(seen, pods));
        RunJobState ended = RunJob.end(
                seen, new Ending(failed ? Status.FAILED : Status.TIMED_OUT, Category.FAILED, errors), context);
        return failure(job).isPresent()
                ? ended
                : RunJob.abandoned(ended, context.clock().millis());
    }

    private RunJobState succeeded(RunJobState seen) {
        Outputs outputs = seen.logs().outputs();
        String wanted = state.request().outputs();
        Problem problem = null;
        if (outputs.wrong() != null) {
            problem = new Problem(
                    outputs.wrong().code(),
                    outputs.wrong().arguments(),
                    state.job().toString());
        } else if (!wanted.isEmpty() && outputs.values().isEmpty()) {
            problem = Problem.of("kubernetes.job-no-outputs", state.job().toString(), wanted);
        }
        return problem == null
                ? RunJob.afterEnding(
                        seen.ending(new Ending(Status.SUCCEEDED, null, List.of())),
                        context.clock().millis())
                : RunJob.end(seen, new Ending(Status.FAILED, Category.FAILED, List.of(problem)), context);
    }

    /** The reason and message of the condition that says so; otherwise what keeps its pods from running. */
    private static String why(ObjectNode job, ObjectStatus status) {
        return failure(job)
                .map(condition -> {
                    String reason = condition.path("reason").asText("");
                    String message = condition.path("message").asText("");
                    return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
                })
                .orElse(status.message());
    }

    /** The condition by which a Job says that it has failed, and runs no more pods. */
    private static Optional<JsonNode> failure(ObjectNode job) {
        for (JsonNode condition : job.at("/status/conditions")) {
            String type = condition.path("type").asText();
            boolean failure = type.equals("Failed") || type.equals("FailureTarget");
            if (failure && condition.path("status").asText().equals("True")) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /** Each container that failed, with the last lines of its log. */
    private List<Problem> failedContainers(RunJobState seen, List<ObjectNode> pods) {
        List<Problem> problems = new ArrayList<>();
        for (ContainerEnd end : seen.containers()) {
            if (end.exitCode() == 0) {
                continue;
            }
            ObjectRef pod = pods.stream()
                    .map(ObjectRef::of)
                    .filter(ref -> ref.name().equals(end.pod()))
                    .findFirst()
                    .orElseThrow();
            List<String> tail = cluster.log(pod, end.container(), false, TAIL);
            problems.add(
                    tail.isEmpty()
                            ? Problem.of(
                                    "kubernetes.job-container-silent",
                                    pod.toString(),
                                    end.container(),
                                    end.exitCode(),
                                    end.reason())
                            : Problem.of(
                                    "kubernetes.job-container",
                                    pod.toString(),
                                    end.container(),
                                    end.exitCode(),
                                    end.reason(),
                                    String.join(
                                            "\n",
                                            tail.stream().map(Running::shown).toList())));
        }
        return problems;
    }

    private static String shown(String line) {
        return line.length() <= 500 ? line : line.substring(0, 500) + "…";
    }
}
