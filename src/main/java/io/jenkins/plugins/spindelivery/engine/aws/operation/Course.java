package io.jenkins.plugins.spindelivery.engine.aws.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The part of an AWS operation's state that does not depend on what it does: its time, its tries, and how it will end.
 *
 * @param id unlike any other operation's; the tag {@code spin-delivery:operation} of all that it makes
 * @param account the account's name
 * @param startedAt in milliseconds since 1970
 * @param since when its time began to run, in milliseconds since 1970
 * @param timeoutSeconds how long it may take
 * @param tries how many moves have failed in a row for passing reasons
 * @param polls how many looks there have been since the last change of what is being waited for
 * @param changed whether anything in AWS has been, or may have been, changed
 * @param status how it will end; {@code null} while it may still succeed
 * @param category why it will not succeed; {@code null} without a reason
 * @param warnings in the order in which they arose
 * @param errors why it will not succeed
 */
public record Course(
        @JsonProperty("id") String id,
        @JsonProperty("account") String account,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("since") long since,
        @JsonProperty("timeoutSeconds") long timeoutSeconds,
        @JsonProperty("tries") int tries,
        @JsonProperty("polls") int polls,
        @JsonProperty("changed") boolean changed,
        @JsonProperty("status") Status status,
        @JsonProperty("category") Category category,
        @JsonProperty("warnings") List<Problem> warnings,
        @JsonProperty("errors") List<Problem> errors) {

    public Course {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(account, "account");
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    /**
     * The beginning of an operation with an id of its own.
     *
     * @param account the account's name
     * @param timeoutSeconds how long it may take
     * @param clock tells the time
     * @return the first course
     */
    public static Course begin(String account, long timeoutSeconds, Clock clock) {
        long now = clock.millis();
        return new Course(
                UUID.randomUUID().toString(),
                account,
                now,
                now,
                timeoutSeconds,
                0,
                0,
                false,
                null,
                null,
                List.of(),
                List.of());
    }

    /** Whether it can't succeed any more, and takes back what must not stay. */
    public boolean ending() {
        return status != null;
    }

    /** When to stop waiting, in milliseconds since 1970. */
    public long deadline() {
        return since + 1000 * timeoutSeconds;
    }

    /** After a move that came through: tries and polls begin anew. */
    public Course ahead() {
        return new Course(
                id, account, startedAt, since, timeoutSeconds, 0, 0, changed, status, category, warnings, errors);
    }

    /** Something is about to be changed: from here on a failure is no refusal any more. */
    public Course changing() {
        return new Course(
                id, account, startedAt, since, timeoutSeconds, 0, 0, true, status, category, warnings, errors);
    }

    /** After a look that found what is being waited for not there yet. */
    public Course polled() {
        return new Course(
                id,
                account,
                startedAt,
                since,
                timeoutSeconds,
                0,
                polls + 1,
                changed,
                status,
                category,
                warnings,
                errors);
    }

    /** After a move that failed for a passing reason. */
    public Course triedInVain() {
        return new Course(
                id,
                account,
                startedAt,
                since,
                timeoutSeconds,
                tries + 1,
                polls,
                changed,
                status,
                category,
                warnings,
                errors);
    }

    /**
     * The time runs anew.
     *
     * @param now in milliseconds since 1970
     */
    public Course since(long now) {
        return new Course(
                id, account, startedAt, now, timeoutSeconds, 0, 0, changed, status, category, warnings, errors);
    }

    /**
     * With a warning more, unless it is there already.
     *
     * @param warning what deserves attention
     */
    public Course warned(Problem warning) {
        if (warnings.contains(warning)) {
            return this;
        }
        List<Problem> more = new ArrayList<>(warnings);
        more.add(warning);
        return new Course(
                id, account, startedAt, since, timeoutSeconds, tries, polls, changed, status, category, more, errors);
    }

    /**
     * It will not succeed; from now on it takes back. What made it fail first stays its status.
     *
     * @param how how it will end; {@link Status#FAILED} becomes {@link Status#REFUSED} when nothing has been changed
     * @param why who has to act; {@code null} without a reason
     * @param problems added to the errors
     */
    public Course ending(Status how, Category why, List<Problem> problems) {
        List<Problem> all = new ArrayList<>(errors);
        problems.stream().filter(problem -> !all.contains(problem)).forEach(all::add);
        Status first = how == Status.FAILED && !changed ? Status.REFUSED : how;
        return new Course(
                id,
                account,
                startedAt,
                since,
                timeoutSeconds,
                0,
                0,
                changed,
                status == null ? first : status,
                status == null ? why : category,
                warnings,
                all);
    }
}
