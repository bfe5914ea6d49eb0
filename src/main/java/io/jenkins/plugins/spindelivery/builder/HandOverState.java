package io.jenkins.plugins.spindelivery.builder;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a hand-over is; kept in the build's folder for as long as the build is kept. It holds nothing secret.
 *
 * @param version the layout of this record, {@value #VERSION}
 * @param begun whether its build has ended, and it has begun
 * @param status where it is, or how it ended
 * @param outcome how it is going to end: the status of the first stage that did not succeed
 * @param cancelled whether somebody stopped it
 * @param current the index of the stage that is under way; -1 before the first
 * @param deadlineMillis when nobody waits for the current judgment any more, in milliseconds since 1970; 0 for never
 * @param worstResult the worst result of the build with which it begins
 * @param user as whom the build ran; {@code null} for SYSTEM
 * @param keepsBuild whether it keeps Jenkins from deleting the build
 * @param endMillis when it ended, in milliseconds since 1970; 0 before that
 * @param stages in order
 */
record HandOverState(
        @JsonProperty("version") int version,
        @JsonProperty("begun") boolean begun,
        @JsonProperty("status") StageStatus status,
        @JsonProperty("outcome") StageStatus outcome,
        @JsonProperty("cancelled") boolean cancelled,
        @JsonProperty("current") int current,
        @JsonProperty("deadlineMillis") long deadlineMillis,
        @JsonProperty("worstResult") String worstResult,
        @JsonProperty("user") String user,
        @JsonProperty("keepsBuild") boolean keepsBuild,
        @JsonProperty("endMillis") long endMillis,
        @JsonProperty("stages") List<Entry> stages) {
    /** The layout that this version writes. */
    static final int VERSION = 1;

    /**
     * A stage of a hand-over.
     *
     * @param key of the stage within the build
     * @param type such as {@code deploy}
     * @param account the account's name; empty for a stage without one
     * @param subject what it is about
     * @param always whether it is done though another did not succeed
     * @param status how it ended; {@code null} before that
     */
    record Entry(
            @JsonProperty("key") String key,
            @JsonProperty("type") String type,
            @JsonProperty("account") String account,
            @JsonProperty("subject") String subject,
            @JsonProperty("always") boolean always,
            @JsonProperty("status") StageStatus status) {}

    HandOverState {
        stages = List.copyOf(stages);
    }

    /** A hand-over whose build has not ended. */
    static HandOverState waiting(String worstResult, String user, List<Entry> stages) {
        return new HandOverState(
                VERSION,
                false,
                StageStatus.RUNNING,
                StageStatus.SUCCEEDED,
                false,
                -1,
                0,
                worstResult,
                user,
                false,
                0,
                stages);
    }

    /** The build has ended, and the first stage is next. */
    HandOverState begin(boolean keeps) {
        return new HandOverState(
                version, true, status, outcome, cancelled, current, 0, worstResult, user, keeps, 0, stages);
    }

    /** A stage is under way. */
    HandOverState at(int index, StageStatus now, long deadline) {
        StageStatus shown = cancelled ? StageStatus.CANCELLING : now;
        return new HandOverState(
                version, begun, shown, outcome, cancelled, index, deadline, worstResult, user, keepsBuild, 0, stages);
    }

    /** Somebody stopped it. */
    HandOverState cancel() {
        return stopping(outcome == StageStatus.SUCCEEDED ? StageStatus.CANCELLED : outcome);
    }

    /** It can't go on. */
    HandOverState fail() {
        return stopping(StageStatus.FAILED);
    }

    private HandOverState stopping(StageStatus end) {
        return new HandOverState(
                version,
                begun,
                StageStatus.CANCELLING,
                end,
                true,
                current,
                deadlineMillis,
                worstResult,
                user,
                keepsBuild,
                0,
                stages);
    }

    /** A stage has ended, or is left out. */
    HandOverState ended(int index, StageStatus how) {
        List<Entry> now = new ArrayList<>(stages);
        Entry before = stages.get(index);
        now.set(
                index,
                new Entry(before.key(), before.type(), before.account(), before.subject(), before.always(), how));
        boolean well = how == StageStatus.SUCCEEDED || how == StageStatus.SKIPPED;
        StageStatus end = outcome == StageStatus.SUCCEEDED && !well ? how : outcome;
        return new HandOverState(
                version, begun, status, end, cancelled, current, 0, worstResult, user, keepsBuild, 0, now);
    }

    /** It is over. */
    HandOverState over(StageStatus how, long millis) {
        return new HandOverState(
                version, begun, how, how, cancelled, current, 0, worstResult, user, false, millis, stages);
    }
}
