package io.jenkins.plugins.spindelivery.delivery;

/** Is told when a stage has ended. */
@FunctionalInterface
public interface StageListener {
    /** For a stage that goes on without anybody waiting for it. */
    StageListener NONE = result -> {};

    /**
     * The stage has ended; called once, by a thread of the pool.
     *
     * @param result what came of it
     */
    void ended(StageResult result);
}
