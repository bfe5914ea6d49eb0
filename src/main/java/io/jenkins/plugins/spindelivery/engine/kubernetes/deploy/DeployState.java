package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

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
 * @param plans how many plans have been made; more than one when somebody else took a version
 * @param plan the blob of the {@link Plan}; {@code null} before there is one
 * @param progress one for each object of the plan, in its order
 * @param surplus what history is about to delete
 * @param deleted what history and prune have deleted
 * @param tries how many moves have failed in a row for passing reasons
 * @param denials how many of those moves were denied what had been allowed before
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
        @JsonProperty("plans") int plans,
        @JsonProperty("plan") String plan,
        @JsonProperty("progress") List<ObjectProgress> progress,
        @JsonProperty("surplus") List<Plan.Doomed> surplus,
        @JsonProperty("deleted") List<ObjectOutcome> deleted,
        @JsonProperty("tries") int tries,
        @JsonProperty("denials") @JsonInclude(Include.NON_DEFAULT) int denials,
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
        /** Finding the versions to delete; they are saved before the first is deleted. */
        HISTORY(Phase.HISTORY),
        HISTORY_DELETE(Phase.HISTORY),
        PRUNE(Phase.PRUNE),
        /** After a failure or cancel: finding out what was written and not recorded. */
        TAKE_STOCK(Phase.APPLY),
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
    record Ending(@JsonProperty("status") Status status, @JsonProperty("category") Category category) {}

    public DeployState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(manifests, "manifests");
        Objects.requireNonNull(stage, "stage");
        progress = List.copyOf(progress);
        surplus = List.copyOf(surplus);
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
                0,
                null,
                List.of(),
                List.of(),
                List.of(),
                0,
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

    /** Whether anything of the cluster is different because of this deploy. */
    boolean anythingChanged() {
        return progress.stream().anyMatch(ObjectProgress::changed);
    }

    DeployState to(Stage next, long now) {
        return with(copy -> {
            copy.stage = next;
            copy.stageStartedAt = now;
            copy.tries = 0;
            copy.denials = 0;
            copy.polls = 0;
        });
    }

    /** A clock that was put back must not make the stage's time longer than it was to be. */
    DeployState notAfter(long now) {
        return now >= stageStartedAt ? this : with(copy -> copy.stageStartedAt = now);
    }

    /** How long the deploy has taken, in milliseconds; never less than nothing, whatever the clock did. */
    long duration(long now) {
        return Math.max(0, now - startedAt);
    }

    /** There is a plan, the first one or one more. */
    DeployState planned(String planBlob, List<ObjectProgress> sofar) {
        return with(copy -> {
            copy.plans = plans + 1;
            copy.plan = planBlob;
            copy.progress = sofar;
        });
    }

    DeployState withProgress(List<ObjectProgress> changed) {
        return with(copy -> copy.progress = changed);
    }

    DeployState withSurplus(List<Plan.Doomed> found) {
        return with(copy -> copy.surplus = found);
    }

    /** Deleting may be repeated; each object counts once. */
    DeployState withDeleted(List<ObjectOutcome> more) {
        List<ObjectOutcome> fresh =
                more.stream().filter(one -> !deleted.contains(one)).toList();
        return with(copy -> copy.deleted = concat(deleted, fresh));
    }

    /** Without what a later rollback of the whole deploy has no use for. */
    DeployState forRollback() {
        return with(copy -> {
            copy.stage = Stage.END;
            copy.surplus = List.of();
            copy.deleted = List.of();
            copy.ending = null;
            copy.warnings = List.of();
            copy.errors = List.of();
        });
    }

    /** About to roll back what it once did, as a rollback of its own. */
    DeployState forRollback(DeployRollbackRequest asked, String planBlob, long now) {
        DeployOptions options = request.options().forRollback(asked.await(), asked.timeoutSeconds());
        DeployRequest again = new DeployRequest(asked.account(), request.preparation(), options);
        return new DeployState(
                VERSION,
                id,
                again,
                manifests,
                now,
                Stage.ROLLBACK,
                now,
                plans,
                planBlob,
                progress,
                List.of(),
                List.of(),
                0,
                0,
                0,
                new Ending(Status.SUCCEEDED, null),
                List.of(),
                List.of());
    }

    /** One more move failed for a passing reason. */
    DeployState triedInVain() {
        return with(copy -> copy.tries = tries + 1);
    }

    /** A move succeeded, so the passing reasons have passed. */
    DeployState answered() {
        return with(copy -> {
            copy.tries = 0;
            copy.denials = 0;
        });
    }

    /** One more move was denied what had been allowed before. */
    DeployState denied() {
        return with(copy -> copy.denials = denials + 1);
    }

    /** One more poll was answered, so the passing reasons have passed. */
    DeployState polled() {
        return with(copy -> {
            copy.tries = 0;
            copy.denials = 0;
            copy.polls = polls + 1;
        });
    }

    DeployState ending(Ending how, List<Problem> why) {
        return with(copy -> {
            copy.ending = how;
            copy.errors = concat(errors, why);
        });
    }

    /** Each warning is told once, however often it arises. */
    DeployState warned(List<Problem> more) {
        List<Problem> fresh =
                more.stream().filter(w -> !warnings.contains(w)).distinct().toList();
        return with(copy -> copy.warnings = concat(warnings, fresh));
    }

    /** The warnings that a later state has beyond those of this one. */
    List<Problem> newWarnings(DeployState later) {
        return later.warnings.subList(warnings.size(), later.warnings.size());
    }

    private DeployState with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done(this);
    }

    /** The components that change on the way, so that a change names what it changes. */
    private static final class Copy {
        private Stage stage;
        private long stageStartedAt;
        private int plans;
        private String plan;
        private List<ObjectProgress> progress;
        private List<Plan.Doomed> surplus;
        private List<ObjectOutcome> deleted;
        private int tries;
        private int denials;
        private int polls;
        private Ending ending;
        private List<Problem> warnings;
        private List<Problem> errors;

        Copy(DeployState state) {
            stage = state.stage;
            stageStartedAt = state.stageStartedAt;
            plans = state.plans;
            plan = state.plan;
            progress = state.progress;
            surplus = state.surplus;
            deleted = state.deleted;
            tries = state.tries;
            denials = state.denials;
            polls = state.polls;
            ending = state.ending;
            warnings = state.warnings;
            errors = state.errors;
        }

        DeployState done(DeployState from) {
            return new DeployState(
                    from.version,
                    from.id,
                    from.request,
                    from.manifests,
                    from.startedAt,
                    stage,
                    stageStartedAt,
                    plans,
                    plan,
                    progress,
                    surplus,
                    deleted,
                    tries,
                    denials,
                    polls,
                    ending,
                    warnings,
                    errors);
        }
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
