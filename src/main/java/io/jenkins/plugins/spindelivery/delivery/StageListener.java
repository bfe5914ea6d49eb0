package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.Gate;

/** Is told what becomes of a stage, by a thread of the pool, one call at a time. */
@FunctionalInterface
public interface StageListener {
    /** For a stage that goes on without anybody waiting for it. */
    StageListener NONE = result -> {};

    /**
     * The stage has ended; called once, and last.
     *
     * @param result what came of it
     */
    void ended(StageResult result);

    /**
     * Something may run now, and {@link Stages#answer} wants to be told how it ended. Called again for the same gate
     * after a restart of Jenkins: what runs there already goes on.
     *
     * @param gate what may run
     */
    default void opened(Gate gate) {}

    /** The gate that was open is not any more: what still runs there runs in vain. */
    default void closed() {}
}
