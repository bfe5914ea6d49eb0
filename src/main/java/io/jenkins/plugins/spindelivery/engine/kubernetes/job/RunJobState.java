package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How far a Job has come.
 *
 * @param version of this layout
 * @param request what was asked for
 * @param startedAt in milliseconds since 1970
 * @param stage what the next move is about
 * @param since when the stage began, in milliseconds since 1970
 * @param deploy the deploy that makes the Job
 * @param outcome the Job as the deploy left it, or as it was seen last; {@code null} before
 * @param uid of the Job that this operation made; empty before, and when it made none
 * @param logs what was read of the logs
 * @param containers how the containers ended
 * @param tries how many moves have failed in a row for passing reasons
 * @param polls how many polls the stage has made
 * @param ending how it will end; {@code null} while it may still succeed
 * @param warnings in the order in which they arose
 */
public record RunJobState(
        @JsonProperty("version") int version,
        @JsonProperty("request") RunJobRequest request,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("since") long since,
        @JsonProperty("deploy") DeployState deploy,
        @JsonProperty("outcome") ObjectOutcome outcome,
        @JsonProperty("uid") String uid,
        @JsonProperty("logs") JobLogs logs,
        @JsonProperty("containers") List<ContainerEnd> containers,
        @JsonProperty("tries") int tries,
        @JsonProperty("polls") int polls,
        @JsonProperty("ending") Ending ending,
        @JsonProperty("warnings") List<Problem> warnings) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        DEPLOY,
        RUN,
        CLEANUP,
        END
    }

    /**
     * How it will end.
     *
     * @param status the result's status
     * @param category who has to act; {@code null} for success and cancel
     * @param errors why
     */
    record Ending(
            @JsonProperty("status") Status status,
            @JsonProperty("category") Category category,
            @JsonProperty("errors") List<Problem> errors) {
        Ending {
            errors = List.copyOf(errors);
        }

        Ending and(List<Problem> more) {
            return new Ending(
                    status,
                    category,
                    Stream.concat(errors.stream(), more.stream()).toList());
        }
    }

    public RunJobState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(deploy, "deploy");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(logs, "logs");
        containers = List.copyOf(containers);
        warnings = List.copyOf(warnings);
    }

    static RunJobState begin(RunJobRequest request, DeployState deploy, long now) {
        return new RunJobState(
                VERSION,
                request,
                now,
                Stage.DEPLOY,
                now,
                deploy,
                null,
                "",
                JobLogs.NONE,
                List.of(),
                0,
                0,
                null,
                List.of());
    }

    RunJobState to(Stage next, long now) {
        return new RunJobState(
                version, request, startedAt, next, now, deploy, outcome, uid, logs, containers, 0, 0, ending, warnings);
    }

    RunJobState since(long now) {
        return to(stage, now);
    }

    RunJobState with(DeployState next) {
        return new RunJobState(
                version,
                request,
                startedAt,
                stage,
                since,
                next,
                outcome,
                uid,
                logs,
                containers,
                tries,
                polls,
                ending,
                warnings);
    }

    /** There is a Job: the one that this operation made, if the uid is not empty. */
    RunJobState made(ObjectOutcome job, String jobUid, List<Problem> more) {
        return new RunJobState(
                version,
                request,
                startedAt,
                stage,
                since,
                deploy,
                job,
                jobUid,
                logs,
                containers,
                tries,
                polls,
                ending,
                more);
    }

    RunJobState seen(ObjectOutcome job, JobLogs read, List<ContainerEnd> ends) {
        return new RunJobState(
                version, request, startedAt, stage, since, deploy, job, uid, read, ends, 0, polls + 1, ending,
                warnings);
    }

    RunJobState triedInVain() {
        return new RunJobState(
                version,
                request,
                startedAt,
                stage,
                since,
                deploy,
                outcome,
                uid,
                logs,
                containers,
                tries + 1,
                polls,
                ending,
                warnings);
    }

    RunJobState polled() {
        return seen(outcome, logs, containers);
    }

    RunJobState ending(Ending how) {
        return new RunJobState(
                version,
                request,
                startedAt,
                stage,
                since,
                deploy,
                outcome,
                uid,
                logs,
                containers,
                tries,
                polls,
                how,
                warnings);
    }

    /** When to stop waiting for the Job's end, in milliseconds since 1970. */
    long deadline() {
        return since + 1000 * request.timeoutSeconds();
    }

    /** The Job's name; only once there is one. */
    ObjectRef job() {
        return outcome.ref();
    }
}
