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
    DELETE,
    /** Changing live objects: their size, their revision, whether their rollout goes on. */
    CHANGE,
    /** A Job is running. */
    RUN,
    /** Attaching pods to Services, or detaching them. */
    TRAFFIC,
    /** Comparing a canary with its baseline. */
    ANALYSE,
    /** Letting something else run: the block of a step, a program. */
    CHECK,
    /** Removing what was only there for the time of the work. */
    CLEANUP,
    /** Starting an instance that an image is going to be made of. */
    LAUNCH,
    /** Installing and configuring on that instance. */
    PROVISION,
    /** Making the image of it, and waiting for that. */
    IMAGE,
    /** Bringing an image to other regions and accounts. */
    COPY
}
