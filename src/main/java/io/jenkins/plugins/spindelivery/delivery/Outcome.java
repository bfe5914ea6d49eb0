package io.jenkins.plugins.spindelivery.delivery;

/**
 * What a turn of a stage came to.
 *
 * @param result the end; {@code null} when there is more to do
 * @param delayMillis how long to wait before the next turn
 * @param wakes whether the waiting ends early when what the operation waits for may have come
 */
record Outcome(StageResult result, long delayMillis, boolean wakes) {
    private static final long TRY_AGAIN_MILLIS = 5_000;

    static Outcome ended(StageResult result) {
        return new Outcome(result, 0, false);
    }

    static Outcome after(long millis) {
        return new Outcome(null, millis, true);
    }

    /** Something of this Jenkins is in the way, such as a full disk; nothing in a cluster is going to change that. */
    static Outcome tryAgain() {
        return new Outcome(null, TRY_AGAIN_MILLIS, false);
    }
}
