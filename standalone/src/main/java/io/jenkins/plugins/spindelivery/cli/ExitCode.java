package io.jenkins.plugins.spindelivery.cli;

import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;

/** What {@code spin} tells the shell; part of the contract in {@code docs/cli.md}. */
public final class ExitCode {
    /** Done; for {@code status}: everything is stable. */
    public static final int DONE = 0;
    /** Something was changed and then it failed or timed out; for {@code status}: an object has failed. */
    public static final int FAILED = 1;
    /** Refused before anything was changed: input, conflict, quota, webhook. */
    public static final int REFUSED = 2;
    /** The cluster can't be reached, or the credential may not do it; nothing was changed. */
    public static final int NO_ACCESS = 3;
    /** {@code status}: nothing has failed, but not everything is stable. */
    public static final int NOT_STABLE = 4;
    /** Stopped by a person or a signal. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /**
     * The code for work that ended before it changed anything.
     *
     * @param category who has to act; {@code null} counts as wrong input
     * @return the exit code
     */
    public static int refused(Category category) {
        return category == Category.ACCESS ? NO_ACCESS : category == Category.FAILED ? FAILED : REFUSED;
    }

    /**
     * The code for an operation's end.
     *
     * @param status how it ended
     * @param category why it did not succeed; {@code null} when it did
     * @return the exit code
     */
    public static int of(Status status, Category category) {
        return switch (status) {
            case SUCCEEDED -> DONE;
            case FAILED, TIMED_OUT -> FAILED;
            case CANCELLED -> INTERRUPTED;
                // A refusal changed nothing, whatever its category says.
            case REFUSED -> category == Category.ACCESS ? NO_ACCESS : REFUSED;
        };
    }
}
