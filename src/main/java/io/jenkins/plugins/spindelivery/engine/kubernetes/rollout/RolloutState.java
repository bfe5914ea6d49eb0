package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How far a change has come.
 *
 * @param version of this layout
 * @param id unlike any other change's
 * @param request what was asked for
 * @param startedAt in milliseconds since 1970
 * @param since when its time began to run, in milliseconds since 1970
 * @param stage what the next move is about
 * @param objects what was found
 * @param tries how many moves have failed in a row for passing reasons
 * @param denials how many of those moves were denied what had been allowed before
 * @param polls how many polls there have been
 * @param plans how often it was settled what to send
 * @param ending how it will end; {@code null} while it may still succeed
 * @param warnings so far
 * @param errors why it will not succeed
 */
public record RolloutState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("request") RolloutRequest request,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("since") long since,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("objects") List<RolloutObject> objects,
        @JsonProperty("tries") int tries,
        @JsonProperty("denials") @JsonInclude(Include.NON_DEFAULT) int denials,
        @JsonProperty("polls") int polls,
        @JsonProperty("plans") int plans,
        @JsonProperty("ending") Ending ending,
        @JsonProperty("warnings") List<Problem> warnings,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        /** Finding the objects, and out what to send. */
        PLAN,
        CHANGE,
        WAIT,
        /** After a failure or cancel: finding out what was changed and not recorded. */
        TAKE_STOCK,
        END
    }

    /**
     * How it will end.
     *
     * @param status not success
     * @param category why; {@code null} without a reason
     */
    record Ending(@JsonProperty("status") Status status, @JsonProperty("category") Category category) {}

    public RolloutState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    static RolloutState begin(String id, RolloutRequest request, long now) {
        return new RolloutState(
                VERSION, id, request, now, now, Stage.PLAN, List.of(), 0, 0, 0, 0, null, List.of(), List.of());
    }

    RolloutState to(Stage next) {
        return copy(since, next, objects, 0, 0, 0, plans, ending, warnings, errors);
    }

    RolloutState since(long now) {
        return copy(now, stage, objects, 0, 0, 0, plans, ending, warnings, errors);
    }

    RolloutState with(List<RolloutObject> changed) {
        return copy(since, stage, changed, tries, denials, polls, plans, ending, warnings, errors);
    }

    RolloutState planned(List<RolloutObject> changed) {
        return copy(since, Stage.CHANGE, changed, 0, 0, 0, plans + 1, ending, warnings, errors);
    }

    RolloutState polled() {
        return copy(since, stage, objects, 0, 0, polls + 1, plans, ending, warnings, errors);
    }

    RolloutState triedInVain(boolean denied) {
        int more = denied ? denials + 1 : denials;
        return copy(since, stage, objects, tries + 1, more, polls, plans, ending, warnings, errors);
    }

    RolloutState warned(List<Problem> fresh) {
        List<Problem> all =
                Stream.concat(warnings.stream(), fresh.stream()).distinct().toList();
        return copy(since, stage, objects, tries, denials, polls, plans, ending, all, errors);
    }

    /** By way of {@link Stage#TAKE_STOCK} when objects may have been changed that are not recorded. */
    RolloutState ending(Ending how, List<Problem> why) {
        Stage next = stage == Stage.CHANGE ? Stage.TAKE_STOCK : Stage.END;
        List<Problem> all =
                Stream.concat(errors.stream(), why.stream()).distinct().toList();
        return copy(since, next, objects, 0, 0, polls, plans, how, warnings, all);
    }

    private RolloutState copy(
            long newSince,
            Stage newStage,
            List<RolloutObject> newObjects,
            int newTries,
            int newDenials,
            int newPolls,
            int newPlans,
            Ending newEnding,
            List<Problem> newWarnings,
            List<Problem> newErrors) {
        return new RolloutState(
                version,
                id,
                request,
                startedAt,
                newSince,
                newStage,
                newObjects,
                newTries,
                newDenials,
                newPolls,
                newPlans,
                newEnding,
                newWarnings,
                newErrors);
    }

    /** When to stop waiting and trying, in milliseconds since 1970. */
    long deadline() {
        return since + 1000 * request.timeoutSeconds();
    }

    boolean untouched() {
        return objects.stream().noneMatch(object -> object.is(RolloutObject.Fate.CHANGED));
    }
}
