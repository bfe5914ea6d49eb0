package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a deploy has come. It names its account and holds no credential; manifests and plan lie beside it as blobs,
 * because they are large and hold Secrets.
 *
 * @param version of this layout
 * @param id unlike any other deploy's; generated names are made from it
 * @param request what was asked for
 * @param manifests the blob of the manifests, after expressions
 * @param startedAt in milliseconds since 1970
 * @param stage what the next move is about
 * @param stageStartedAt in milliseconds since 1970
 * @param plan the blob of the {@link Plan}; {@code null} before there is one
 * @param progress one for each object of the plan, in its order
 * @param deleted what history and prune have deleted
 * @param tries how many moves have failed in a row for passing reasons
 * @param polls how many polls the stage has made
 * @param ending how the deploy will end once rollback is over; {@code null} while it may still succeed
 * @param warnings in the order in which they arose
 * @param errors why it will not succeed
 */
public record DeployState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("request") DeployRequest request,
        @JsonProperty("manifests") String manifests,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("stageStartedAt") long stageStartedAt,
        @JsonProperty("plan") String plan,
        @JsonProperty("progress") List<ObjectProgress> progress,
        @JsonProperty("deleted") List<ObjectOutcome> deleted,
        @JsonProperty("tries") int tries,
        @JsonProperty("polls") int polls,
        @JsonProperty("ending") Ending ending,
        @JsonProperty("warnings") List<Problem> warnings,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        PLAN(Phase.PLAN),
        APPLY(Phase.APPLY),
        WAIT(Phase.WAIT),
        HISTORY(Phase.HISTORY),
        PRUNE(Phase.PRUNE),
        ROLLBACK(Phase.ROLLBACK),
        ROLLBACK_WAIT(Phase.ROLLBACK),
        END(null);

        private final Phase phase;

        Stage(Phase phase) {
            this.phase = phase;
        }

        /** The stage as people know it; {@code null} for the end. */
        Phase phase() {
            return phase;
        }
    }

    /**
     * How a deploy that can't succeed any more will end.
     *
     * @param status the result's status
     * @param category who has to act; {@code null} when it was cancelled
     */
    record Ending(@JsonProperty("status") DeployResult.Status status, @JsonProperty("category") Category category) {}

    public DeployState {
        progress = List.copyOf(progress);
        deleted = List.copyOf(deleted);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    static DeployState begin(String id, DeployRequest request, String manifests, long now) {
        return new DeployState(
                VERSION,
                id,
                request,
                manifests,
                now,
                Stage.PLAN,
                now,
                null,
                List.of(),
                List.of(),
                0,
                0,
                null,
                List.of(),
                List.of());
    }

    /** When the stage has lasted as long as it may, in milliseconds since 1970. */
    long deadline() {
        return stageStartedAt + 1000 * request.options().timeoutSeconds();
    }

    DeployState to(Stage next, long now) {
        return new DeployState(
                version, id, request, manifests, startedAt, next, now, plan, progress, deleted, 0, 0, ending, warnings,
                errors);
    }

    DeployState planned(String planBlob, List<ObjectProgress> first) {
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                planBlob,
                first,
                deleted,
                tries,
                polls,
                ending,
                warnings,
                errors);
    }

    DeployState withProgress(List<ObjectProgress> changed) {
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                plan,
                changed,
                deleted,
                tries,
                polls,
                ending,
                warnings,
                errors);
    }

    DeployState withDeleted(List<ObjectOutcome> more) {
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                plan,
                progress,
                concat(deleted, more),
                tries,
                polls,
                ending,
                warnings,
                errors);
    }

    /** One more move failed for a passing reason. */
    DeployState triedInVain() {
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                plan,
                progress,
                deleted,
                tries + 1,
                polls,
                ending,
                warnings,
                errors);
    }

    /** One more poll was answered, so the passing reasons have passed. */
    DeployState polled() {
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                plan,
                progress,
                deleted,
                0,
                polls + 1,
                ending,
                warnings,
                errors);
    }

    DeployState ending(Ending how, List<Problem> why) {
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                plan,
                progress,
                deleted,
                tries,
                polls,
                how,
                warnings,
                concat(errors, why));
    }

    DeployState warned(List<Problem> more) {
        List<Problem> fresh = more.stream().filter(w -> !warnings.contains(w)).toList();
        return new DeployState(
                version,
                id,
                request,
                manifests,
                startedAt,
                stage,
                stageStartedAt,
                plan,
                progress,
                deleted,
                tries,
                polls,
                ending,
                concat(warnings, fresh),
                errors);
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
