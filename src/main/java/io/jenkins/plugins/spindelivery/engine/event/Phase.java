package io.jenkins.plugins.spindelivery.engine.event;

/** The parts of an operation that a person can tell apart. */
public enum Phase {
    /** Preparing and checking; nothing is written. */
    PLAN,
    /** Writing objects to the cluster. */
    APPLY,
    /** Waiting until the objects are stable. */
    WAIT,
    /** Deleting old versions beyond the history that is kept. */
    HISTORY,
    /** Deleting what an earlier deploy of the same application made and this one no longer has. */
    PRUNE,
    /** Putting objects back to what they were. */
    ROLLBACK,
    /** Deleting objects. */
    DELETE
}
