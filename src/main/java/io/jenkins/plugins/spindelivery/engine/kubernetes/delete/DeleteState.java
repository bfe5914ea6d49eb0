package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Objects;

/**
 * How far a delete has come.
 *
 * @param version of this layout
 * @param id unlike any other delete's
 * @param request what was asked for
 * @param startedAt in milliseconds since 1970
 * @param since when its time began to run, in milliseconds since 1970
 * @param stage what the next move is about
 * @param targets what was found
 * @param tries how many moves have failed in a row for passing reasons
 * @param denials how many of those moves were denied what had been allowed before
 * @param polls how many polls there have been
 * @param status how it will end; {@code null} while it may still succeed
 * @param category why it will not succeed; {@code null} without a reason
 * @param errors why it will not succeed
 */
public record DeleteState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("request") DeleteRequest request,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("since") long since,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("targets") List<Target> targets,
        @JsonProperty("tries") int tries,
        @JsonProperty("denials") @JsonInclude(Include.NON_DEFAULT) int denials,
        @JsonProperty("polls") int polls,
        @JsonProperty("status") Status status,
        @JsonProperty("category") Category category,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        FIND,
        DELETE,
        WAIT,
        /** After a failure or cancel: finding out what was deleted and not recorded. */
        TAKE_STOCK,
        END
    }

    /** How far it has come with one object. */
    enum Fate {
        /** Nothing was done to it. */
        FOUND,
        /** The cluster was told; finalizers or pods that take their time may keep it for a while. */
        GOING,
        /** It is not there any more. */
        GONE
    }

    /**
     * An object to delete.
     *
     * @param ref its name
     * @param uid so that nothing else of the same name is deleted
     * @param fate how far it has come
     */
    record Target(
            @JsonProperty("ref") ObjectRef ref, @JsonProperty("uid") String uid, @JsonProperty("fate") Fate fate) {
        Target now(Fate later) {
            return new Target(ref, uid, later);
        }
    }

    public DeleteState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        targets = List.copyOf(targets);
        errors = List.copyOf(errors);
    }

    static DeleteState begin(String id, DeleteRequest request, long now) {
        return new DeleteState(VERSION, id, request, now, now, Stage.FIND, List.of(), 0, 0, 0, null, null, List.of());
    }

    DeleteState to(Stage next) {
        return new DeleteState(
                version, id, request, startedAt, since, next, targets, 0, 0, 0, status, category, errors);
    }

    DeleteState since(long now) {
        return new DeleteState(version, id, request, startedAt, now, stage, targets, 0, 0, 0, status, category, errors);
    }

    DeleteState with(List<Target> changed) {
        return new DeleteState(
                version, id, request, startedAt, since, stage, changed, tries, denials, polls, status, category,
                errors);
    }

    DeleteState polled() {
        return new DeleteState(
                version, id, request, startedAt, since, stage, targets, 0, 0, polls + 1, status, category, errors);
    }

    DeleteState triedInVain(boolean denied) {
        int more = denied ? denials + 1 : denials;
        return new DeleteState(
                version, id, request, startedAt, since, stage, targets, tries + 1, more, polls, status, category,
                errors);
    }

    /** By way of {@link Stage#TAKE_STOCK} when objects may have been deleted that are not recorded. */
    DeleteState ending(Status how, Category why, List<Problem> problems) {
        Stage next = stage == Stage.DELETE ? Stage.TAKE_STOCK : Stage.END;
        return new DeleteState(version, id, request, startedAt, since, next, targets, 0, 0, polls, how, why, problems);
    }

    /** When to stop waiting and trying, in milliseconds since 1970. */
    long deadline() {
        return since + 1000 * request.timeoutSeconds();
    }
}
