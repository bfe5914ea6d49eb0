package io.jenkins.plugins.spindelivery.engine.operation;

/**
 * How a process that drives an operation ends before the operation does, or what a person asks of it.
 *
 * @param kind how
 * @param at where, counted in the process that it happens to: the step, from 0, or for {@link Kind#CUT} the write, from 1;
 *     without meaning for those of each move
 */
record Stop(Kind kind, int at) {

    /** Ways to end. A move that waits counts as one step with those that it follows. */
    enum Kind {
        /** Each move is made by a process of its own, from what the one before has saved. */
        AFTER_EACH_MOVE,
        /** Each move is made twice from the same state: the first time its outcome is lost. */
        EACH_MOVE_LOST,
        /** The step's outcome is lost: all of its remote calls were made, and the next state was not saved. */
        LOST,
        /** In the middle of a move: the server has acted on the write, and the answer never came. */
        CUT,
        /** Before the step a person stops it cleanly; later the work goes on from before that. */
        INTERRUPTED,
        /** Before the step it is cancelled, and as soon as that is saved the process dies. */
        CANCELLED
    }

    /** Whether it happens again and again until the end. */
    boolean lasting() {
        return kind == Kind.AFTER_EACH_MOVE || kind == Kind.EACH_MOVE_LOST;
    }

    @Override
    public String toString() {
        return lasting() ? kind.name() : kind + " " + at;
    }
}
