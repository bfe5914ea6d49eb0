package io.jenkins.plugins.spindelivery.engine.aws.bake;

/** How far a bake is. */
enum BakePhase {
    /** Looking for an image that can be used again. */
    LOOK,
    /** Checking base image, subnet and name; nothing is made yet. */
    CHECK,
    /** Becoming the one that bakes this recipe. */
    LOCK,
    /** Another bake of this recipe is under way. */
    WAIT,
    /** That other bake has not moved for long; taking its place. */
    TAKE_OVER,
    /** Looking once more, now that nobody else can make one. */
    LOOK_AGAIN,
    LAUNCH,
    PROVISION,
    STOP,
    IMAGE,
    COPY,
    SHARE,
    /** The image gets the tag by which others find it; from here on it stays. */
    PUBLISH,
    /** Something went wrong on the builder; showing what it wrote last. */
    OUTPUT,
    CLEANUP
}
